using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Remembers the remaining attempts of old passwords, so that the last one is not spent by accident. A record ends with a success or with
/// the lock time; every run of every process of the user shares it: <see cref="Process"/>. Of two runs that would send an old password for
/// the same instance or user at the same moment one waits for the response to the other: <see cref="ReserveAsync"/>.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="file">
/// What other processes share; without it, or while it cannot be used, the records are those of this process, which it gets when it can be
/// used again.
/// </param>
/// <param name="process">The process whose old passwords these are; null for this one.</param>
internal sealed class LockoutGuard(TimeProvider time, LockoutFile? file = null, ProcessIdentity? process = null)
{
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>The guard every run of this process uses.</summary>
    public static LockoutGuard Process { get; } = new(TimeProvider.System, new LockoutFile());

    private readonly object _lock = new();
    private readonly ProcessIdentity _process = process ?? ProcessIdentity.Current;
    private readonly Dictionary<LockoutKey, LockoutRecord> _own = [];

    // Reservations that may be in the file although they were released.
    private readonly HashSet<LockoutKey> _released = [];
    private readonly Dictionary<LockoutKey, Reservations> _reserved = [];

    /// <summary>Why no old password should be sent now, with the time to wait; null when it may be sent.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="limit">How the provider counts.</param>
    public string? Check(LockoutKey key, AttemptLimit limit)
    {
        lock (_lock)
        {
            string? rejection = null;
            Update(records => rejection = RejectionOf(key, Counted(Current(records, key), limit)));
            return rejection;
        }
    }

    /// <summary>
    /// Reserves the right to send an old password, or returns why it must not be sent. While another caller has it, in this process or
    /// another, this waits, because only the response to that one shows how many attempts remain. A caller that gets null records the
    /// outcome and then calls <see cref="Release"/>, whatever happens.
    /// </summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="limit">How the provider counts.</param>
    /// <param name="force">Send it in any case, and now.</param>
    /// <param name="stopping">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="notice">Receives why other processes do not share the records.</param>
    public async ValueTask<string?> ReserveAsync(
        LockoutKey key, AttemptLimit limit, bool force, CancellationToken stopping, Action<NoticeLevel, string>? notice = null)
    {
        WaitQueue<LockoutKey, bool>.Waiter? waiter = null;
        lock (_lock)
        {
            if (!_reserved.TryGetValue(key, out Reservations? reservations))
            {
                _reserved[key] = new Reservations(_lock) { Count = 1 };
            }
            else if (force)
            {
                reservations.Count++;
            }
            else
            {
                waiter = reservations.Waiting.Enqueue(key);
            }
        }

        if (waiter is not null)
        {
            await waiter.WaitAsync(stopping).ConfigureAwait(false);
        }

        bool isReserved = false;
        try
        {
            while (true)
            {
                (isReserved, string? rejection) = Hold(key, limit, force, notice);
                if (isReserved || rejection is not null)
                {
                    return rejection;
                }

                await time.DelayAsync(Poll, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            if (!isReserved)
            {
                Release(key);
            }
        }
    }

    /// <summary>Releases what <see cref="ReserveAsync"/> reserved.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void Release(LockoutKey key)
    {
        lock (_lock)
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
            if (Change(key, WithoutOwnHolder) is not null)
            {
                _released.Add(key);
            }
        }
    }

    /// <summary>Records that the provider rejected an old password and counted it.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="remainingAttempts">How many attempts remain; null when the provider did not say.</param>
    /// <param name="limit">How the provider counts.</param>
    public void RecordRejection(LockoutKey key, int? remainingAttempts, AttemptLimit limit)
    {
        lock (_lock)
        {
            Change(key, record => (record ?? new LockoutRecord()).WithRejection(remainingAttempts, limit, time.GetUtcNow()));
        }
    }

    /// <summary>Records that the account is locked.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="left">How long the lock lasts from now.</param>
    public void RecordLock(LockoutKey key, TimeSpan left)
    {
        lock (_lock)
        {
            Change(key, record => (record ?? new LockoutRecord()) with
            {
                Until = time.GetUtcNow() + left,
                IsLocked = true,
                RemainingAttempts = 0,
                Rejections = 0,
            });
        }
    }

    /// <summary>Records an old password whose outcome is unknown: it may have spent an attempt.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="limit">How the provider counts.</param>
    public void RecordUnknownOutcome(LockoutKey key, AttemptLimit limit)
    {
        lock (_lock)
        {
            Change(key, record => (record ?? new LockoutRecord()).WithUnknownOutcome(limit, time.GetUtcNow()));
        }
    }

    /// <summary>Records that the provider accepted the old password: it counts anew.</summary>
    /// <param name="key">What the provider counts for.</param>
    public void RecordSuccess(LockoutKey key)
    {
        lock (_lock)
        {
            Change(key, static record => record?.Holder is null ? null : record.WithoutRejections());
        }
    }

    // Not while a process that still runs has an old password in flight.
    private (bool IsReserved, string? Rejection) Hold(
        LockoutKey key, AttemptLimit limit, bool force, Action<NoticeLevel, string>? notice)
    {
        lock (_lock)
        {
            (bool, string?) result = default;
            string? problem = Update(records =>
            {
                DateTimeOffset now = time.GetUtcNow();
                LockoutRecord? record = Counted(Current(records, key), limit);
                if (!force && record?.Holder is { } holder && !holder.IsSameAs(_process))
                {
                    return;
                }

                string? rejection = force ? null : RejectionOf(key, record);
                result = (rejection is null, rejection);
                records[key] = rejection is not null
                    ? record! with { Holder = null }
                    : (record ?? new LockoutRecord()) with
                    {
                        Holder = _process,
                        HeldUntil = now + LongestAttempt,
                        CountedUntil = now + (limit.Remembered > LongestAttempt ? limit.Remembered : LongestAttempt),
                    };
            });
            if (problem is not null)
            {
                notice?.Invoke(NoticeLevel.Verbose, $"Other sessions do not share the attempts that remain for {key.Name}: {problem}.");
            }

            return result;
        }
    }

    private LockoutRecord? WithoutOwnHolder(LockoutRecord? record) =>
        record?.Holder?.IsSameAs(_process) == true ? record with { Holder = null } : record;

    private string? Change(LockoutKey key, Func<LockoutRecord?, LockoutRecord?> change) => Update(records => Change(records, key, change));

    private void Change(
        Dictionary<LockoutKey, LockoutRecord> records, LockoutKey key, Func<LockoutRecord?, LockoutRecord?> change)
    {
        if (change(Current(records, key)) is { } changed)
        {
            records[key] = changed;
        }
        else
        {
            records.Remove(key);
        }
    }

    // Why the file cannot be used; null when it was, or when there is none.
    private string? Update(Action<Dictionary<LockoutKey, LockoutRecord>> change)
    {
        DateTimeOffset now = time.GetUtcNow();
        string? problem = file?.TryUpdate(now, records =>
        {
            AddOwn(records);
            change(records);
        });
        if (file is not null && problem is null)
        {
            _own.Clear();
            _released.Clear();
            return null;
        }

        change(_own);
        foreach (LockoutKey over in _own.Where(record => record.Value.IsOver(now)).Select(static record => record.Key).ToArray())
        {
            _own.Remove(over);
        }

        return problem;
    }

    // What the file lacks, because it could not be used.
    private void AddOwn(Dictionary<LockoutKey, LockoutRecord> records)
    {
        foreach (LockoutKey key in _released)
        {
            Change(records, key, WithoutOwnHolder);
        }

        foreach (LockoutKey key in _own.Keys)
        {
            if (Current(_own, key) is { } own)
            {
                Change(records, key, record => record?.With(own) ?? own);
            }
        }
    }

    private LockoutRecord? Current(Dictionary<LockoutKey, LockoutRecord> records, LockoutKey key)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!records.TryGetValue(key, out LockoutRecord? record) || record.IsOver(now))
        {
            return null;
        }

