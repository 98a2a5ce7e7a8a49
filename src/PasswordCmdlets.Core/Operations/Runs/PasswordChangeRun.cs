using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// One command's worth of password changes. Whoever drives it submits approved targets and handles events, one at a time, on
/// one thread; the engine works beside it. Every submitted target has exactly one result, whatever happens.
/// </summary>
internal sealed class PasswordChangeRun : IDisposable
{
    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly IRunReport _journal;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Channel<TargetWork> _input = Channel.CreateUnbounded<TargetWork>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<(ProviderSession, string), TargetWork> _active = new();
    private readonly ConcurrentDictionary<(ProviderSession, ProviderOperation, string?), Lane> _lanes = new();
    private readonly KnownSecrets _secrets = new();
    private readonly Redactor _redactor;
    private readonly OperationServices _services;
    private readonly GroupRunner _groups;
    private readonly RunProgress _progress;
    private int _inMemory;
    private int _awaiting;
    private int _unfinished = 1;
    private int _completed;
    private int _disposed;

    /// <summary>Prepares a run; nothing is sent before a target is submitted.</summary>
    public PasswordChangeRun(RunOptions options, HttpTransport transport, RateLimiters limiters, TimeProvider time, IRunReport journal, Func<double>? random = null)
    {
        _options = options;
        _time = time;
        _journal = journal;
        CallRunner calls = new(options, transport, limiters, time, random ?? Jitter.Next, Notify, _secrets, _stopping.Token, _abort.Token);
        _redactor = new Redactor(_secrets);
        _progress = new RunProgress(() => calls.TargetsInFlight);
        _services = new OperationServices
        {
            Calls = calls,
            Options = options,
            Secrets = _secrets,
            Time = time,
            AskAsync = AskAsync,
            Notice = Notify,
            Stopping = _stopping.Token,
        };
        _groups = new GroupRunner(_services, journal, Finish, work => _ = AcceptedAsync(work));
        _ = Task.Run(PlanAsync);
    }

    /// <summary>What the progress bar shows.</summary>
    public RunProgress Progress => _progress;

    private bool IsFull => Volatile.Read(ref _inMemory) >= _options.TargetsInMemory || Volatile.Read(ref _awaiting) >= _options.TargetsAwaited;

    /// <summary>Gives a target to the run.</summary>
    public Submission TrySubmit(PasswordTarget target, ProviderSession session, ProviderOperation operation, IPasswordSource passwords)
    {
        if (Volatile.Read(ref _completed) == 1)
        {
            throw new InvalidOperationException("No further target was to come.");
        }

        if (IsFull)
        {
            return Submission.Full;
        }

        Know(operation, passwords, target);
        TargetWork work = new() { Target = target, Session = session, Operation = operation, Passwords = passwords, PlannedAt = _time.GetUtcNow() };
        if (!_active.TryAdd((session, target.Key), work))
        {
            return Submission.Duplicate;
        }

        try
        {
            _journal.Planned(work);
        }
        catch
        {
            _active.TryRemove((session, target.Key), out _);
            throw;
        }

        Interlocked.Increment(ref _inMemory);
        Interlocked.Increment(ref _unfinished);
        _progress.Submitted();
        _input.Writer.TryWrite(work);
        return Submission.Taken;
    }

    /// <summary>Waits for the completion of a change that an earlier run sent.</summary>
    public Submission TryWatch(PasswordTarget target, ProviderSession session, ProviderOperation operation, IPasswordSource passwords, string requestId, int attempts, DateTimeOffset startedAt)
    {
        if (IsFull)
        {
            return Submission.Full;
        }

        Know(operation, passwords, target);
        TargetWork work = new()
        {
            Target = target,
            Session = session,
            Operation = operation,
            Passwords = passwords,
            PlannedAt = startedAt,
            FirstSentAt = startedAt,
            Attempts = attempts,
            RequestId = requestId,
            IsAccepted = true,
            TakesPlace = false,
        };
        if (!_active.TryAdd((session, target.Key), work))
        {
            return Submission.Duplicate;
        }

        Interlocked.Increment(ref _awaiting);
        Interlocked.Increment(ref _unfinished);
        _progress.Submitted();
        LaneOf(work).Watcher.Watch(work);
        return Submission.Taken;
    }

