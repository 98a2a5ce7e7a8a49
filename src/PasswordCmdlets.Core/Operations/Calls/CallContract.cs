using System;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>One API call as its provider documents it.</summary>
internal record CallContract
{
    public required CloudProvider Provider { get; init; }

    /// <summary>The service whose endpoint takes the call: <c>cvm</c>, <c>zec</c>, <c>ecs</c>, <c>ram</c>, <c>dcs</c>, <c>iam</c>.</summary>
    public required string Service { get; init; }

    public required string Action { get; init; }

    public required string Version { get; init; }

    public required Idempotency Idempotency { get; init; }

    public required RateContract Rate { get; init; }

    /// <summary>How many targets one call takes.</summary>
    public int BatchSize { get; init; } = 1;
}
