using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Remembers what providers said about wrong old passwords, so that the last try is not spent by accident. What is remembered ends with a
/// success or with the lock time; every run of the process shares it: <see cref="Process"/>. Of two runs that would send an old password for
/// the same instance or user at the same moment one waits for the answer to the other: <see cref="ReserveAsync"/>.
/// </summary>
internal sealed class LockoutGuard(TimeProvider time)
{
    private const int EntriesBeforeSweep = 1024;

    /// <summary>The guard every run of this process uses.</summary>
    public static LockoutGuard Process { get; } = new(TimeProvider.System);

    private readonly object _gate = new();
    private readonly Dictionary<LockoutKey, Memory> _memories = [];
    private readonly Dictionary<LockoutKey, Reservations> _reserved = [];

    /// <summary>Why nothing should be sent now, with the time to wait; null when nothing stands against it.</summary>
    public string? Check(LockoutKey key)
    {
        lock (_gate)
        {
            return Refusal(key);
        }
    }

    /// <summary>
    /// Takes the right to send an old password, or says why it must not be sent. While somebody else has it this waits, because only the answer
    /// to theirs tells how many tries are left. Whoever gets null charges the guard with the answer and then calls <see cref="Release"/>,
    /// whatever happens.
    /// </summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="force">Send it all the same, and now.</param>
    /// <param name="stopping">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<string?> ReserveAsync(LockoutKey key, bool force, CancellationToken stopping)
    {
        TaskCompletionSource<bool>? turn = null;
        lock (_gate)
        {
            if (!_reserved.TryGetValue(key, out Reservations? reservations))
            {
                if (!force && Refusal(key) is { } refusal)
                {
                    return refusal;
                }

                _reserved[key] = new Reservations { Count = 1 };
                return null;
            }

            if (force)
            {
                reservations.Count++;
                return null;
            }

            reservations.Waiting.Enqueue(turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        using (stopping.Register(static state => ((TaskCompletionSource<bool>)state!).TrySetCanceled(), turn))
        {
            await turn.Task.ConfigureAwait(false);
        }

        // The right was handed over.
        string? because = Check(key);
        if (because is not null)
        {
            Release(key);
        }

        return because;
    }

    /// <summary>Gives the right back that <see cref="ReserveAsync"/> gave.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void Release(LockoutKey key)
    {
        lock (_gate)
        {
            Reservations reservations = _reserved[key];
            if (--reservations.Count > 0)
            {
                return;
            }

            while (reservations.Waiting.Count > 0)
            {
                if (reservations.Waiting.Dequeue().TrySetResult(true))
                {
                    reservations.Count = 1;
                    return;
                }
            }

            _reserved.Remove(key);
        }
    }

    /// <summary>The provider refused an old password and counted it.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="remainingAttempts">What it said is left; null when it did not say.</param>
    /// <param name="remembered">How long the provider remembers.</param>
    /// <param name="allowedAttempts">How many tries there are in all, to count by ourselves where the provider does not say; null when unknown.</param>
    public void RecordRejection(LockoutKey key, int? remainingAttempts, TimeSpan remembered, int? allowedAttempts = null)
    {
        lock (_gate)
        {
            int refusals = (Current(key)?.Rejections ?? 0) + 1;
            Keep(key, new Memory(time.GetUtcNow() + remembered, IsLocked: false, remainingAttempts ?? allowedAttempts - refusals, refusals));
        }
    }

    /// <summary>The provider said that the account is locked.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="left">How long the lock lasts from now.</param>
    public void RecordLock(LockoutKey key, TimeSpan left)
    {
        lock (_gate)
        {
            Keep(key, new Memory(time.GetUtcNow() + left, IsLocked: true, RemainingAttempts: 0, Rejections: 0));
        }
    }

    /// <summary>An old password was sent and nobody knows what became of it: it may have cost a try.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void RecordUnknownOutcome(LockoutKey key)
    {
        lock (_gate)
        {
            if (Current(key) is { IsLocked: false } memory)
            {
                _memories[key] = memory with { RemainingAttempts = memory.RemainingAttempts - 1, Rejections = memory.Rejections + 1 };
            }
        }
    }

    /// <summary>The provider took the old password: it starts to count anew.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void RecordSuccess(LockoutKey key)
    {
        lock (_gate)
        {
            _memories.Remove(key);
        }
    }

    private string? Refusal(LockoutKey key)
    {
        if (!_memories.TryGetValue(key, out Memory? memory))
        {
            return null;
        }

        TimeSpan left = memory.Until - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            _memories.Remove(key);
            return null;
        }

        return memory switch
        {
            { IsLocked: true } or { RemainingAttempts: <= 0 } => $"{key.Id} is locked after too many wrong old passwords. Wait {Wait(left)}.",
            { RemainingAttempts: 1 } => $"One try of the old password is left for {key.Id}; another wrong one locks it. Wait {Wait(left)} until the provider forgets the wrong ones.",
            _ => null,
        };
    }

    private static string Wait(TimeSpan left) => left <= TimeSpan.FromMinutes(1)
        ? $"{Math.Ceiling(left.TotalSeconds):0} second(s)"
        : $"{Math.Ceiling(left.TotalMinutes):0} minute(s)";

    private Memory? Current(LockoutKey key) => _memories.TryGetValue(key, out Memory? memory) && memory.Until > time.GetUtcNow() ? memory : null;

    private void Keep(LockoutKey key, Memory memory)
    {
        if (_memories.Count >= EntriesBeforeSweep)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (LockoutKey over in _memories.Where(pair => pair.Value.Until <= now).Select(static pair => pair.Key).ToArray())
            {
                _memories.Remove(over);
            }
        }

        _memories[key] = memory;
    }

    // Count: old passwords that are out, more than one only by force. Line: who waits.
    private sealed class Reservations
    {
        public int Count { get; set; }

        public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();
    }

    private sealed record Memory(DateTimeOffset Until, bool IsLocked, int? RemainingAttempts, int Rejections);
}
