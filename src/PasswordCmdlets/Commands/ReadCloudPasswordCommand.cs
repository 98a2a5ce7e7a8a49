using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Asks for a new password twice and validates it while asking.</summary>
[Cmdlet(VerbsCommunications.Read, "CloudPassword", HelpUri = HelpLinks.ReadCloudPassword)]
[OutputType(typeof(SecureString))]
public sealed class ReadCloudPasswordCommand : PSCmdlet
{
    /// <summary>The policy to validate it against.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateSet(
        "TencentLinux",
        "TencentWindows",
        "LighthouseLinux",
        "LighthouseWindows",
        "EcsLinux",
        "EcsWindows",
        "HuaweiEcs",
        "Zenlayer",
        "EcsVnc",
        "Dcs",
        "Ram")]
    public string? For { get; set; }

    /// <summary>What to ask for.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "New password";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        PasswordPolicy policy = PasswordPolicies.Find(For!);
        SecureString? password;
        do
        {
            password = Ask(policy);
        }
        while (password is null);

        WriteObject(password);
    }

    // Null when the entry cannot be used; the next one may.
    private SecureString? Ask(PasswordPolicy policy)
    {
        using SecretText password = ReadLine(Prompt);
        PasswordValidationResult result = PasswordValidator.Validate(password, policy);
        if (!result.IsAcceptable)
        {
            Host.UI.WriteWarningLine(PolicyCheck.Errors(result, policy));
            return null;
        }

        if (PolicyCheck.Warnings(result) is { } warnings)
        {
            WriteWarning(warnings);
        }

        using SecretText repeated = ReadLine($"{Prompt} (again)");
        if (!password.SameTextAs(repeated))
        {
            Host.UI.WriteWarningLine("The two entries differ. Enter the password again.");
            return null;
        }

        return password.ToSecureString();
    }

    private SecretText ReadLine(string prompt)
    {
        SecureString entry;
        try
        {
            Host.UI.Write($"{prompt}: ");
            entry = Host.UI.ReadLineAsSecureString();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            // A host that is not interactive throws; a session without one has no user interface.
            const string Message = "This session cannot ask for a password. Read it from a vault with Get-Secret, "
                + "or let the command generate one with -GeneratePassword -VaultName.";
            throw Terminating(ErrorIds.NotInteractive, Message);
        }

        using (entry)
        {
            // The end of redirected input reads as an empty line, so asking again would never end.
            return entry is { Length: > 0 }
                ? new SecretText(entry)
                : throw Terminating(ErrorIds.PasswordNotEntered, "No password was entered. Run the command again and enter one.");
        }
    }

    private InvalidOperationException Terminating(string errorId, string message)
    {
        ThrowTerminatingError(new CommandFailure(errorId, ErrorCategories.Of(errorId), message).ToErrorRecord());
        return new InvalidOperationException(message);
    }
}