        // What the provider has forgotten does not count, although an old password is in flight.
        return record.Until > now ? record : record.WithoutRejections();
    }

    // The old password of a process that ended without its outcome counts.
    private LockoutRecord? Counted(LockoutRecord? record, AttemptLimit limit)
    {
        DateTimeOffset now = time.GetUtcNow();
        return record?.Holder is { } holder && !holder.IsSameAs(_process) && (record.HeldUntil <= now || !holder.MayBeRunning())
            ? record.WithUnknownOutcome(limit, now) with { Holder = null }
            : record;
    }

    private string? RejectionOf(LockoutKey key, LockoutRecord? record) => record switch
    {
        { IsLocked: true } or { RemainingAttempts: <= 0 } =>
            $"{key.Name} is locked after too many wrong old passwords. Wait {TimeUntil(record.Until)}.",
        { RemainingAttempts: 1 } =>
            $"One attempt of the old password remains for {key.Name}; another wrong one locks it. "
            + $"Wait {TimeUntil(record.Until)} until the provider forgets the wrong ones.",
        _ => null,
    };

    private string TimeUntil(DateTimeOffset end)
    {
        TimeSpan left = end - time.GetUtcNow();
        return left <= TimeSpan.FromMinutes(1) ? Count(left.TotalSeconds, "second") : Count(left.TotalMinutes, "minute");
    }

    private static string Count(double number, string unit) =>
        Math.Ceiling(number) is var whole && whole <= 1 ? $"1 {unit}" : $"{whole:0} {unit}s";

    private sealed class Reservations(object sync)
    {
        /// <summary>How many old passwords are in flight; more than one only by force.</summary>
        public int Count { get; set; }

        public WaitQueue<LockoutKey, bool> Waiting { get; } = new(sync);
    }
}
