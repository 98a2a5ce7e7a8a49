namespace PasswordCmdlets.Core.Operations;

/// <summary>What a provider's answer means for what may be done next; every error code of every provider maps to one of these.</summary>
internal enum Fault
{
    /// <summary>The call was executed.</summary>
    None,

    /// <summary>Too many calls; rejected before execution.</summary>
    Throttled,

    /// <summary>Nonce used or the like; rejected before execution, a newly signed call is fine.</summary>
    SignAgain,

    /// <summary>The provider finds the timestamp too far from its own clock; rejected before execution.</summary>
    ClockSkew,

    /// <summary>A server error in the provider's own words; it may have executed the call all the same.</summary>
    Transient,

    /// <summary>An answer nobody can read as success or refusal: it may have executed the call.</summary>
    Unreadable,

    /// <summary>A temporary credential or token has expired; rejected before execution.</summary>
    CredentialExpired,

    /// <summary>Key unknown, disabled or signature wrong: no call of this account will do better.</summary>
    AuthenticationFailed,

    /// <summary>The account may not do this.</summary>
    AccessDenied,

    /// <summary>No such target.</summary>
    TargetNotFound,

    /// <summary>The target is in another operation.</summary>
    TargetBusy,

    /// <summary>The target's state does not allow it.</summary>
    TargetStateInvalid,

    /// <summary>The new password breaks the provider's rule.</summary>
    PasswordRejected,

    /// <summary>The old password is wrong; the provider counts this.</summary>
    OldPasswordIncorrect,

    /// <summary>Too many wrong old passwords; locked for a while.</summary>
    AccountLocked,

    /// <summary>Any other refusal: certainly not executed.</summary>
    Refused,
}

/// <summary>What follows from a fault.</summary>
internal static class FaultFacts
{
    /// <summary>Whether the call may have been executed although it did not succeed.</summary>
    public static bool MayHaveExecuted(this Fault fault) => fault is Fault.Transient or Fault.Unreadable;

    /// <summary>Whether one bad target can be the reason for the refusal of a whole batch.</summary>
    public static bool IsAboutOneTarget(this Fault fault) => fault is Fault.TargetNotFound or Fault.TargetBusy or Fault.TargetStateInvalid;

    /// <summary>Whether it is the caller that was refused, whatever it asked for.</summary>
    public static bool IsAboutCredential(this Fault fault) => fault is Fault.AuthenticationFailed or Fault.ClockSkew or Fault.CredentialExpired;

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
        Fault.Transient or Fault.Unreadable => ErrorIds.ProviderUnavailable,
        _ => ErrorIds.ProviderError,
    };
}
