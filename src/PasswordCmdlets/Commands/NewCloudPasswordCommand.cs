using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Generates random passwords that every published rule of a policy accepts.</summary>
[Cmdlet(VerbsCommon.New, "CloudPassword", HelpUri = HelpLinks.NewCloudPassword)]
[OutputType(typeof(SecureString), typeof(string))]
public sealed class NewCloudPasswordCommand : PSCmdlet
{
    /// <summary>The policy to satisfy.</summary>
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

    /// <summary>The number of characters; the policy's default when left out.</summary>
    [Parameter(Position = 1)]
    public int? Length { get; set; }

    /// <summary>How many passwords.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>Return text instead of a SecureString. Text stays readable in memory and in everything that records the output.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PasswordPolicy policy = PasswordPolicies.Find(For!);
        for (int i = 0; i < Count && !Stopping; i++)
        {
            using SecretText password = Generate(policy);
            if (AsPlainText)
            {
                WriteObject(password.Reveal(0, static (characters, _) => characters.ToString()));
            }
            else
            {
                WriteObject(password.ToSecureString());
            }
        }
    }

    private SecretText Generate(PasswordPolicy policy)
    {
        try
        {
            return PasswordGenerator.Create(policy, Length);
        }
        catch (ArgumentOutOfRangeException)
        {
            string message = policy.MinGeneratedLength == policy.MaxGeneratedLength
                ? $"A password for {policy.Name} has exactly {policy.MaxGeneratedLength} characters; omit -Length."
                : $"-Length for {policy.Name} is {policy.MinGeneratedLength} to {policy.MaxGeneratedLength}, "
                    + "which every published rule accepts.";
            const string Id = ErrorIds.LengthOutOfRange;
            ThrowTerminatingError(new CommandFailure(Id, ErrorCategories.Of(Id), message, Length).ToErrorRecord());
            throw;
        }
    }
}
