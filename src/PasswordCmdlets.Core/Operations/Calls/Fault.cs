namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What a provider's response means for what may be done next; every error code of every provider maps to one of these.</summary>
internal enum Fault
{
    /// <summary>The call was executed.</summary>
    None,

    /// <summary>Too many calls; rejected before execution.</summary>
    Throttled,

    /// <summary>
    /// The nonce is used already. Each attempt has a random one, so the request arrived twice, and the first copy may have been executed.
    /// </summary>
    NonceUsed,

    /// <summary>The timestamp is too far from the provider's clock; rejected before execution.</summary>
    ClockSkew,

    /// <summary>A server error in the provider's own words; it may have executed the call all the same.</summary>
    Transient,

    /// <summary>A response that is neither a success nor a rejection in the provider's format: the call may have been executed.</summary>
    Unreadable,

    /// <summary>A response too large to read: the call may have been executed.</summary>
    ResponseTooLarge,

    /// <summary>A temporary credential or token has expired; rejected before execution.</summary>
    CredentialExpired,

    /// <summary>Key unknown, disabled or signature wrong: every call of this account is rejected.</summary>
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

    /// <summary>Any other rejection: certainly not executed.</summary>
    Rejected,
}
