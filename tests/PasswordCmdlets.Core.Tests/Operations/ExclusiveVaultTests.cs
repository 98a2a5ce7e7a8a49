using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>A vault is used by one run at a time, and a run begins when it sees what the last one wrote.</summary>
public sealed class ExclusiveVaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    // Later than the start of this process, whose copy of the vault may so be an old one.
    private readonly FakeTimeProvider _time = new(ProcessIdentity.Current.Started + TimeSpan.FromHours(1));
    private readonly MemoryVault _store = new();
    private readonly SecretText _password = new("Brand-New-Pass-7".AsSpan());
    private readonly List<string> _notices = [];

    [Fact]
    public async Task A_second_run_waits_says_so_and_begins_when_the_first_ends()
    {
        ExclusiveVault first = Open();
        Task<ExclusiveVault> second = InAnotherThread(() => Open());
        await WaitingAsync();

        _time.Advance(TimeSpan.FromSeconds(1));
        await WaitingAsync();
        Assert.Equal(
            "Another run uses the vault memory. Waiting for it for at most 900 seconds; -WaitTimeoutSec sets that time.",
            Assert.Single(_notices));
        first.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await second.WaitAsync(Patience, TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task A_second_run_waits_no_longer_than_it_may()
    {
        using ExclusiveVault first = Open();
        Task<ExclusiveVault> second = InAnotherThread(() => Open(timeoutSeconds: 0));

        SecretStoreException failure =
            await Assert.ThrowsAsync<SecretStoreException>(() => second.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("Another run still uses the vault memory after 0 seconds. "
            + "Run the command again when that run has ended, or specify a longer -WaitTimeoutSec.", failure.Message);
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task A_second_run_waits_as_long_as_it_may_whatever_the_time_of_day(int hours)
    {
        using ExclusiveVault first = Open();
        Task<ExclusiveVault> second = InAnotherThread(() => Open(timeoutSeconds: 10));
        await WaitingAsync();

        _time.Correction = TimeSpan.FromHours(hours);
        for (int polls = 1; polls <= 39; polls++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.25));
            await WaitingAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(0.25));
        await Assert.ThrowsAsync<SecretStoreException>(() => second.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task A_run_waits_fifteen_seconds_for_an_entry_whatever_the_time_of_day(int hours)
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow() - TimeSpan.FromSeconds(7));
        Task<ExclusiveVault> run = InAnotherThread(() => Open());
        await WaitingAsync();

        _time.Correction = TimeSpan.FromHours(hours);
        for (int polls = 1; polls <= 59; polls++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.25));
            await WaitingAsync();
        }

        _time.Advance(TimeSpan.FromSeconds(0.25));
        await Assert.ThrowsAsync<SecretStoreException>(() => run.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_lock_file_that_cannot_be_opened_is_an_error_and_not_another_run()
    {
        Open().Dispose();
        string path = LockFile();
        File.Delete(path);
        using Socket notAFile = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        notAFile.Bind(new UnixDomainSocketEndPoint(path));

        SecretStoreException failure = Assert.Throws<SecretStoreException>(() => Open(timeoutSeconds: 0));

        Assert.StartsWith("The vault memory cannot be reserved for one run: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task Stopping_ends_the_wait()
    {
        using ExclusiveVault first = Open();
        using CancellationTokenSource stopping = new();
        Task<ExclusiveVault> second = InAnotherThread(() => OpenUntil(stopping.Token));
        await WaitingAsync();

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Commands_of_one_pipeline_share_the_vault_until_the_last_has_ended()
    {
        ExclusiveVault first = Open();
        ExclusiveVault second = Open();

        first.Dispose();
        first.Dispose();

        Assert.Null(UserState.TryOpen(LockFile()));
        second.Dispose();
        using FileStream? free = UserState.TryOpen(LockFile());
        Assert.NotNull(free);
    }

    [Fact]
    public void A_later_command_of_the_pipeline_knows_the_runs_that_are_at_work()
    {
        ExclusiveVault run = Open(runId: "20261120160000aaaaaa");
        using ExclusiveVault later = Open();

        Assert.True(later.IsAtWork("20261120160000AAAAAA"));
        Assert.False(later.IsAtWork("20261120160000bbbbbb"));

        run.Dispose();
        Assert.False(later.IsAtWork("20261120160000aaaaaa"));
    }

    [Fact]
    public async Task After_a_write_of_another_process_a_run_begins_when_it_is_six_seconds_old()
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow());
        _store.Entries["entry"] = "Brand-New-Pass-7";

        Task<ExclusiveVault> run = InAnotherThread(() => Open());
        await WaitingAsync();
        Assert.Equal("Another process wrote to the vault memory just now; waiting 6 seconds until both see the same entries.",
            Assert.Single(_notices));
        _time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await run.WaitAsync(Patience, TestContext.Current.CancellationToken)).Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Password-Before-1")]
    public async Task A_run_does_not_begin_while_the_last_entry_of_another_process_is_not_visible(string? shown)
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow() - TimeSpan.FromSeconds(7));
        if (shown is not null)
        {
            _store.Entries["entry"] = shown;
        }

        Task<ExclusiveVault> run = InAnotherThread(() => Open());
        await WaitingAsync();
        _store.Entries["entry"] = "Brand-New-Pass-7";
        _time.Advance(TimeSpan.FromSeconds(1));

        (await run.WaitAsync(Patience, TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task A_run_does_not_begin_while_a_removed_entry_is_visible()
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow() - TimeSpan.FromSeconds(7), removed: "PasswordCmdlets-run-a");
        _store.Entries["entry"] = "Brand-New-Pass-7";
        _store.Entries["PasswordCmdlets-run-a"] = "seed";

        Task<ExclusiveVault> run = InAnotherThread(() => Open());
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(16));

        SecretStoreException failure =
            await Assert.ThrowsAsync<SecretStoreException>(() => run.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("The vault memory does not show in this session what another process stored last (entry). "
            + "Run the command in a new session, which reads the vault anew.", failure.Message);
        using FileStream? free = UserState.TryOpen(LockFile());
        Assert.NotNull(free);
    }

    [Fact]
    public async Task A_process_that_started_after_the_last_write_of_a_dead_one_begins_at_once()
    {
        WrittenByAnotherProcess("entry", ProcessIdentity.Current.Started - TimeSpan.FromSeconds(1), isDead: true);

        await BeginsAtOnceAsync();
    }

    [Fact]
    public async Task A_damaged_file_stops_no_process_that_started_after_it_was_written()
    {
        Open().Dispose();
        File.WriteAllText(StateFile(), "{\"host\":3}");
        File.SetLastWriteTimeUtc(StateFile(), ProcessIdentity.Current.Started.UtcDateTime - TimeSpan.FromSeconds(1));

        await BeginsAtOnceAsync();
    }

    [Theory]
    [InlineData("{\"host\":3}")]
    [InlineData("")]
    public void A_damaged_file_stops_a_process_that_may_have_an_old_copy_of_the_vault(string content)
    {
        Open().Dispose();
        File.WriteAllText(StateFile(), content);

        Assert.Equal("The file that tells what was stored last in the vault memory is damaged. "
            + "Run the command in a new session, which reads the vault anew.", Assert.Throws<SecretStoreException>(() => Open()).Message);
        using FileStream? free = UserState.TryOpen(LockFile());
        Assert.NotNull(free);
    }

    [Fact]
    public void A_write_that_cannot_be_recorded_is_not_made_and_the_last_one_stays_known()
    {
        using ExclusiveVault run = Open();
        run.Store("entry", _password);
        byte[] known = File.ReadAllBytes(StateFile());
        Directory.CreateDirectory(StateFile() + ".new");

        SecretStoreException failure = Assert.Throws<SecretStoreException>(() => run.Store("other", _password));

        Assert.StartsWith("The lock of the vault memory cannot be written: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("entry", Assert.Single(_store.Entries).Key);
        Assert.Equal(known, File.ReadAllBytes(StateFile()));
    }

    [Fact]
    public void The_file_tells_the_last_entry_and_no_secret_and_is_the_owners()
    {
        using (ExclusiveVault run = Open())
        {
            run.Store("entry", _password);
            run.Store("short", new SecretText("Vnc9Zq".AsSpan()));
            run.Remove("entry");
        }

        string text = File.ReadAllText(StateFile());
        Assert.Contains("\"entry\":\"short\"", text, StringComparison.Ordinal);
        Assert.Contains("\"removed\":\"entry\"", text, StringComparison.Ordinal);
        Assert.Contains("\"digest\":null", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile()));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.FullName));
        }
    }

    [Fact]
    public async Task A_write_of_another_process_is_waited_for_no_longer_than_the_run_may_wait()
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow());
        Task<ExclusiveVault> run = InAnotherThread(() => Open(timeoutSeconds: 3));
        await WaitingAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        SecretStoreException failure =
            await Assert.ThrowsAsync<SecretStoreException>(() => run.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("Another process wrote to the vault memory less than 6 seconds ago, and -WaitTimeoutSec is over. "
            + "Run the command again.", failure.Message);
    }

    [Fact]
    public void A_write_that_a_clock_dated_ahead_is_waited_for_as_one_of_now()
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow() + TimeSpan.FromDays(1));

        Assert.Throws<SecretStoreException>(() => Open(timeoutSeconds: 0));
        Assert.Equal("Another process wrote to the vault memory just now; waiting 6 seconds until both see the same entries.",
            Assert.Single(_notices));
    }

    [Fact]
    public void A_folder_that_cannot_hold_the_lock_is_an_error_of_the_vault()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.FullName)!);
        string file = Path.Combine(_folder.FullName, "file");
        Directory.CreateDirectory(_folder.FullName);
        File.WriteAllText(file, string.Empty);
        VaultWait wait = new() { Folder = Path.Combine(file, "locks"), Timeout = TimeSpan.Zero, Time = _time };

        SecretStoreException failure = Assert.Throws<SecretStoreException>(() => ExclusiveVault.Open(_store, wait));
        Assert.StartsWith("The vault memory cannot be reserved for one run: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Metadata_is_written_to_the_vault_which_says_whether_it_keeps_any(bool keeps)
    {
        _store.KeepsMetadata = keeps;
        using ExclusiveVault run = Open();

        Assert.Equal(keeps, run.Describe("entry", new Dictionary<string, string> { ["Key"] = "value" }));
        Assert.Equal(keeps ? 1 : 0, _store.Metadata.Count);
    }

    [Fact]
    public void After_its_end_a_run_writes_nothing()
    {
        ExclusiveVault run = Open();
        run.Dispose();

        Assert.Equal("The run no longer uses the vault memory.",
            Assert.Throws<SecretStoreException>(() => run.Store("entry", _password)).Message);
        Assert.Empty(_store.Entries);
    }

    [Fact]
    public void The_file_tells_what_a_run_began_to_write_before_the_vault_has_it()
    {
        using ExclusiveVault run = Open();
        run.Store("entry", _password);
        _store.Fails = true;
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Throws<SecretStoreException>(() => run.Remove("entry"));
        run.Dispose();
        VaultWrite last = VaultWrite.Parse(File.ReadAllBytes(StateFile()))!;
        Assert.Equal((_time.GetUtcNow(), "entry", null), (last.Time, last.Entry, last.Removed));
    }

    [Theory]
    [InlineData("Elevenchars", false)]
    [InlineData("Twelve-chars", true)]
    public void A_secret_that_its_digest_could_tell_has_none_and_each_digest_has_a_salt_of_its_own(string secret, bool hasDigest)
    {
        using SecretText text = new(secret.AsSpan());
        VaultWrite write = new() { Process = ProcessIdentity.Current, Time = _time.GetUtcNow() };
        VaultWrite one = write.AndStored("entry", text, _time.GetUtcNow());
        VaultWrite other = write.AndStored("entry", text, _time.GetUtcNow());

        Assert.Equal(hasDigest, one.Digest is not null);
        Assert.Equal(hasDigest, one.Digest != other.Digest);
        _store.Entries["entry"] = secret;
        Assert.True(one.IsVisibleIn(_store));
        _store.Entries["entry"] = secret + "x";
        Assert.Equal(!hasDigest, one.IsVisibleIn(_store));
        _store.Entries.Remove("entry");
        Assert.False(one.IsVisibleIn(_store));
        Assert.True(write.IsVisibleIn(_store));
    }

    [Fact]
    public void What_was_stored_last_is_forgotten_when_it_is_removed()
    {
        using (ExclusiveVault run = Open())
        {
            run.Store("entry", _password);
            run.Remove("ENTRY");
        }

        string text = File.ReadAllText(StateFile());
        Assert.Contains("\"entry\":null", text, StringComparison.Ordinal);
        Assert.Contains("\"removed\":\"ENTRY\"", text, StringComparison.Ordinal);
        Assert.Contains("\"digest\":null", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _password.Dispose();
        _folder.Dispose();
    }

    private ExclusiveVault Open(int timeoutSeconds = 900, string? runId = null) =>
        OpenUntil(CancellationToken.None, timeoutSeconds, runId);

    private ExclusiveVault OpenUntil(CancellationToken stopping, int timeoutSeconds = 900, string? runId = null)
    {
        VaultWait wait = new()
        {
            Folder = _folder.FullName,
            Timeout = TimeSpan.FromSeconds(timeoutSeconds),
            Time = _time,
            Stopping = stopping,
            Notice = (_, text) => _notices.Add(text),
        };
        return ExclusiveVault.Open(_store, wait, runId);
    }

    // A thread shares the lock with itself.
    private static Task<ExclusiveVault> InAnotherThread(Func<ExclusiveVault> open) =>
        Task.Factory.StartNew(open, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Task WaitingAsync() => _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);

    // On a clock that stands still, a run that waits does not begin.
    private async Task BeginsAtOnceAsync()
    {
        using (ExclusiveVault run = await InAnotherThread(() => Open()).WaitAsync(Patience, TestContext.Current.CancellationToken))
        {
            run.Store("entry", _password);
            Assert.Null(UserState.TryOpen(LockFile()));
        }

        VaultWrite? last = VaultWrite.Parse(File.ReadAllBytes(StateFile()));
        Assert.Equal((ProcessIdentity.Current, "entry"), (last?.Process, last?.Entry));
        Assert.Empty(_notices);
    }

    private string LockFile() => Assert.Single(Directory.GetFiles(_folder.FullName, "*.lock"));

    private string StateFile() => Path.ChangeExtension(LockFile(), ".json");

    private void WrittenByAnotherProcess(string entry, DateTimeOffset time, string? removed = null, bool isDead = false)
    {
        Open().Dispose();
        ProcessIdentity current = ProcessIdentity.Current;
        VaultWrite write = new()
        {
            Process = isDead ? current with { Started = current.Started - TimeSpan.FromDays(1) } : current with { Host = "another" },
            Time = time,
        };
        File.WriteAllBytes(StateFile(), (write.AndStored(entry, _password, time) with { Removed = removed }).ToLine());
    }
}
