using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Batching;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// The password changes of one command. The caller submits approved targets and handles events, one at a time, on one thread; the engine
/// works beside it. Every submitted target has exactly one result, whatever happens.
/// </summary>
internal sealed class PasswordChangeRun : IDisposable
{
    private readonly RunOptions _options;
    private readonly TimeProvider _time;
    private readonly IRunReport _report;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Channel<TargetWork> _input =
        Channel.CreateUnbounded<TargetWork>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly RunEvents _events = new();
    private readonly ConcurrentDictionary<TargetKey, bool> _active = new();
    private readonly KnownSecrets _secrets = new();
    private readonly OperationServices _services;
    private readonly AcceptedChanges _accepted;
    private int _inMemory;
    private int _awaiting;
    private int _unfinished = 1;
    private int _completed;
    private int _disposed;

    /// <summary>Prepares a run; nothing is sent before a target is submitted.</summary>
    public PasswordChangeRun(
        RunOptions options, HttpTransport transport, RateLimiters limiters, TimeProvider time, IRunReport report,
        Func<double>? random = null)
    {
        _options = options;
        _time = time;
        _report = report;

        // A preflight changes nothing, so that what is in flight need not be awaited when the command is stopped.
        CancellationToken abort = options.Preflight is null ? _abort.Token : _stopping.Token;
        CallRunner calls = new(options, transport, limiters, time, random ?? Jitter.Next, Notify, _secrets, _stopping.Token, abort);
        Progress = new RunProgress(() => calls.TargetsInFlight);
        _services = new OperationServices
        {
            Calls = calls,
            Options = options,
            Brakes = RunBrakes.Of(options, time),
            Secrets = _secrets,
            Time = time,
            AskAsync = (caption, question) => _events.AskAsync(caption, question, _stopping.Token),
            Notice = Notify,
            Stopping = _stopping.Token,
        };
        _accepted = new AcceptedChanges(_services, Finish, MoveToAwaiting);
        GroupRunner groups = new(_services, report, Finish, work => _ = _accepted.FollowAsync(work));
        GroupDispatcher dispatcher = new(_services, groups, new Redactor(_secrets), Finish);
        _ = Task.Run(() => dispatcher.DispatchAsync(_input.Reader));
    }

    /// <summary>The brakes of the run; null where it has none.</summary>
    public RunBrakes? Brakes => _services.Brakes;

    /// <summary>What the progress bar shows.</summary>
    public RunProgress Progress { get; }

    private bool IsFull =>
        Volatile.Read(ref _inMemory) >= _options.TargetsInMemory || Volatile.Read(ref _awaiting) >= _options.TargetsAwaited;

    /// <summary>Submits a target to the run.</summary>
    public Submission TrySubmit(PasswordTarget target, ProviderSession session, ProviderOperation operation, IPasswordSource passwords)
    {
        if (Volatile.Read(ref _completed) == 1)
        {
            throw new InvalidOperationException("No further target may be submitted after Complete.");
        }

        TargetWork work = new()
        {
            Target = target,
            Session = session,
            Operation = operation,
            Passwords = passwords,
            PlannedAt = _time.GetUtcNow(),
        };
        if (Admit(work) is var admission and not Submission.Accepted)
        {
            return admission;
        }

        try
        {
            _report.Planned(work);
        }
        catch
        {
            _active.TryRemove(TargetKey.Of(work), out _);
            throw;
        }

        Interlocked.Increment(ref _inMemory);
        Interlocked.Increment(ref _unfinished);
        Progress.Submitted();
        Brakes?.Submitted(target);
        _input.Writer.TryWrite(work);
        return Submission.Accepted;
    }

    /// <summary>Asks the provider whose credential a session has.</summary>
    public Task IdentifyAsync(ProviderSession session) => CallerIdentification.IdentifyAsync(session, _services);

