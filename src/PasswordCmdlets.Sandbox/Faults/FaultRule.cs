using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>One fault: what happens, to which calls, and to how many of them.</summary>
internal sealed record FaultRule
{
    /// <summary>What happens.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Only calls to this provider.</summary>
    public Cloud? Provider { get; init; }

    /// <summary>Only this action.</summary>
    public string? Action { get; init; }

    /// <summary>Only this region.</summary>
    public string? Region { get; init; }

    /// <summary>Only calls that name this instance or user.</summary>
    public string? TargetId { get; init; }

    /// <summary>Only calls with this access key.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>Lets this many matching calls pass before the fault begins.</summary>
    public int After { get; init; }

    /// <summary>Hits only this many of the calls that follow; null for all.</summary>
    public int? First { get; init; }

    /// <summary>Hits only every so many of them: 3 hits the third, the sixth, …</summary>
    public int? Every { get; init; }

    /// <summary>Hits each of them with this probability only.</summary>
    public double? Probability { get; init; }

    /// <summary>Makes the chance repeatable.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Counts the calls of each target separately, so that <c>First = 1</c> hits every target once.</summary>
    public bool CountPerTarget { get; init; }

    /// <summary>
    /// Whether the call takes effect before the fault: the response is lost, the work is done. For Reset, Hang, ServerError, GatewayError
    /// and Html.
    /// </summary>
    public bool AfterCommit { get; init; }

    /// <summary>The HTTP status of ServerError (500, 502, 503), GatewayError, Html, Refuse and Throttle.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// Further headers of the response: <c>cf-mitigated: challenge</c>, say, of a firewall that mistakes the client for a bot.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The code of Refuse.</summary>
    public string? Code { get; init; }

    /// <summary>The message of Refuse.</summary>
    public string? Message { get; init; }

    /// <summary>The wait that Throttle and GatewayError ask for.</summary>
    public int? RetryAfterMilliseconds { get; init; }

    /// <summary>Waits this long before anything else happens; with SlowBody, between the pieces of the body.</summary>
    public int DelayMilliseconds { get; init; }

    /// <summary>Why the rule itself is invalid; null when it is valid.</summary>
    public string? Problem => this switch
    {
        { Kind: FaultKind.Refuse, Code: null } => "a rejection needs a code",
        { Kind: FaultKind.Delay or FaultKind.SlowBody, DelayMilliseconds: <= 0 } => "this kind needs delayMilliseconds",
        { Kind: FaultKind.ServerError, Status: not (null or 500 or 502 or 503) } => "a server error has status 500, 502 or 503",
        { Status: not null and not (>= 200 and <= 599) } => "status must be between 200 and 599",
        {
            AfterCommit: true,
            Kind: not (FaultKind.Reset or FaultKind.Hang or FaultKind.ServerError or FaultKind.GatewayError or FaultKind.Html),
        }
            => "afterCommit belongs to reset, hang, serverError, gatewayError and html",
        { After: < 0 } or { First: <= 0 } or { Every: <= 0 } => "after must not be negative; first and every must be positive",
        { Probability: not null and not (>= 0 and <= 1) } => "probability must be between 0 and 1",
        { DelayMilliseconds: < 0 } or { RetryAfterMilliseconds: < 0 } => "times must not be negative",
        _ => null,
    };

    /// <summary>Whether the rule is about a call at all, whatever the counts say.</summary>
    /// <param name="call">The call.</param>
    public bool Selects(ApiCall call)
    {
        if ((Provider is not null && Provider != call.Provider)
            || !IsNullOrEqual(Action, call.Action)
            || !IsNullOrEqual(Region, call.Region)
            || !IsNullOrEqual(AccessKeyId, call.AccessKeyId))
        {
            return false;
        }

        if (TargetId is null)
        {
            return true;
        }

        foreach (string id in call.TargetIds)
        {
            if (string.Equals(id, TargetId, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the rule hits the matching call of this number.</summary>
    /// <param name="number">Counted from 1.</param>
    public bool Hits(int number)
    {
        int position = number - After;
        return position > 0
            && (First is null || position <= First)
            && (Every is null || position % Every == 0)
            && (Probability is null || Chance(number) < Probability);
    }

    private static bool IsNullOrEqual(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);

    // A number drawn from seed and position alone, so that a run's faults do not depend on how its threads interleave.
    private double Chance(int number)
    {
        ulong mixed = unchecked(((ulong)(uint)Seed * 0x9E3779B97F4A7C15UL) + ((ulong)(uint)number * 0xBF58476D1CE4E5B9UL));
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