    /// <summary>Says that no further target will come.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            _input.Writer.TryComplete();
            OneLess();
        }
    }

    /// <summary>Stops sending. What is in flight may settle for <see cref="RunOptions.SettleTimeout"/>; every target still gets its result.</summary>
    public void Stop()
    {
        if (_stopping.IsCancellationRequested || Volatile.Read(ref _disposed) == 1)
        {
            return;
        }

        try
        {
            _stopping.Cancel();
            _abort.CancelAfter(_options.SettleTimeout);
        }
        catch (ObjectDisposedException)
        {
            // The run ended meanwhile.
        }
    }

    /// <summary>The next event if there is one now.</summary>
    public bool TryRead(out RunEvent? next)
    {
        if (!_events.Reader.TryRead(out next))
        {
            return false;
        }

        if (next is ResultEvent ended)
        {
            if (ended.FreesPlace)
            {
                Interlocked.Decrement(ref _inMemory);
            }
            else
            {
                Interlocked.Decrement(ref _awaiting);
            }
        }

        return true;
    }

    /// <summary>Waits for an event; false when the time is over or, with <see cref="IsEnded"/>, when there will be none.</summary>
    public bool Wait(TimeSpan longest)
    {
        ValueTask<bool> more = _events.Reader.WaitToReadAsync();
        if (more.IsCompleted)
        {
            return more.Result;
        }

        Task<bool> waiting = more.AsTask();
        return waiting.Wait(longest) && waiting.Result;
    }

    /// <summary>Whether every target has its result and every event was read.</summary>
    /// <remarks>
    /// Not the channel's own completion: a channel whose last item is read on one thread while it is closed on another may never report it,
    /// since each looks at what the other has just written and neither waits for the other's write to arrive.
    /// </remarks>
    public bool IsEnded => Volatile.Read(ref _unfinished) == 0 && !_events.Reader.TryPeek(out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _stopping.Cancel();
        _abort.Cancel();
        _secrets.Dispose();
        Complete();
    }

    // Before anything is sent: a provider may still quote what an earlier run sent it.
    private void Know(ProviderOperation operation, IPasswordSource passwords, PasswordTarget target)
    {
        foreach (SecretText secret in operation.Secrets)
        {
            _secrets.Add(secret);
        }

        if (passwords.IsShared)
        {
            _secrets.Add(passwords.PasswordFor(target, 1));
        }
    }

    private async Task PlanAsync()
    {
        BatchPlanner planner = new();
        ChannelReader<TargetWork> input = _input.Reader;
        Task? linger = null;
        while (true)
        {
            while (input.TryRead(out TargetWork? work))
            {
                if (planner.Add(work) is { } full)
                {
                    Launch(full);
                }
            }

            Task<bool> more = input.WaitToReadAsync().AsTask();
            if (planner.OpenGroups > 0 && !more.IsCompleted)
            {
                // Counted from when the first group opened: targets that come one by one do not put it off again and again.
                linger ??= _time.DelayAsync(_options.BatchLinger, CancellationToken.None);
                if (await Task.WhenAny(more, linger).ConfigureAwait(false) == linger)
                {
                    Flush(planner);
                    linger = null;
                }
            }

            if (!await more.ConfigureAwait(false))
            {
                Flush(planner);
                return;
            }
        }
    }

    private void Flush(BatchPlanner planner)
    {
        while (planner.TakeOldest() is { } group)
        {
            Launch(group);
        }
    }

    private void Launch(IReadOnlyList<TargetWork> group) => _ = Task.Run(() => RunGroupAsync(group));

    private async Task RunGroupAsync(IReadOnlyList<TargetWork> group)
    {
        TargetWork first = group[0];
        Lane lane = LaneOf(first);
        try
        {
            // Few at a time, so that a look is never much older than the change it precedes.
            using (await lane.Groups.EnterAsync(CallsOf(group), _stopping.Token).ConfigureAwait(false))
            {
                await _groups.RunAsync(group).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            EndAll(group, "the command was stopped");
        }
        catch (Exception failure)
        {
            // A defect or a full disk, not a provider: whatever was sent is unknown, the rest was never sent.
            string reason = (failure is ReportException ? _redactor.OwnText(failure.Message) : _redactor.Text(failure.Message, [])) ?? "no reason that can be shown";
            EndAll(group, $"{failure.GetType().Name}: {reason.TrimEnd('.')}", failure is ReportException ? ErrorIds.ReportUnavailable : ErrorIds.ProviderError);
        }
    }

    private static int CallsOf(IReadOnlyList<TargetWork> group) => group[0].Passwords.IsShared
        ? (group.Count + group[0].Operation.Descriptor.Change.BatchSize - 1) / group[0].Operation.Descriptor.Change.BatchSize
        : group.Count;

    private void EndAll(IReadOnlyList<TargetWork> group, string because, string? errorId = null)
    {
        foreach (TargetWork work in group)
        {
            if (work.IsFinished || work.IsAccepted)
            {
                continue;
            }

            Finish(work, (work.Attempts, errorId) switch
            {
                (0, null) => TargetOutcome.Cancelled($"Never sent: {because}."),
                (0, { } id) => TargetOutcome.Failed(id, $"Never sent: {because}."),
                _ => TargetOutcome.Unknown($"The change may or may not have taken effect: {because}. {work.Operation.UnknownAdvice}"),
            });
        }
    }

    private Lane LaneOf(TargetWork work) => _lanes.GetOrAdd(
        (work.Session, work.Operation, work.Target.Region),
        _ => new Lane(new PartitionLimiter(_options.ThrottleLimit), new CompletionPoller(_services, Finish)));

    private async Task AcceptedAsync(TargetWork work)
    {
        try
        {
            if (await work.Operation.AfterChangeAsync(work, _services).ConfigureAwait(false) is { } verdict)
            {
                Finish(work, verdict);
                return;
            }

            if (!work.Operation.AwaitsCompletion(work))
            {
                Finish(work, new TargetOutcome(ChangeStatus.Succeeded, null, work.Operation.DescribeSuccess(work)) { RequestId = work.RequestId });
                return;
            }

            if (_options.Wait)
            {
                work.TakesPlace = false;
                Interlocked.Increment(ref _awaiting);
                Interlocked.Decrement(ref _inMemory);
                LaneOf(work).Watcher.Watch(work);
                return;
            }

            Finish(work, new TargetOutcome(ChangeStatus.Accepted, null, work.Operation.DescribeAccepted(work)) { RequestId = work.RequestId });
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Finish(work, new TargetOutcome(ChangeStatus.Accepted, ErrorIds.ProviderError, $"The provider took the change; what follows it failed: {failure.GetType().Name}.") { RequestId = work.RequestId });
        }
    }

    private void Finish(TargetWork work, TargetOutcome verdict)
    {
        if (!work.TryFinish())
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        bool showPassword = !work.Passwords.IsShared && work.HasPassword && verdict.Status is ChangeStatus.Succeeded or ChangeStatus.Accepted or ChangeStatus.Unknown;
        TargetResult result = new()
        {
            Target = work.Target,
            Provider = work.Session.Provider.Name,
            Resource = work.Operation.Descriptor.Resource,
            Account = work.Session.Account,
            Status = verdict.Status,
            RequestId = verdict.RequestId,
            ErrorId = verdict.ErrorId,
            ErrorCode = verdict.ErrorCode,
            Message = verdict.Message,
            Attempts = work.Attempts,
            StartedAt = work.FirstSentAt ?? work.PlannedAt,
            Duration = now - (work.FirstSentAt ?? now),
            RestartRequired = work.RestartRequired,
            RetryTimesLeft = verdict.RetryTimesLeft,
            LockTimeLeft = verdict.LockTimeLeft,
            GeneratedPassword = showPassword ? work.Password : null,
            GeneratedAttempt = work.PasswordAttempt,
        };
        try
        {
            _journal.Finished(result);
        }
        catch (ReportException failure)
        {
            Notify(NoticeLevel.Warning, failure.Message);
        }

        if (!work.Passwords.IsShared && work.HasPassword)
        {
            _secrets.Release(work.Password);
        }

        _active.TryRemove((work.Session, work.Target.Key), out _);
        _progress.Finished(verdict.Status);
        _events.Writer.TryWrite(new ResultEvent(result, work.TakesPlace));
        OneLess();
    }

    private void OneLess()
    {
        if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _events.Writer.TryComplete();
        }
    }

    private async Task<bool> AskAsync(string caption, string question)
    {
        QuestionEvent asked = new(caption, question);
        if (!_events.Writer.TryWrite(asked))
        {
            return false;
        }

        using CancellationTokenRegistration stopped = _stopping.Token.Register(static state => ((QuestionEvent)state!).Answer(false), asked);
        return await asked.Answered.ConfigureAwait(false);
    }

    private void Notify(NoticeLevel level, string text)
    {
        // Whoever reads may have seen the end already.
        if (Volatile.Read(ref _unfinished) > 0)
        {
            _events.Writer.TryWrite(new NoticeEvent(level, text));
        }
    }

    private sealed record Lane(PartitionLimiter Groups, CompletionPoller Watcher);
}
