using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Validates a password against a provider's published rules. Nothing is sent.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CloudPassword", HelpUri = HelpLinks.TestCloudPassword)]
[OutputType(typeof(CloudPasswordTestResult), typeof(bool))]
public sealed class TestCloudPasswordCommand : PSCmdlet
{
    /// <summary>The password.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [BoundSecret]
    public SecureString? Password { get; set; }

    /// <summary>The policies to validate it against.</summary>
    [Parameter(Position = 1, Mandatory = true)]
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
    public string[]? For { get; set; }

    /// <summary>The user whose password it would be.</summary>
    [Parameter]
    public string? UserName { get; set; }

    /// <summary>Return true when every policy accepts it, so that it may be sent; false when one does not.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Password)) && !MyInvocation.ExpectingInput)
        {
            const string Message = "No password is specified. Specify -Password, or pipe a SecureString.";
            ThrowTerminatingError(CommandFailure.Invalid(Message).ToErrorRecord());
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Password is null)
        {
            // What was piped in place of a SecureString may be the password itself, so the error does not hold it.
            const string Message = "This is not a SecureString. Specify -Password as one, from Read-Host -AsSecureString for example.";
            WriteError(CommandFailure.Invalid(Message).ToErrorRecord());
            return;
        }

        using SecretText password = new(Password);
        PasswordContext context = new() { UserName = string.IsNullOrEmpty(UserName) ? null : UserName };
        PasswordValidationResult[] results =
            [.. For!.Select(name => PasswordValidator.Validate(password, PasswordPolicies.Find(name), context))];
        if (Quiet)
        {
            WriteObject(Array.TrueForAll(results, static result => result.IsAcceptable));
        }
        else
        {
            WriteObject(results.Select(Describe), enumerateCollection: true);
        }
    }

    private static CloudPasswordTestResult Describe(PasswordValidationResult result) => new()
    {
        Policy = result.PolicyName,
        IsAcceptable = result.IsAcceptable,
        MeetsEveryRule = result.MeetsEveryRule,
        EntropyBits = Math.Round(result.EntropyBits, 1),
        Findings = result.Findings.Select(static finding => new CloudPasswordFinding
        {
            Severity = finding.Severity.ToString(),
            Rule = finding.RuleId,
            Message = finding.Message,
            Sources = finding.Sources.ToArray(),
        }).ToArray(),
    };
}
