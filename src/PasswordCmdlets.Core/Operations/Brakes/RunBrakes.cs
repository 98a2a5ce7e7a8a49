using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>
/// The canary, the failure limit and the deadline of one run. They act at two places: <see cref="RunAsync"/> lets the canary go first and
/// alone, and each batch asks its <see cref="BrakePass"/> right before an attempt leaves. The first brake that stops the run counts.
/// </summary>
internal sealed class RunBrakes : IDisposable
{
    // Timers cannot be set for longer than 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly Canary? _canary;
    private readonly OpenBatches? _openBatches;
    private readonly ITimer? _timer;
    private readonly CancellationTokenSource _stopped = new();
    private readonly object _lock = new();
    private BrakeStop? _stop;
    private long _results;
    private long _failed;
    private long _cancelled;
    private bool _isDisposed;

    private RunBrakes(RunOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _canary = options.Canary is { } size ? new Canary(size) : null;
        _openBatches = options.FailureLimit is null ? null : new OpenBatches(options.ThrottleLimit);
        if (options.NotAfter is not null)
        {
            _timer = time.CreateTimer(
                static self => ((RunBrakes)self!).CheckDeadline(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            CheckDeadline();
        }
    }

    /// <summary>Cancelled when a brake stops the run: ends the waits of what was not sent.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Why the run sends nothing new; null while it may send.</summary>
    public BrakeStop? Stop
    {
        get
        {
            if (Volatile.Read(ref _stop) is null && _options.NotAfter is { } end && _time.GetUtcNow() >= end)
            {
                StopAtDeadline(end);
            }

            return Volatile.Read(ref _stop);
        }
    }

    /// <summary>The warning at the end of a run that a brake stopped; null where every target was sent.</summary>
    public string? Summary
    {
        get
        {
            lock (_lock)
            {
                return _cancelled == 0 ? null
                    : $"Nothing new was sent after {_stop!.Because}: {_cancelled} {(_cancelled == 1 ? "target was" : "targets were")} "
                        + $"cancelled ({_stop.ErrorId}).";
            }
        }
    }

    /// <summary>The brakes of a run; null where it has none.</summary>
    public static RunBrakes? Of(RunOptions options, TimeProvider time) =>
        options is { Canary: null, FailureLimit: null, NotAfter: null } ? null : new RunBrakes(options, time);

    /// <summary>A target was submitted; called in the order of the input.</summary>
    public void Submitted(PasswordTarget target) => _canary?.Submitted(target);

    /// <summary>Runs a group of targets, in parts while the canary is not complete; cancels what a brake stopped before it began.</summary>
    /// <param name="group">The targets.</param>
    /// <param name="runAsync">Runs a part of them until the provider accepted or rejected each.</param>
    /// <param name="finish">Receives a target that the brakes cancel.</param>
    /// <param name="stopping">Cancelled when the run is stopped.</param>
    public async Task RunAsync(
        IReadOnlyList<TargetWork> group,
        Func<IReadOnlyList<TargetWork>, Task> runAsync,
        Action<TargetWork, TargetOutcome> finish,
        CancellationToken stopping)
    {
        while (group.Count > 0)
        {
            IReadOnlyList<TargetWork> part = _canary is null ? group : await _canary.EnterAsync(group, stopping).ConfigureAwait(false);
            if (Stop is { } stop)
            {
                foreach (TargetWork work in group)
                {
                    finish(work, stop.Outcome(work.Attempts));
                }

                return;
            }

            await runAsync(part).ConfigureAwait(false);
            group = part.Count == group.Count ? [] : [.. group.Except(part)];
        }
    }

    /// <summary>The pass of one batch; dispose it when the batch needs no request any more.</summary>
    public BrakePass NewPass() => new(this, _openBatches);

    /// <summary>Counts the result of a target.</summary>
    public void Record(TargetWork work, TargetOutcome outcome)
    {
        BrakeStop? stop = _canary?.Record(work, outcome);
        lock (_lock)
        {
            _cancelled += outcome.Status == ChangeStatus.Cancelled && outcome.ErrorId == _stop?.ErrorId ? 1 : 0;
            stop = SetStop(Count(outcome.Status is ChangeStatus.Failed or ChangeStatus.Unknown) is { } limit ? stop ?? limit : stop);
        }

        EndWaits(stop);
    }

    /// <summary>Counts a target that failed before it was submitted.</summary>
    public void RecordUnsent(string errorId)
    {
        BrakeStop? stop = _canary?.RecordUnsent(errorId);
        lock (_lock)
        {
            stop = SetStop(Count(isFailure: true) is { } limit ? stop ?? limit : stop);
        }

        EndWaits(stop);
    }

    /// <summary>Records that the result of a target was handled.</summary>
    /// <param name="target">The target.</param>
    /// <param name="errorId">
    /// The error id of what failed while it was handled, such as storing its password; null when nothing did.
    /// </param>
    public void RecordHandled(PasswordTarget target, string? errorId) => StopFor(_canary?.RecordHandled(target, errorId));

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _timer?.Dispose();
    }

    private BrakeStop? Count(bool isFailure)
    {
        _results++;
        _failed += isFailure ? 1 : 0;
        return _options.FailureLimit is { } limit && limit.IsExceeded(_failed, _results)
            ? new BrakeStop(
                ErrorIds.FailureLimitReached,
                $"{_failed} of {_results} targets had failed or had an unknown outcome, more than -MaximumFailure {limit} permits")
            : null;
    }

    private void CheckDeadline()
    {
        DateTimeOffset end = _options.NotAfter!.Value;
        TimeSpan remaining = end - _time.GetUtcNow();
        if (remaining <= TimeSpan.Zero)
        {
            StopAtDeadline(end);
            return;
        }

        lock (_lock)
        {
            if (!_isDisposed)
            {
                // Timers count whole milliseconds: the rest of one must not become a wait of none.
                TimeSpan next = remaining < LongestTimer ? remaining + TimeSpan.FromMilliseconds(1) : LongestTimer;
                _timer!.Change(next, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StopAtDeadline(DateTimeOffset end) => StopFor(new BrakeStop(
        ErrorIds.DeadlineReached,
        string.Format(
            CultureInfo.InvariantCulture,
            "-NotAfter {0:yyyy-MM-dd HH:mm:ss zzz} was reached",
            TimeZoneInfo.ConvertTime(end, _time.LocalTimeZone))));

    private void StopFor(BrakeStop? stop)
    {
        lock (_lock)
        {
            stop = SetStop(stop);
        }

        EndWaits(stop);
    }

    // The stop that was set by this; null where there is none, or where an earlier one counts.
    private BrakeStop? SetStop(BrakeStop? stop)
    {
        if (stop is null || _stop is not null)
        {
            return null;
        }

        Volatile.Write(ref _stop, stop);
        return stop;
    }

    // Outside of the lock: what waits takes locks of its own.
    private void EndWaits(BrakeStop? stop)
    {
        if (stop is not null)
        {
            _canary?.End();
            _openBatches?.End();
            _stopped.Cancel();
        }
    }
}
