using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Remembers the remaining attempts of old passwords, so that the last one is not spent by accident. A record ends with a success or with
/// the
/// lock time; every run of the process shares it: <see cref="Process"/>. Of two runs that would send an old password for the same instance
/// or user at the same moment one waits for the response to the other: <see cref="ReserveAsync"/>.
/// </summary>
internal sealed class LockoutGuard(TimeProvider time)
{
    private const int EntriesBeforeSweep = 1024;

    /// <summary>The guard every run of this process uses.</summary>
    public static LockoutGuard Process { get; } = new(TimeProvider.System);

    private readonly object _gate = new();
    private readonly Dictionary<LockoutKey, Memory> _memories = [];
    private readonly Dictionary<LockoutKey, Reservations> _reserved = [];

    /// <summary>Why no old password should be sent now, with the time to wait; null when it may be sent.</summary>
    public string? Check(LockoutKey key)
    {
        lock (_gate)
        {
            return RejectionOf(key);
        }
    }

    /// <summary>
    /// Reserves the right to send an old password, or returns why it must not be sent. While another caller has it this waits, because
    /// only the
    /// response to that one tells how many attempts remain. A caller that gets null records the outcome and then calls <see
    /// cref="Release"/>,
    /// whatever happens.
    /// </summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="force">Send it in any case, and now.</param>
    /// <param name="stopping">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async ValueTask<string?> ReserveAsync(LockoutKey key, bool force, CancellationToken stopping)
    {
        WaitQueue<LockoutKey, bool>.Waiter waiter;
        lock (_gate)
        {
            if (!_reserved.TryGetValue(key, out Reservations? reservations))
            {
                if (!force && RejectionOf(key) is { } rejection)
                {
                    return rejection;
                }

                _reserved[key] = new Reservations(_gate) { Count = 1 };
                return null;
            }

            if (force)
            {
                reservations.Count++;
                return null;
            }

            waiter = reservations.Waiting.Enqueue(key);
        }

        await waiter.WaitAsync(stopping).ConfigureAwait(false);
        string? because = Check(key);
        if (because is not null)
        {
            Release(key);
        }

        return because;
    }

    /// <summary>Releases what <see cref="ReserveAsync"/> reserved.</summary>
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

            if (reservations.Waiting.TryRelease(true))
            {
                reservations.Count = 1;
                return;
            }

            _reserved.Remove(key);
        }
    }

    /// <summary>Records that the provider rejected an old password and counted it.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="remainingAttempts">How many attempts remain; null when the provider did not say.</param>
    /// <param name="remembered">How long the provider remembers.</param>
    /// <param name="allowedAttempts">
    /// How many attempts there are in all, to count here where the provider does not say; null when unknown.
    /// </param>
    public void RecordRejection(LockoutKey key, int? remainingAttempts, TimeSpan remembered, int? allowedAttempts = null)
    {
        lock (_gate)
        {
            int rejections = (Current(key)?.Rejections ?? 0) + 1;
            int? remaining = remainingAttempts ?? allowedAttempts - rejections;
            Keep(key, new Memory(time.GetUtcNow() + remembered, IsLocked: false, remaining, rejections));
        }
    }

    /// <summary>Records that the account is locked.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="left">How long the lock lasts from now.</param>
    public void RecordLock(LockoutKey key, TimeSpan left)
    {
        lock (_gate)
        {
            Keep(key, new Memory(time.GetUtcNow() + left, IsLocked: true, RemainingAttempts: 0, Rejections: 0));
        }
    }

    /// <summary>Records an old password whose outcome is unknown: it may have spent an attempt.</summary>
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

    /// <summary>Records that the provider accepted the old password: it counts anew.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void RecordSuccess(LockoutKey key)
    {
        lock (_gate)
        {
            _memories.Remove(key);
        }
    }

    private string? RejectionOf(LockoutKey key)
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
            { IsLocked: true } or { RemainingAttempts: <= 0 } =>
                $"{key.Id} is locked after too many wrong old passwords. Wait {Wait(left)}.",
            { RemainingAttempts: 1 } =>
                $"One attempt of the old password remains for {key.Id}; another wrong one locks it. "
                + $"Wait {Wait(left)} until the provider forgets the wrong ones.",
            _ => null,
        };
    }

    private static string Wait(TimeSpan left) => left <= TimeSpan.FromMinutes(1)
        ? Count(left.TotalSeconds, "second")
        : Count(left.TotalMinutes, "minute");

    private static string Count(double number, string unit) => Math.Ceiling(number) is var whole && whole == 1 ? $"1 {unit}" : $"{whole:0} {unit}s";

    private Memory? Current(LockoutKey key) =>
        _memories.TryGetValue(key, out Memory? memory) && memory.Until > time.GetUtcNow() ? memory : null;

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

    private sealed class Reservations(object gate)
    {
        /// <summary>How many old passwords are in flight; more than one only by force.</summary>
        public int Count { get; set; }

        public WaitQueue<LockoutKey, bool> Waiting { get; } = new(gate);
    }

    private sealed record Memory(DateTimeOffset Until, bool IsLocked, int? RemainingAttempts, int Rejections);
}
