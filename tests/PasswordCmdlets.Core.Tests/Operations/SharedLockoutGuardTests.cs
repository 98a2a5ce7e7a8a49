using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>The lock-out guards of several processes share one file.</summary>
public sealed class SharedLockoutGuardTests : IDisposable
{
    private static readonly LockoutKey Instance = new("Huawei", "DcsInstance", "instance-1");
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly AttemptLimit Limit = new(FiveMinutes);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _notices = [];

    [Fact]
    public void What_one_process_learns_the_others_know_and_success_clears_it_for_all()
    {
        LockoutGuard one = GuardOf("one");
        LockoutGuard other = GuardOf("other");

        one.RecordRejection(Instance, 1, Limit);
        Assert.Contains("One attempt", other.Check(Instance, Limit), StringComparison.Ordinal);

        other.RecordSuccess(Instance);
        Assert.Null(one.Check(Instance, Limit));
    }

    [Fact]
    public void A_lock_ends_for_all_with_its_time()
    {
        GuardOf("one").RecordLock(Instance, FiveMinutes);
        Assert.NotNull(GuardOf("other").Check(Instance, Limit));

        _time.Advance(FiveMinutes);

        Assert.Null(GuardOf("other").Check(Instance, Limit));
        Assert.Equal("[]\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void An_unknown_outcome_changes_nothing_of_a_lock()
    {
        GuardOf("one").RecordLock(Instance, FiveMinutes);
        string locked = File.ReadAllText(FilePath);

        GuardOf("other").RecordUnknownOutcome(Instance, Limit);

        Assert.Contains("\"locked\":true", locked, StringComparison.Ordinal);
        Assert.Equal(locked, File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task A_lock_does_not_end_a_reservation()
    {
        LockoutGuard one = GuardOf("one");
        await one.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);

        one.RecordLock(Instance, FiveMinutes);
        Task<string?> waiting = GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None).AsTask();
        await _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);
        one.Release(Instance);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("is locked", await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reservation_without_rejections_leaves_nothing_after_ten_minutes()
    {
        await GuardOf("one").ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(await GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None));
        GuardOf("other").RecordRejection(Instance, null, Limit with { Attempts = 3 });
        Assert.Null(GuardOf("other").Check(Instance, Limit));

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(GuardOf("other").Check(Instance, Limit));
        Assert.Equal("[]\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task Five_processes_with_one_wrong_old_password_do_not_lock_the_instance()
    {
        int remainingAttempts = 5;
        LockoutGuard[] guards =
        [
            .. Enumerable.Range(0, 5)
                .Select(number => new LockoutGuard(TimeProvider.System, new LockoutFile(FilePath), Process($"host-{number}"))),
        ];

        string?[] rejections = await Task.WhenAll(guards.Select(guard => Task.Run(async () =>
        {
            string? rejection = await guard.ReserveAsync(Instance, Limit, force: false, TestContext.Current.CancellationToken);
            if (rejection is null)
            {
                guard.RecordRejection(Instance, Interlocked.Decrement(ref remainingAttempts), Limit);
                guard.Release(Instance);
            }

            return rejection;
        })));

        Assert.Equal((1, 1), (remainingAttempts, rejections.Count(static rejection => rejection is not null)));
    }

    [Fact]
    public async Task While_another_process_has_one_in_flight_a_second_waits_and_a_forced_one_does_not()
    {
        LockoutGuard one = GuardOf("one");
        LockoutGuard other = GuardOf("other");
        Assert.Null(await one.ReserveAsync(Instance, Limit, force: false, CancellationToken.None));
        Task<string?> waiting = other.ReserveAsync(Instance, Limit, force: false, CancellationToken.None).AsTask();
        await _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Null(await GuardOf("third").ReserveAsync(Instance, Limit, force: true, CancellationToken.None));
        GuardOf("third").RecordRejection(Instance, 1, Limit);

        Assert.False(waiting.IsCompleted);
        one.Release(Instance);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null(await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(null, 2)]
    public async Task An_old_password_in_flight_of_a_process_that_ended_may_have_spent_an_attempt(int? remaining, int? allowed)
    {
        AttemptLimit limit = Limit with { Attempts = allowed };
        ProcessIdentity dead = ProcessIdentity.Current with { Started = ProcessIdentity.Current.Started - TimeSpan.FromDays(1) };
        LockoutGuard ended = new(_time, new LockoutFile(FilePath), dead);
        if (remaining is not null)
        {
            ended.RecordRejection(Instance, remaining, limit);
        }

        await ended.ReserveAsync(Instance, limit, force: false, CancellationToken.None);

        Assert.Contains("One attempt", GuardOf("other").Check(Instance, limit), StringComparison.Ordinal);
        string? rejection = await GuardOf("other").ReserveAsync(Instance, limit, force: false, CancellationToken.None);

        Assert.Contains("One attempt", rejection, StringComparison.Ordinal);
        Assert.Contains("One attempt", await GuardOf("third").ReserveAsync(Instance, limit, force: false, CancellationToken.None),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public async Task An_old_password_in_flight_of_a_process_that_ended_counts_until_it_is_forgotten(int minutes, bool counts)
    {
        AttemptLimit limit = new(TimeSpan.FromHours(1), Attempts: 2);
        ProcessIdentity dead = ProcessIdentity.Current with { Started = ProcessIdentity.Current.Started - TimeSpan.FromDays(1) };
        await new LockoutGuard(_time, new LockoutFile(FilePath), dead).ReserveAsync(Instance, limit, force: false, CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(counts, await GuardOf("other").ReserveAsync(Instance, limit, force: false, CancellationToken.None) is not null);
    }

    [Fact]
    public async Task An_old_password_in_flight_of_a_process_that_ended_counts_also_where_the_next_one_is_forced()
    {
        AttemptLimit limit = new(TimeSpan.FromHours(1), Attempts: 3);
        ProcessIdentity dead = ProcessIdentity.Current with { Started = ProcessIdentity.Current.Started - TimeSpan.FromDays(1) };
        await new LockoutGuard(_time, new LockoutFile(FilePath), dead).ReserveAsync(Instance, limit, force: false, CancellationToken.None);
        LockoutGuard forced = GuardOf("other");

        Assert.Null(await forced.ReserveAsync(Instance, limit, force: true, CancellationToken.None));
        forced.RecordRejection(Instance, null, limit);
        forced.Release(Instance);

        Assert.Contains("One attempt", await GuardOf("third").ReserveAsync(Instance, limit, force: false, CancellationToken.None),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reservation_ends_after_ten_minutes_and_may_have_spent_an_attempt()
    {
        LockoutGuard one = GuardOf("one");
        one.RecordRejection(Instance, 3, new AttemptLimit(TimeSpan.FromHours(1)));
        await one.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(100));
        Task<string?> waiting = GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice).AsTask();
        await _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Null(await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        GuardOf("other").RecordRejection(Instance, null, Limit);
        Assert.Contains("One attempt", one.Check(Instance, Limit), StringComparison.Ordinal);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task A_success_is_known_at_once_and_the_reservation_ends_with_its_release()
    {
        LockoutGuard one = GuardOf("one");
        await one.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        one.RecordRejection(Instance, 1, Limit);
        one.RecordSuccess(Instance);
        Assert.Null(GuardOf("third").Check(Instance, Limit));
        Task<string?> waiting = GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None).AsTask();
        await _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        GuardOf("third").RecordRejection(Instance with { Id = "instance-2" }, 1, Limit);
        one.Release(Instance);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.NotNull(GuardOf("other").Check(Instance with { Id = "instance-2" }, Limit));
    }

    [Fact]
    public void What_one_process_counts_the_others_count_on()
    {
        GuardOf("one").RecordRejection(Instance, null, Limit);
        GuardOf("other").RecordRejection(Instance, null, Limit);
        GuardOf("third").RecordRejection(Instance, null, Limit with { Attempts = 4 });

        Assert.Contains("One attempt", GuardOf("fourth").Check(Instance, Limit), StringComparison.Ordinal);

        GuardOf("one").RecordLock(Instance, FiveMinutes);
        Assert.Contains("is locked", GuardOf("fourth").Check(Instance, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_more_than_4096_records_those_that_end_last_are_kept()
    {
        DateTimeOffset now = _time.GetUtcNow();
        IEnumerable<string> records = Enumerable.Range(0, 4096).Select(number => "{\"provider\":\"Huawei\",\"resource\":\"DcsInstance\","
            + $"\"id\":\"{number}\",\"until\":\"{now.AddSeconds(60 + number):O}\",\"locked\":true,\"rejections\":0}}");
        File.WriteAllText(FilePath, $"[{string.Join(",", records)}]\n");
        LockoutGuard guard = GuardOf("one");
        Assert.NotNull(guard.Check(Instance with { Id = "0" }, Limit));

        guard.RecordLock(Instance, FiveMinutes);

        Assert.NotNull(guard.Check(Instance, Limit));
        Assert.Null(guard.Check(Instance with { Id = "0" }, Limit));
        Assert.NotNull(guard.Check(Instance with { Id = "1" }, Limit));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[{\"provider\":1}]")]
    public async Task A_file_that_cannot_be_read_leaves_the_memory_of_the_process_and_is_told(string content)
    {
        File.WriteAllText(FilePath, content);
        LockoutGuard guard = GuardOf("one");

        Assert.Null(await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice));
        guard.RecordRejection(Instance, 1, Limit);

        Assert.NotNull(guard.Check(Instance, Limit));
        Assert.NotNull(GuardOf("other").Check(Instance, Limit));
        Assert.Equal($"{FilePath} is damaged: wrong old passwords that other sessions sent no longer count. "
            + "Check the old password.", Assert.Single(_notices));
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_reported_and_the_process_keeps_its_own_records()
    {
        Directory.CreateDirectory(FilePath);
        LockoutGuard guard = GuardOf("one");

        Assert.Null(await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice));
        guard.RecordRejection(Instance, 1, Limit);

        Assert.NotNull(guard.Check(Instance, Limit));
        string notice = Assert.Single(_notices.Distinct());
        Assert.StartsWith("Wrong old passwords are counted for this session alone: ", notice, StringComparison.Ordinal);
        Assert.EndsWith(
            ". Make the folder of that file writable, or set XDG_STATE_HOME to another local folder before the session begins.",
            notice,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_process_keeps_open_blocks_no_run()
    {
        GuardOf("other").RecordRejection(Instance with { Id = "instance-2" }, 1, Limit);
        using FileStream? open = UserState.TryOpen(LockPath);
        LockoutGuard guard = GuardOf("one");

        Assert.Null(await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice));

        Assert.EndsWith("is in use by another process. End the program that has it open.", Assert.Single(_notices),
            StringComparison.Ordinal);
        Assert.NotNull(guard.Check(Instance with { Id = "instance-2" }, Limit));
    }

    [Fact]
    public async Task A_person_who_deletes_the_file_resets_the_guard_but_for_what_is_in_flight()
    {
        LockoutKey other = Instance with { Id = "instance-2" };
        LockoutGuard guard = GuardOf("one");
        guard.RecordRejection(Instance, 1, Limit);
        Assert.Null(await guard.ReserveAsync(other, Limit, force: false, CancellationToken.None));

        File.Delete(FilePath);

        Assert.Null(await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None));
        string records = File.ReadAllText(FilePath);
        Assert.Contains("instance-2", records, StringComparison.Ordinal);
        Assert.DoesNotContain("\"remaining\"", records, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Rejections_that_could_not_be_written_are_added_to_those_of_others(int unwritten, bool isRejected)
    {
        AttemptLimit four = Limit with { Attempts = 4 };
        GuardOf("other").RecordRejection(Instance, null, four);
        LockoutGuard guard = GuardOf("one");
        DirectoryInfo obstacle = Directory.CreateDirectory(FilePath + ".new");
        for (int i = 0; i < unwritten; i++)
        {
            guard.RecordRejection(Instance, null, four);
        }

        obstacle.Delete();
        Assert.Equal(isRejected, guard.Check(Instance, four) is not null);
        Assert.Equal(isRejected, GuardOf("other").Check(Instance, four) is not null);
        guard.RecordSuccess(Instance);
        Assert.Null(GuardOf("other").Check(Instance, four));
    }

    [Fact]
    public void Only_a_file_that_this_process_has_seen_counts_as_removed()
    {
        LockoutFile file = new(FilePath);

        Assert.False(IsRemoved());
        Assert.False(IsRemoved());
        GuardOf("other").RecordRejection(Instance, 1, Limit);
        Assert.False(IsRemoved());
        File.Delete(FilePath);
        Assert.True(IsRemoved());
        Assert.False(IsRemoved());

        bool IsRemoved()
        {
            bool isRemoved = false;
            file.Update(_time.GetUtcNow(), (_, removed) => isRemoved = removed);
            return isRemoved;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]\n")]
    [InlineData("[{\"provider\":\"Huawei\",\"resource\":\"DcsInst")]
    public void A_process_keeps_what_it_recorded_when_the_file_is_damaged_or_begun_anew(string content)
    {
        LockoutGuard guard = GuardOf("one");
        guard.RecordRejection(Instance, 1, Limit);
        File.WriteAllText(FilePath, content);
        GuardOf("other").Check(Instance, Limit);

        Assert.Contains("One attempt", guard.Check(Instance, Limit), StringComparison.Ordinal);
        Assert.Contains("One attempt", GuardOf("other").Check(Instance, Limit), StringComparison.Ordinal);

        _time.Advance(FiveMinutes);
        Assert.Null(guard.Check(Instance, Limit));
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_written_and_the_process_counts_on()
    {
        LockoutKey other = Instance with { Id = "instance-2" };
        LockoutGuard guard = GuardOf("one");
        guard.RecordRejection(Instance, 1, Limit);
        byte[] written = File.ReadAllBytes(FilePath);
        DirectoryInfo obstacle = Directory.CreateDirectory(FilePath + ".new");

        guard.RecordRejection(other, 3, Limit);
        guard.RecordRejection(other, null, Limit);
        guard.RecordRejection(other, null, Limit);

        Assert.Equal(written, File.ReadAllBytes(FilePath));
        Assert.Contains("One attempt", guard.Check(Instance, Limit), StringComparison.Ordinal);
        Assert.Contains("One attempt", guard.Check(other, Limit), StringComparison.Ordinal);
        Assert.Contains("One attempt", GuardOf("other").Check(Instance, Limit), StringComparison.Ordinal);
        Assert.Null(GuardOf("other").Check(other, Limit));

        obstacle.Delete();
        Assert.NotNull(guard.Check(Instance, Limit));
        Assert.Contains("One attempt", GuardOf("other").Check(other, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_write_after_the_old_password_was_sent_is_a_warning_too()
    {
        LockoutGuard guard = GuardOf("one");
        await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice);
        Assert.Empty(_notices);
        Directory.CreateDirectory(FilePath + ".new");

        guard.RecordRejection(Instance, 1, Limit);
        guard.Release(Instance);

        Assert.StartsWith("Wrong old passwords are counted for this session alone: ", Assert.Single(_notices.Distinct()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_a_process_was_killed_in_leaves_what_was_written()
    {
        GuardOf("one").RecordRejection(Instance, 1, Limit);
        File.WriteAllText(FilePath + ".new", "[{\"provider\":\"Hua");
        LockoutGuard guard = GuardOf("other");

        Assert.Contains("One attempt", await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None, AddNotice),
            StringComparison.Ordinal);
        guard.RecordRejection(Instance with { Id = "instance-2" }, 1, Limit);

        Assert.NotNull(GuardOf("third").Check(Instance with { Id = "instance-2" }, Limit));
        Assert.Equal(["lockouts.json", "lockouts.lock"], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order());
        Assert.Empty(_notices);
    }

    [Fact]
    public void A_check_that_changes_nothing_writes_nothing()
    {
        LockoutGuard guard = GuardOf("one");
        Assert.Null(guard.Check(Instance, Limit));
        Assert.False(File.Exists(FilePath));

        guard.RecordRejection(Instance, 1, Limit);
        File.SetLastWriteTimeUtc(FilePath, DateTime.UnixEpoch);
        Assert.NotNull(guard.Check(Instance, Limit, AddNotice));

        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(FilePath));
        Assert.Empty(_notices);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(2, "One attempt")]
    [InlineData(1, "is locked")]
    public void What_was_recorded_while_the_file_could_not_be_used_counts_when_it_can(int remaining, string? rejection)
    {
        LockoutGuard guard = GuardOf("one");
        guard.RecordRejection(Instance, remaining, Limit);
        using (WithoutFile())
        {
            guard.RecordRejection(Instance, null, Limit);
        }

        Assert.Equal(rejection is null, guard.Check(Instance, Limit) is null);
        Assert.Contains(rejection ?? string.Empty, GuardOf("other").Check(Instance, Limit) ?? string.Empty, StringComparison.Ordinal);

        GuardOf("other").RecordSuccess(Instance);
        Assert.Null(guard.Check(Instance, Limit));
    }

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(1, 4, 0)]
    [InlineData(null, 1, 1)]
    [InlineData(2, null, 1)]
    [InlineData(null, null, null)]
    public void Of_two_records_the_smaller_number_of_attempts_remains_and_the_rejections_are_added(int? one, int? other, int? remaining)
    {
        DateTimeOffset now = _time.GetUtcNow();
        LockoutRecord shared = new() { Until = now, RemainingAttempts = one, Rejections = 2, IsLocked = true };
        LockoutRecord own = new() { Until = now + FiveMinutes, RemainingAttempts = other, Rejections = 1, Holder = Process("one") };

        LockoutRecord both = shared.With(own);

        Assert.Equal(own with { RemainingAttempts = remaining, Rejections = 3, IsLocked = true }, both);
    }

    [Fact]
    public async Task A_reservation_that_is_released_while_the_file_cannot_be_used_holds_nobody_up_afterwards()
    {
        LockoutGuard guard = GuardOf("one");
        await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        using (WithoutFile())
        {
            guard.Release(Instance);
        }

        Assert.Null(guard.Check(Instance with { Id = "instance-2" }, Limit));

        ValueTask<string?> reserving = GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        Assert.True(reserving.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_reservation_that_is_made_while_the_file_cannot_be_used_holds_others_up_afterwards()
    {
        LockoutGuard guard = GuardOf("one");
        await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        using (WithoutFile())
        {
            guard.Release(Instance);
            await guard.ReserveAsync(Instance, Limit, force: false, CancellationToken.None);
        }

        Assert.Null(guard.Check(Instance, Limit));
        Task<string?> waiting = GuardOf("other").ReserveAsync(Instance, Limit, force: false, CancellationToken.None).AsTask();
        await _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);
        guard.Release(Instance);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    // A folder in place of the file, until it is disposed of.
    private HiddenFile WithoutFile() => new(FilePath);

    private void AddNotice(string text) => _notices.Add(text);

    private string FilePath => _folder.FileOf("lockouts.json");

    private string LockPath => _folder.FileOf("lockouts.lock");

    private static ProcessIdentity Process(string host) => ProcessIdentity.Current with { Host = host };

    private LockoutGuard GuardOf(string host) => new(_time, new LockoutFile(FilePath), Process(host));

    private sealed class HiddenFile : IDisposable
    {
        private readonly string _path;

        public HiddenFile(string path)
        {
            _path = path;
            File.Move(path, path + ".hidden");
            Directory.CreateDirectory(path);
        }

        public void Dispose()
        {
            Directory.Delete(_path);
            File.Move(_path + ".hidden", _path);
        }
    }
}
