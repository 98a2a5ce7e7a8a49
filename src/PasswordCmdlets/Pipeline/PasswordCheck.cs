using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>Holds a password that the user gave against a policy before anything is sent.</summary>
internal static class PasswordCheck
{
    /// <summary>What is wrong with the password; null when a provider may take it. What published rules disagree on is a warning.</summary>
    public static CommandFailure? Of(string provider, SecretText password, PasswordPolicy policy, PasswordContext context, Action<string> warn)
    {
        PasswordValidationResult verdict = PasswordValidator.Validate(password, policy, context);
        if (!verdict.IsAcceptable)
        {
            return new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, PolicyCheck.Errors(verdict));
        }

        if (PolicyCheck.Warnings(verdict) is { } warnings)
        {
            warn($"{provider}: {warnings}");
        }

        return null;
    }
}
