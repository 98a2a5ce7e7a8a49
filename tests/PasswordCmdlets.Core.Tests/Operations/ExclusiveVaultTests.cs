using System;
using System.Collections.Generic;
using System.IO;
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
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow + TimeSpan.FromHours(1));
    private readonly MemoryVault _store = new();
    private readonly SecretText _password = new("Brand-New-Pass-7".AsSpan());
    private readonly List<string> _notices = [];

    [Fact]
    public async Task A_second_run_waits_says_so_and_begins_when_the_first_ends()
    {
        ExclusiveVault first = Open();
        Task<ExclusiveVault> second = InAnotherThread(() => Open());
        await WaitingAsync();

        Assert.Contains("Another run uses the vault memory", Assert.Single(_notices), StringComparison.Ordinal);
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
        Assert.Contains("-WaitTimeoutSec", failure.Message, StringComparison.Ordinal);
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
    public async Task After_a_write_of_another_process_a_run_begins_when_it_is_six_seconds_old()
    {
        WrittenByAnotherProcess("entry", _time.GetUtcNow());
        _store.Entries["entry"] = "Brand-New-Pass-7";

        Task<ExclusiveVault> run = InAnotherThread(() => Open());
        await WaitingAsync();
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
        Assert.Contains("new session", failure.Message, StringComparison.Ordinal);
        using FileStream? free = UserState.TryOpen(LockFile());
        Assert.NotNull(free);
    }

    [Fact]
    public void A_process_that_started_after_the_last_write_of_a_dead_one_begins_at_once()
    {
        WrittenByAnotherProcess("entry", ProcessIdentity.Current.Started - TimeSpan.FromSeconds(1), isDead: true);

        Open().Dispose();
    }

    [Fact]
    public void A_lock_file_that_is_damaged_stops_nobody()
    {
        Directory.CreateDirectory(_folder.FullName);
        Open().Dispose();
        File.WriteAllText(LockFile(), "{\"host\":3}");

        Open().Dispose();
    }

    [Fact]
    public void The_lock_file_tells_the_last_entry_and_no_secret_and_is_the_owners()
    {
        using (ExclusiveVault run = Open())
        {
            run.Store("entry", _password);
            run.Store("short", new SecretText("Vnc9Zq".AsSpan()));
            run.Remove("entry");
        }

        string text = File.ReadAllText(LockFile());
        Assert.Contains("\"entry\":\"short\"", text, StringComparison.Ordinal);
        Assert.Contains("\"removed\":\"entry\"", text, StringComparison.Ordinal);
        Assert.Contains("\"digest\":null", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LockFile()));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.FullName));
        }
    }

    public void Dispose()
    {
        _password.Dispose();
        _folder.Dispose();
    }

    private ExclusiveVault Open(int timeoutSeconds = 900) => OpenUntil(CancellationToken.None, timeoutSeconds);

    private ExclusiveVault OpenUntil(CancellationToken stopping, int timeoutSeconds = 900) => ExclusiveVault.Open(_store, new VaultWait
    {
        Folder = _folder.FullName,
        Timeout = TimeSpan.FromSeconds(timeoutSeconds),
        Time = _time,
        Stopping = stopping,
        Notice = (_, text) => _notices.Add(text),
    });

    // A thread shares the lock with itself.
    private static Task<ExclusiveVault> InAnotherThread(Func<ExclusiveVault> open) =>
        Task.Factory.StartNew(open, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Task WaitingAsync() => _time.WhenTimersAsync(1).WaitAsync(Patience, TestContext.Current.CancellationToken);

    private string LockFile() => Assert.Single(Directory.GetFiles(_folder.FullName));

    private void WrittenByAnotherProcess(string entry, DateTimeOffset time, string? removed = null, bool isDead = false)
    {
        Open().Dispose();
        ProcessIdentity current = ProcessIdentity.Current;
        VaultWrite write = new()
        {
            Process = isDead ? current with { Started = current.Started - TimeSpan.FromDays(1) } : current with { Host = "another" },
            Time = time,
        };
        using FileStream file = UserState.TryOpen(LockFile())!;
        (write.AndStored(entry, _password, time) with { Removed = removed }).WriteTo(file);
    }
}