    /// <summary>Waits for the completion of a change that an earlier run sent.</summary>
    public Submission TryPoll(
        PasswordTarget target, ProviderSession session, ProviderOperation operation, IPasswordSource passwords,
        string requestId, int attempts, DateTimeOffset startedAt, string? runId = null, string? sentBy = null)
    {
        TargetWork work = new()
        {
            Target = target,
            Session = session,
            Operation = operation,
            Passwords = passwords,
            PlannedAt = startedAt,
            RunId = runId,
            SentBy = sentBy,
            FirstSentAt = startedAt,
            Attempts = attempts,
            RequestId = requestId,
            IsAccepted = true,
            CountsInMemory = false,
        };
        if (Admit(work) is var admission and not Submission.Accepted)
        {
            return admission;
        }

        Interlocked.Increment(ref _awaiting);
        Interlocked.Increment(ref _unfinished);
        Progress.Submitted();
        _accepted.Poll(work);
        return Submission.Accepted;
    }

    /// <summary>Ends the input: no further target will be submitted.</summary>
    public void Complete()
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            _input.Writer.TryComplete();
            OneLess();
        }
    }

    /// <summary>
    /// Stops sending. Calls in flight may complete within <see cref="RunOptions.StopTimeout"/>; every target still gets its result.
    /// </summary>
    public void Stop()
    {
        if (_stopping.IsCancellationRequested || Volatile.Read(ref _disposed) == 1)
        {
            return;
        }

        _stopping.Cancel();
        _abort.CancelAfter(_options.StopTimeout);
    }

    /// <summary>The next event if there is one now.</summary>
    public bool TryRead(out RunEvent? next)
    {
        if (!_events.TryRead(out next))
        {
            return false;
        }

        if (next is ResultEvent ended)
        {
            Interlocked.Decrement(ref ended.CountsInMemory ? ref _inMemory : ref _awaiting);
        }

        return true;
    }

    /// <summary>Waits for an event; false when the time has passed or, with <see cref="IsEnded"/>, when there will be none.</summary>
    public bool Wait(TimeSpan longest) => _events.Wait(longest);

    /// <summary>Whether every target has its result and every event was read.</summary>
    /// <remarks>
    /// Not the channel's own completion: a channel whose last item is read on one thread while it is closed on another may never report
    /// it, since each reads what the other has just written and neither waits for the other's write to arrive.
    /// </remarks>
    public bool IsEnded => Volatile.Read(ref _unfinished) == 0 && _events.IsEmpty;

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
        Brakes?.Dispose();
        Complete();
    }

    private Submission Admit(TargetWork work)
    {
        if (IsFull)
        {
            return Submission.Full;
        }

        AddSecrets(work);
        return _active.TryAdd(TargetKey.Of(work), true) ? Submission.Accepted : Submission.Duplicate;
    }

    // Before anything is sent: a provider may still quote what an earlier run sent it.
    private void AddSecrets(TargetWork work)
    {
        foreach (SecretText secret in work.Operation.Secrets)
        {
            _secrets.Add(secret);
        }

        if (work.Passwords.IsShared)
        {
            _secrets.Add(work.Password);
        }
    }

    private void MoveToAwaiting(TargetWork work)
    {
        work.CountsInMemory = false;
        Interlocked.Increment(ref _awaiting);
        Interlocked.Decrement(ref _inMemory);
    }

    private void Finish(TargetWork work, TargetOutcome outcome)
    {
        if (!work.TryFinish())
        {
            return;
        }

        TargetResult result = TargetResult.Of(work, outcome, _time.GetUtcNow());
        try
        {
            _report.Finished(result);
        }
        catch (ReportException failure)
        {
            Notify(NoticeLevel.Warning, failure.Message);
        }

        if (!work.Passwords.IsShared && work.HasPassword)
        {
            _secrets.Release(work.Password);
        }

        if (outcome.Status != ChangeStatus.Unknown)
        {
            // Of an unknown outcome the target stays in the run: it is not sent again where the input has it a second time.
            _active.TryRemove(TargetKey.Of(work), out _);
        }

        Brakes?.Record(work, outcome);
        Progress.Finished(outcome.Status);
        _events.Write(new ResultEvent(result, work.CountsInMemory));
        OneLess();
    }

    private void OneLess()
    {
        if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _events.Complete();
        }
    }

    private void Notify(NoticeLevel level, string text)
    {
        // The reader may have seen the end already.
        if (Volatile.Read(ref _unfinished) > 0)
        {
            _events.Write(new NoticeEvent(level, text));
        }
    }
}
