namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>How a call ended after all its attempts.</summary>
internal enum CallEnd
{
    /// <summary>The provider's last response stands.</summary>
    Completed,

    /// <summary>
    /// The last attempt did not reach the provider; nothing was executed unless <see cref="CallOutcome.MayHaveExecuted"/>.
    /// </summary>
    Unreachable,

    /// <summary>The last attempt may have arrived and got no complete response.</summary>
    OutcomeUnknown,

    /// <summary>The provider throttled the action for longer than the call waits, and the call was not sent again.</summary>
    Throttled,

    /// <summary>A brake of the run stopped it before anything was executed; see <see cref="CallOutcome.BrakedBy"/>.</summary>
    StoppedByBrake,

    /// <summary>The run was stopped before another attempt.</summary>
    Stopped,

    /// <summary>Its region was abandoned, its account cannot authenticate, or its time budget is used up.</summary>
    Abandoned,
}
