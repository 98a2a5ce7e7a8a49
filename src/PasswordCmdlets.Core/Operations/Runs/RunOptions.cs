using System;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Preflight;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The options of a run, whatever it changes.</summary>
internal sealed record RunOptions
{
    private readonly int? _targetsInMemory;

    /// <summary>Names the run in results, reports and vault entries.</summary>
    public string RunId { get; init; } = Guid.NewGuid().ToString("N").Substring(0, 12);

    /// <summary>Calls in flight at once, 1 to 256.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>Budget of one target from its first send, retries included, waiting for a rate limit not.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// How long a provider may throttle every request of an action before the targets that wait for it end as
    /// <see cref="ErrorIds.Throttled"/>; any accepted call starts it anew.
    /// </summary>
    public TimeSpan ThrottleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Longest that one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Budget for seeing one target's completion.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>Attempts after the first; throttled ones do not count.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>How many targets go first and alone; null for none.</summary>
    public int? Canary { get; init; }

    /// <summary>How many targets may fail before nothing new is sent; null for any number.</summary>
    public FailureLimit? FailureLimit { get; init; }

    /// <summary>When the run stops sending anything new; null for never.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>
    /// What a preflight counts; null in a run that changes passwords. With it a run finds out what it would send, and makes no call that
    /// changes anything.
    /// </summary>
    public PreflightTotals? Preflight { get; init; }

    /// <summary>Whether to stay until each target is finished.</summary>
    public bool Wait { get; init; }

    /// <summary>Whether verbose notices are shown.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether debug notices are shown.</summary>
    public bool Debug { get; init; }

    /// <summary>How long calls in flight may take to complete once the run is stopped.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a partly filled batch waits for more targets.</summary>
    public TimeSpan BatchLinger { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How many targets may be in memory at once, those awaiting completion not counted: by default two batches of a hundred for each
    /// request in flight, within 6,400 to 16,384. A target takes about 2 KB.
    /// </summary>
    public int TargetsInMemory
    {
        get => _targetsInMemory ?? Math.Min(Math.Max(200 * ThrottleLimit, 6_400), 16_384);
        init => _targetsInMemory = value;
    }

    /// <summary>
    /// How many targets may await completion at once before no further ones are accepted: a minute's worth at the fastest published rate.
    /// </summary>
    public int TargetsAwaited { get; init; } = 65_536;
}
