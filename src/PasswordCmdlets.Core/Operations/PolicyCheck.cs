using System.Linq;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Validates a password against a policy before anything is sent.</summary>
internal static class PolicyCheck
{
    /// <summary>Rejects a password whose findings have an error; null when it may be sent.</summary>
    public static TargetOutcome? Reject(SecretText password, PasswordPolicy policy, PasswordContext context)
    {
        PasswordValidationResult result = PasswordValidator.Validate(password, policy, context);
        return result.IsAcceptable ? null : TargetOutcome.Failed(ErrorIds.PasswordPolicyViolation, Errors(result, policy));
    }

    /// <summary>
    /// Rejects a shared password that the rules of the target's operating system reject; null when it may be sent. A generated password
    /// satisfies the rules of each.
    /// </summary>
    /// <param name="work">The target.</param>
    /// <param name="isWindows">Whether it runs Windows; null when unknown, and the cmdlet has checked what holds for both.</param>
    public static TargetOutcome? Reject(TargetWork work, bool? isWindows) => work.Passwords.IsShared && isWindows is not null
        ? Reject(
            work.Password,
            work.Operation.Descriptor.Policies.For(isWindows),
            new PasswordContext { UserName = work.Target.UserName })
        : null;

    /// <summary>
    /// The errors, in one line: the policy in short, what it does not cover, and where the rules are; empty when there are none.
    /// </summary>
    public static string Errors(PasswordValidationResult result, PasswordPolicy policy)
    {
        PasswordFinding[] errors = [.. result.Findings.Where(static finding => finding.Severity == FindingSeverity.Error)];
        if (errors.Length == 0)
        {
            return string.Empty;
        }

        PublishedRule rule = policy.RulesInForce.First();
        bool isAccountsOwn = rule.Kind == RuleKind.Account;
        string[] brief = errors.Any(IsBrief) ? [$"{(isAccountsOwn ? "The account's password policy" : policy.Name)}: {rule.Brief}."] : [];
        string[] source = isAccountsOwn ? [] : [$"See Test-CloudPassword -For {policy.Name}."];
        return string.Join(" ",
            [.. brief, .. errors.Where(static error => !IsBrief(error)).Select(static error => error.Instruction), .. source]);
    }

    /// <summary>The warnings, in one line; null when there are none.</summary>
    public static string? Warnings(PasswordValidationResult result)
    {
        string sentences = string.Join(
            " ",
            result.Findings.Where(static finding => finding.Severity == FindingSeverity.Warning).Select(static finding => finding.Message));
        return sentences.Length == 0 ? null : sentences;
    }

    private static bool IsBrief(PasswordFinding finding) => finding.Requirement
        is PasswordRequirement.MinimumLength or PasswordRequirement.MaximumLength or PasswordRequirement.CharacterClasses;
}
