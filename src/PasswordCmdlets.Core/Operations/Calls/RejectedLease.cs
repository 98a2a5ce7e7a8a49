using System.Collections.Generic;
using System.Threading.RateLimiting;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The lease of a call that may not be sent now.</summary>
internal sealed class RejectedLease : RateLimitLease
{
    public static readonly RejectedLease Instance = new();

    public override bool IsAcquired => false;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}
