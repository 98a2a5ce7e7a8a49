namespace PasswordCmdlets.Core.Operations.Calls;

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
