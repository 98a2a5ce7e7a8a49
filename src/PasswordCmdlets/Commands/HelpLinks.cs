namespace PasswordCmdlets.Commands;

/// <summary>Where <c>Get-Help -Online</c> leads.</summary>
internal static class HelpLinks
{
    private const string Root = "https://github.com/passwordcmdlets/PasswordCmdlets/blob/main/docs/en-US/";

    public const string ConfirmCloudPassword = Root + "Confirm-CloudPassword.md";

    public const string ExportCloudPasswordReport = Root + "Export-CloudPasswordReport.md";

    public const string GetCloudCredential = Root + "Get-CloudCredential.md";

    public const string GetCloudPasswordPolicy = Root + "Get-CloudPasswordPolicy.md";

    public const string GetCloudPasswordReport = Root + "Get-CloudPasswordReport.md";

    public const string GetCloudPasswordSecret = Root + "Get-CloudPasswordSecret.md";

    public const string GetCloudPasswordTarget = Root + "Get-CloudPasswordTarget.md";

    public const string NewCloudPassword = Root + "New-CloudPassword.md";

    public const string ReadCloudPassword = Root + "Read-CloudPassword.md";

    public const string ResetCloudInstancePassword = Root + "Reset-CloudInstancePassword.md";

    public const string RestoreCloudPassword = Root + "Restore-CloudPassword.md";

    public const string SetDcsPassword = Root + "Set-DcsPassword.md";

    public const string SetEcsVncPassword = Root + "Set-EcsVncPassword.md";

    public const string SetRamUserPassword = Root + "Set-RamUserPassword.md";

    public const string TestCloudPassword = Root + "Test-CloudPassword.md";

    public const string TestCloudPasswordTarget = Root + "Test-CloudPasswordTarget.md";

    public const string WaitCloudPasswordReset = Root + "Wait-CloudPasswordReset.md";
}
