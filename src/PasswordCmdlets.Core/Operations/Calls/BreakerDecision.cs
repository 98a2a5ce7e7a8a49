using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What the breaker says to a call that wants to be sent.</summary>
internal enum BreakerDecision
{
    /// <summary>The region is reachable as far as we know.</summary>
    Free,

    /// <summary>This call is the probe: what becomes of it decides for the region.</summary>
    Probe,

    /// <summary>The region was given up.</summary>
    Closed,
}
