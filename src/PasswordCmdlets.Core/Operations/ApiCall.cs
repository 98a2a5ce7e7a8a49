using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>One call as an operation wants it: how to write it, how to read its answer. It may take several attempts.</summary>
internal sealed class ApiCall
{
    public required CallContract Contract { get; init; }

    public required string? Region { get; init; }

    /// <summary>Writes a fresh, unsigned request to an endpoint; called once for each attempt.</summary>
    public required Func<Uri, WireRequest> Write { get; init; }

    public required Func<WireResponse, ProviderReply> Read { get; init; }

    /// <summary>The secrets in the request, to be scrubbed from whatever the provider says.</summary>
    public IReadOnlyList<SecretText> Secrets { get; init; } = [];

    /// <summary>What signs this call instead of the session's credential: a token for one project, say.</summary>
    public ICredentialSource? Credentials { get; init; }

    /// <summary>Told right before the first byte of each attempt leaves; when it throws, nothing is sent.</summary>
    public Action? Sending { get; init; }

    /// <summary>How many targets depend on this call.</summary>
    public int TargetCount { get; init; } = 1;
}

/// <summary>How a call ended after all its attempts.</summary>
internal enum CallEnd
{
    /// <summary>The provider's last answer stands.</summary>
    Answered,

    /// <summary>No attempt reached the provider, or the last one did not; nothing was executed unless <see cref="CallOutcome.MayHaveExecuted"/>.</summary>
    Unreachable,

    /// <summary>The last attempt may have arrived and was not answered.</summary>
    Lost,

    /// <summary>The run was stopped before another attempt.</summary>
    Stopped,

    /// <summary>Its region was given up, or its account cannot authenticate.</summary>
    GivenUp,
}

/// <summary>What became of a call.</summary>
internal sealed record CallOutcome
{
    public required CallEnd End { get; init; }

    public ProviderReply? Reply { get; init; }

    /// <summary>Whether any attempt may have been executed without a success having been seen.</summary>
    public required bool MayHaveExecuted { get; init; }

    /// <summary>How many attempts left this machine.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first attempt left (UTC); null when none did.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>For people: why there is no answer.</summary>
    public string? Reason { get; init; }

    public bool Succeeded => End == CallEnd.Answered && Reply!.Fault == Fault.None;
}

/// <summary>The time that the targets of a call may spend from their first send; waiting for a rate limit is free.</summary>
internal sealed class CallBudget(TimeSpan total)
{
    private long _spentTicks;

    public TimeSpan Remaining => total - new TimeSpan(_spentTicks);

    /// <summary>Longest that one attempt may take; null for as long as the run allows.</summary>
    public TimeSpan? LongestAttempt { get; init; }

    public void Spend(TimeSpan time) => _spentTicks += Math.Max(0, time.Ticks);
}
