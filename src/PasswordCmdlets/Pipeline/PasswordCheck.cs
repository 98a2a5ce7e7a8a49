using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>Validates the passwords that the user specified before anything is sent.</summary>
internal static class PasswordCheck
{
    /// <summary>
    /// Why the password is rejected; null when a provider may accept it. A disagreement of published rules is a warning.
    /// </summary>
    public static CommandFailure? Of(
        string provider, SecretText password, PasswordPolicy policy, PasswordContext context, Action<string> warn)
    {
        PasswordValidationResult result = PasswordValidator.Validate(password, policy, context);
        if (!result.IsAcceptable)
        {
            return new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, PolicyCheck.Errors(result, policy));
        }

        if (PolicyCheck.Warnings(result) is { } warnings)
        {
            warn($"{provider}: {warnings}");
        }

        return null;
    }

    /// <summary>
    /// Validates a new password, where one is specified; throws <see cref="CommandFailure"/> when no provider would accept it.
    /// </summary>
    public static void Validate(
        string provider, SecretText? oldPassword, SecretText? newPassword, PasswordPolicy policy, Action<string> warn)
    {
        if (newPassword is not null
            && Of(provider, newPassword, policy, new PasswordContext { OldPassword = oldPassword }, warn) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>
    /// Throws <see cref="CommandFailure"/> for <c>-GeneratePassword:$false</c>, which selects a parameter set that has no other password.
    /// </summary>
    /// <param name="cmdlet">The cmdlet that has the switch.</param>
    /// <param name="generates">The value of the switch.</param>
    /// <param name="parameter">The cmdlet's parameter for a new password.</param>
    public static void RequireSource(PSCmdlet cmdlet, bool generates, string parameter)
    {
        if (!generates && cmdlet.MyInvocation.BoundParameters.ContainsKey("GeneratePassword"))
        {
            throw CommandFailure.Invalid($"Specify -{parameter}, or -GeneratePassword.");
        }
    }

    /// <summary>Throws <see cref="CommandFailure"/> when an old password is specified and empty.</summary>
    /// <param name="oldPassword">The old password.</param>
    /// <param name="advice">What to do where there is no old password.</param>
    public static void ValidateOld(SecretText? oldPassword, string advice)
    {
        if (oldPassword is { Length: 0 })
        {
            throw new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, $"The old password is empty. {advice}");
        }
    }
}
