using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Remembers the remaining attempts of old passwords, so that the last one is not spent by accident. A record ends with a success or with
/// the lock time; every run of every process of the user shares it: <see cref="Process"/>. Of two runs that would send an old password for
/// the same instance or user at the same moment one waits for the response to the other: <see cref="ReserveAsync"/>.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="file">
/// What other processes share. This process keeps what it recorded, and counts with it where the file is damaged or cannot be used.
/// The next write that succeeds adds it to the file.
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
    private readonly Dictionary<LockoutKey, OwnRecord> _own = [];
    private readonly Dictionary<LockoutKey, Reservations> _reserved = [];

    /// <summary>Why no old password should be sent now, with the time to wait; null when it may be sent.</summary>
    /// <param name="key">What the provider counts for.</param>
    /// <param name="limit">How the provider counts.</param>
    /// <param name="warn">Receives why other processes do not share the records, and what to do.</param>
    public string? Check(LockoutKey key, AttemptLimit limit, Action<string>? warn = null)
    {
        lock (_lock)
        {
            string? rejection = null;
            Update(key, warn, record =>
            {
                rejection = RejectionOf(key, Counted(record, limit), limit);
                return record;
            });
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
    /// <param name="warn">Receives, until <see cref="Release"/>, why other processes do not share the records, and what to do.</param>
    public async ValueTask<string?> ReserveAsync(
        LockoutKey key, AttemptLimit limit, bool force, CancellationToken stopping, Action<string>? warn = null)
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
                (isReserved, string? rejection) = Hold(key, limit, force, warn);
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

            // After a loss of power no process has a reservation.
            Update(key, reservations.Warn, record => record?.WithoutHolder(_process), isDurable: false);
            _reserved.Remove(key);
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
            Change(key, static record => record?.AfterSuccess());
        }
    }

    // Not while a process that still runs has an old password in flight.
    private (bool IsReserved, string? Rejection) Hold(LockoutKey key, AttemptLimit limit, bool force, Action<string>? warn)
    {
        lock (_lock)
        {
            _reserved[key].Warn = warn;
            (bool, string?) result = default;
            Update(key, warn, found =>
            {
                DateTimeOffset now = time.GetUtcNow();
                LockoutRecord? record = Counted(found, limit);
                if (!force && record?.Holder is { } holder && !holder.IsSameAs(_process))
                {
                    return found;
                }

                string? rejection = force ? null : RejectionOf(key, record, limit);
                result = (rejection is null, rejection);
                return rejection is not null
                    ? record?.WithoutHolder(_process)
                    : (record ?? new LockoutRecord()) with
                    {
                        Holder = _process,
                        HeldUntil = now + LongestAttempt,
                        CountedUntil = now + (limit.Remembered > LongestAttempt ? limit.Remembered : LongestAttempt),
                    };
            });
            return result;
        }
    }

    private void Change(LockoutKey key, Func<LockoutRecord?, LockoutRecord?> change) =>
        Update(key, _reserved.TryGetValue(key, out Reservations? reservations) ? reservations.Warn : null, change);

    // Changes the record in the file and in this process.
    private void Update(LockoutKey key, Action<string>? warn, Func<LockoutRecord?, LockoutRecord?> change, bool isDurable = true)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (file is null)
        {
            if (change(Current(_own.TryGetValue(key, out OwnRecord? own) ? own.Record : null, now)) is { } changed)
            {
                _own[key] = new OwnRecord(changed, IsWritten: true);
            }
        }
        else
        {
            UpdateFile(file, key, warn, change, now, isDurable);
        }

        foreach (LockoutKey over in _own.Where(record => record.Value.IsOver(now)).Select(static record => record.Key).ToArray())
        {
            _own.Remove(over);
        }
    }

    private void UpdateFile(
        LockoutFile shared,
        LockoutKey key,
        Action<string>? warn,
        Func<LockoutRecord?, LockoutRecord?> change,
        DateTimeOffset now,
        bool isDurable)
    {
        LockoutRecord? before = null;
        LockoutRecord? changed = null;
        Dictionary<LockoutKey, LockoutRecord> all = [];
        LockoutUpdate update = shared.Update(now, (records, isRemoved) =>
        {
            all = records;
            if (isRemoved)
            {
                Forget();
            }

            foreach (KeyValuePair<LockoutKey, OwnRecord> own in _own)
            {
                Set(own.Key, own.Value.With(Current(Find(own.Key), now), Current(own.Value.Record, now), _process));
            }

            before = Current(Find(key), now);
            changed = change(before);
            Set(key, changed);
        }, isDurable);
        if (update.IsWritten)
        {
            foreach (LockoutKey own in (changed == before ? _own.Keys : _own.Keys.Append(key)).ToArray())
            {
                _own[own] = new OwnRecord(Find(own) ?? new LockoutRecord(), IsWritten: true);
            }
        }
        else if (changed is not null && changed != before)
        {
            _own[key] = OwnRecord.AfterUnwritten(_own.TryGetValue(key, out OwnRecord? own) ? own : null, before, changed);
        }

        if (update.Problem is { } problem)
        {
            warn?.Invoke(problem);
        }

        LockoutRecord? Find(LockoutKey other) => all.TryGetValue(other, out LockoutRecord? record) ? record : null;

        void Set(LockoutKey other, LockoutRecord? record)
        {
            if (record is null)
            {
                all.Remove(other);
            }
            else
            {
                all[other] = record;
            }
        }
    }

    // A person removed the file: what it had does not count, except while an old password is in flight.
    private void Forget()
    {
        foreach (LockoutKey key in _own.Where(static own => own.Value is { IsWritten: true, Record.Holder: null })
            .Select(static own => own.Key).ToArray())
        {
            _own.Remove(key);
        }
    }

    private static LockoutRecord? Current(LockoutRecord? record, DateTimeOffset now) =>
        record is null || record.IsOver(now) ? null

            // What the provider has forgotten does not count, although an old password is in flight.
            : record.Until > now ? record : record.WithoutRejections();

    // The old password of a process that ended without its outcome counts.
    private LockoutRecord? Counted(LockoutRecord? record, AttemptLimit limit)
    {
        DateTimeOffset now = time.GetUtcNow();
        return record?.Holder is { } holder && !holder.IsSameAs(_process) && (record.HeldUntil <= now || !holder.MayBeRunning())
            ? record.WithUnknownOutcome(limit, now) with { Holder = null }
            : record;
    }

    private string? RejectionOf(LockoutKey key, LockoutRecord? record, AttemptLimit limit)
    {
        int? remaining = record?.RemainingAttempts ?? limit.Attempts - (record?.Rejections ?? 0);
        if (record?.IsLocked == true || remaining <= 0)
        {
            return $"{key.Name} is locked after too many wrong old passwords. Wait {TimeUntil(record?.Until ?? default)}.";
        }

        if (remaining != 1)
        {
            return null;
        }

        return record is null or { RemainingAttempts: null, Rejections: 0 }
            ? $"The first wrong old password locks {key.Name}."
            : $"One attempt of the old password remains for {key.Name}; another wrong one locks it. "
                + $"Wait {TimeUntil(record.Until)} until the provider forgets the wrong ones.";
    }

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

        /// <summary>Receives why other processes do not share the records.</summary>
        public Action<string>? Warn { get; set; }

        public WaitQueue<LockoutKey, bool> Waiting { get; } = new(sync);
    }
}
