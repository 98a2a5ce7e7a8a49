namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>How one attempt of a call ended.</summary>
internal enum AttemptKind
{
    /// <summary>The provider responded.</summary>
    ResponseReceived,

    /// <summary>The request was not sent: the provider cannot have executed anything.</summary>
    NotSent,

    /// <summary>The request may have arrived and no complete response came.</summary>
    OutcomeUnknown,

    /// <summary>The provider throttled a call or the circuit breaker opened while the attempt waited: it has to wait again.</summary>
    NotAdmitted,

    /// <summary>The provider throttled the action for longer than the call waits.</summary>
    ThrottledTooLong,

    /// <summary>A brake of the run stopped it before anything was executed.</summary>
    StoppedByBrake,

    /// <summary>No attempt makes sense any more: the region cannot be reached, or the account cannot authenticate.</summary>
    Abandoned,
}
