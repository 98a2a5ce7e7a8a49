using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>
/// Reads the lists of one command side by side. The caller handles events, one at a time, on one thread; a page is requested only while
/// few pages wait to be handled, so that memory stays flat.
/// </summary>
internal sealed class TargetDiscovery : IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly RunEvents _events = new();
    private readonly KnownSecrets _secrets = new();
    private readonly ConcurrentDictionary<ProviderDescriptor, AccountProof> _proofs = new();
    private readonly SemaphoreSlim _room;
    private readonly ListReader _reader;
    private Task _all = Task.CompletedTask;
    private int _unfinished = 1;

    /// <summary>Prepares a run; nothing is sent before <see cref="Start"/>.</summary>
    public TargetDiscovery(
        RunOptions options, HttpTransport transport, RateLimiters limiters, TimeProvider time, Func<double>? random = null)
    {
        _room = new SemaphoreSlim(options.ThrottleLimit);

        // Nothing is changed, so that what is in flight need not be awaited when the command is stopped.
        CallRunner calls = new(
            options, transport, limiters, time, random ?? Jitter.Next, Notify, _secrets, _stopping.Token, _stopping.Token);
        OperationServices services = new()
        {
            Calls = calls,
            Options = options,
            Secrets = _secrets,
            Time = time,
            AskAsync = static (_, _) => Task.FromResult(false),
            Notice = Notify,
            Stopping = _stopping.Token,
        };
        _reader = new ListReader(services, _room, next => _events.Write(next));
    }

    /// <summary>Whether every list ended and every event was read.</summary>
    public bool IsEnded => Volatile.Read(ref _unfinished) == 0 && _events.IsEmpty;

    /// <summary>Begins to read lists.</summary>
    /// <param name="jobs">The lists, each with a session of its own: one region that rejects the credential stops no other.</param>
    public void Start(IReadOnlyList<ListingJob> jobs)
    {
        foreach (ProviderDescriptor provider in jobs.Select(static job => job.Query.Session.Provider).Distinct())
        {
            _proofs[provider] = new AccountProof();
        }

        Interlocked.Add(ref _unfinished, jobs.Count);
        _all = Task.WhenAll(jobs.Select(job =>
        {
            AccountProof proof = _proofs[job.Query.Session.Provider];
            Task<bool> turn = proof.TakeTurnAsync();
            return Task.Run(() => ReadAsync(job, proof, turn));
        }));
        OneLess();
    }

    /// <summary>The next event if there is one now.</summary>
    public bool TryRead(out RunEvent? next)
    {
        bool isRead = _events.TryRead(out next);
        if (next is PageEvent)
        {
            _room.Release();
        }

        return isRead;
    }

    /// <summary>Waits for an event; false when the time has passed or there will be none.</summary>
    public bool Wait(TimeSpan longest) => _events.Wait(longest);

    /// <summary>Sends nothing more and ends what is in flight.</summary>
    public void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command ended meanwhile.
        }

        foreach (AccountProof proof in _proofs.Values)
        {
            proof.Stop();
        }
    }

    public void Dispose()
    {
        Stop();
        if (_all.Wait(LongestEnd))
        {
            _room.Dispose();
            _stopping.Dispose();
        }

        _secrets.Dispose();
    }

    private async Task ReadAsync(ListingJob job, AccountProof proof, Task<bool> turn)
    {
        int hasTurn = 1;
        TargetOutcome? failure = null;
        try
        {
            if (!await turn.ConfigureAwait(false))
            {
                // Rejected, or the command was stopped.
                Notify(NoticeLevel.Verbose, $"{job} was not listed: the provider rejected the access key.");
                return;
            }

            failure = await _reader.ReadAsync(job, EndTurn).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nobody waits for this list any more.
        }
        catch (ArgumentException invalid)
        {
            // A region that has no endpoint.
            failure = TargetOutcome.Failed(ErrorIds.InvalidTarget, invalid.Message);
        }
        finally
        {
            EndTurn(failure is null ? null : ListingOutcome.AcceptsCredential(failure));
            if (failure is { ErrorId: ErrorIds.InvalidTarget } && job.Query.IsOneOfAll)
            {
                Notify(NoticeLevel.Verbose, $"{job} was not listed: {failure.Message}");
            }
            else if (failure is not null && !_stopping.IsCancellationRequested)
            {
                _events.Write(new ListingFailedEvent(job, failure));
            }

            OneLess();
        }

        void EndTurn(bool? isAccepted)
        {
            if (Interlocked.Exchange(ref hasTurn, 0) == 1)
            {
                proof.EndTurn(isAccepted);
            }
        }
    }

    private void OneLess()
    {
        if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _events.Complete();
        }
    }

    private void Notify(NoticeLevel level, string text) => _events.Write(new NoticeEvent(level, text));
}
