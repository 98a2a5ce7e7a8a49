namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>Whether a batch may be sent.</summary>
internal enum BrakeDecision
{
    /// <summary>It is sent.</summary>
    Send,

    /// <summary>It waits: as many batches as may be in flight have no result yet.</summary>
    Wait,

    /// <summary>A brake stopped the run: nothing of it is sent any more.</summary>
    Stop,
}
