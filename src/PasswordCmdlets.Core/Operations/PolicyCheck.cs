using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Holds a password against a policy before anything is sent.</summary>
internal static class PolicyCheck
{
    /// <summary>Refuses a password that every published rule rejects; null lets it pass.</summary>
    public static TargetOutcome? Refuse(SecretText password, PasswordPolicy policy, PasswordContext context)
    {
        PasswordValidationResult verdict = PasswordValidator.Validate(password, policy, context);
        return verdict.IsAcceptable ? null : TargetOutcome.Failed(ErrorIds.PasswordPolicyViolation, Errors(verdict));
    }

    /// <summary>What is wrong, in one line.</summary>
    public static string Errors(PasswordValidationResult verdict) => Sentences(verdict, FindingSeverity.Error);

    /// <summary>What may be wrong, in one line; null when nothing is.</summary>
    public static string? Warnings(PasswordValidationResult verdict)
    {
        string sentences = Sentences(verdict, FindingSeverity.Warning);
        return sentences.Length == 0 ? null : sentences;
    }

    private static string Sentences(PasswordValidationResult verdict, FindingSeverity severity)
    {
        IEnumerable<string> messages = verdict.Findings.Where(finding => finding.Severity == severity).Select(static finding => finding.Message);
        return string.Join(" ", messages);
    }
}
