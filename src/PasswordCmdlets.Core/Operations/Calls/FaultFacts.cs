namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What follows from a fault.</summary>
internal static class FaultFacts
{
    /// <summary>Whether the call may have been executed although it did not succeed.</summary>
    public static bool MayHaveExecuted(this Fault fault) =>
        fault is Fault.NonceUsed or Fault.Transient or Fault.Unreadable or Fault.ResponseTooLarge;

    /// <summary>Whether one target can be the reason that a whole batch was rejected.</summary>
    public static bool IsAboutOneTarget(this Fault fault) => fault is Fault.TargetNotFound or Fault.TargetBusy or Fault.TargetStateInvalid;

    /// <summary>Whether the caller was rejected, whatever it asked for.</summary>
    public static bool IsAboutCredential(this Fault fault) =>
        fault is Fault.AuthenticationFailed or Fault.ClockSkew or Fault.CredentialExpired;

    /// <summary>Whether the provider accepted the credential: a server error or a throttle may come before that is checked.</summary>
    public static bool ShowsCredentialAccepted(this Fault fault) =>
        !fault.IsAboutCredential() && !fault.MayHaveExecuted() && fault != Fault.Throttled;

    /// <summary>Whether the provider rejected a password, so that its message may quote the password in any form.</summary>
    public static bool IsAboutPassword(this Fault fault) =>
        fault is Fault.PasswordRejected or Fault.OldPasswordIncorrect or Fault.AccountLocked;

    /// <summary>What is said in place of a message that is withheld, where the error code has no advice.</summary>
    public static string InsteadOfMessage(this Fault fault) => fault switch
    {
        Fault.PasswordRejected => "The provider rejected the new password: it does not meet the provider's rules.",
        Fault.OldPasswordIncorrect => "The provider rejected the old password.",
        Fault.AccountLocked => "The account is locked after too many wrong passwords.",
        _ => "The provider's message is withheld because it may quote a secret.",
    };

    public static string ErrorId(this Fault fault) => fault switch
    {
        Fault.Throttled => ErrorIds.Throttled,
        Fault.ClockSkew or Fault.CredentialExpired or Fault.AuthenticationFailed => ErrorIds.AuthenticationFailed,
        Fault.AccessDenied => ErrorIds.AccessDenied,
        Fault.TargetNotFound => ErrorIds.TargetNotFound,
        Fault.TargetBusy => ErrorIds.TargetBusy,
        Fault.TargetStateInvalid => ErrorIds.TargetStateInvalid,
        Fault.PasswordRejected => ErrorIds.PasswordPolicyViolation,
        Fault.OldPasswordIncorrect => ErrorIds.OldPasswordIncorrect,
        Fault.AccountLocked => ErrorIds.AccountLocked,
        Fault.Transient or Fault.Unreadable or Fault.ResponseTooLarge => ErrorIds.ProviderUnavailable,
        _ => ErrorIds.ProviderError,
    };
}
