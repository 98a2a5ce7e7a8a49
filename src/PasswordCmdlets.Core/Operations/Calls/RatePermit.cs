using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.RateLimiting;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The permit to send one call; dispose it when the call leaves, or when it does not leave after all.</summary>
internal sealed class RatePermit(AdaptiveRateLimiter limiter, TimeSpan issuedAt) : RateLimitLease
{
    private int _released;

    /// <summary>Whether the provider throttled a call since the permit was issued: the call then has to acquire another one.</summary>
    public bool IsStale => limiter.HasThrottledSince(issuedAt);

    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            limiter.Release();
        }

        base.Dispose(disposing);
    }
}
