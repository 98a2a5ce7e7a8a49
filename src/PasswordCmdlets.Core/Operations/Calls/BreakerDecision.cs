namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What a circuit breaker decides about an attempt.</summary>
internal enum BreakerDecision
{
    /// <summary>Closed: the attempt may be made.</summary>
    Allow,

    /// <summary>Half-open: the attempt is the probe, and its result decides for the region.</summary>
    Probe,

    /// <summary>The probe failed: no attempt is made for the rest of the run.</summary>
    Reject,
}
