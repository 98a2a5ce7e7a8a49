using System;

namespace PasswordCmdlets.Core.Operations;

/// <summary>What may be done with a call whose answer was lost or was a server error.</summary>
internal enum Idempotency
{
    /// <summary>Changes nothing; may be sent as often as needed.</summary>
    ReadOnly,

    /// <summary>Sets a value; a second execution leaves the same state.</summary>
    Idempotent,

    /// <summary>A second execution does harm (burns a try, reboots again, powers off again); never resent once it may have arrived.</summary>
    NotIdempotent,
}

/// <summary>How an operation comes to its end.</summary>
internal enum CompletionKind
{
    /// <summary>The provider's answer is the end of it.</summary>
    Immediate,

    /// <summary>The answer accepts the work; its end is seen by polling.</summary>
    Polled,
}

/// <summary>The rate at which a call may be sent, for one account in one region.</summary>
/// <param name="PerSecond">The published rate; null where none is published, which means as fast as the server takes it.</param>
/// <param name="PauseWhenThrottled">How long to be silent after a throttle that does not say how long.</param>
internal sealed record RateContract(double? PerSecond, TimeSpan PauseWhenThrottled);

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

/// <summary>A password operation: the call that changes the password, the call that looks first, and how it ends.</summary>
internal sealed record OperationContract
{
    /// <summary>The resource name that results carry: <c>CvmInstance</c>, say.</summary>
    public required string Resource { get; init; }

    /// <summary>What the ids of its targets look like.</summary>
    public required TargetIdRule Ids { get; init; }

    public required CallContract Change { get; init; }

    /// <summary>The cheap batch look taken before sending; null where the provider has none.</summary>
    public CallContract? Look { get; init; }

    public CompletionKind Completion { get; init; } = CompletionKind.Immediate;

    /// <summary>The names of the password policies that may apply.</summary>
    public required string[] Policies { get; init; }
}
