using System;
using System.Collections.Generic;
using System.IO;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A vault that one run has to itself, from its seed to its end.</summary>
/// <remarks>
/// SecretStore keeps a copy of all entries in each process and writes back all of them. It reads the file again five seconds after another
/// process has written it, and only when that was more than five seconds after its own last write (Utils.cs: HandleDataUpdateEvent,
/// UpdateData). So a run begins when the last write of another process is older than that: it can see what was written, and the other
/// process will see what it writes.
/// </remarks>
internal sealed class ExclusiveVault : ISecretStore, IDisposable
{
    private static readonly TimeSpan CopyAge = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LongestReload = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly ISecretStore _store;
    private readonly VaultWait _wait;
    private readonly long _began;
    private readonly string? _runId;
    private VaultLock? _lock;

    private ExclusiveVault(ISecretStore store, VaultWait wait, string? runId)
    {
        _store = store;
        _wait = wait;
        _runId = runId;
        _began = wait.Time.GetTimestamp();
    }

    public string Name => _store.Name;

    public string Identity => _store.Identity;

    private DateTimeOffset Now => _wait.Time.GetUtcNow();

    /// <summary>Waits until no other run uses the vault and all that other processes wrote is visible.</summary>
    /// <param name="store">The vault.</param>
    /// <param name="wait">How long it waits.</param>
    /// <param name="runId">The run that is at work in the vault from now on; null for a command that completes earlier ones.</param>
    /// <exception cref="SecretStoreException">That took too long, or cannot be determined.</exception>
    /// <exception cref="OperationCanceledException">The command was stopped.</exception>
    public static ExclusiveVault Open(ISecretStore store, VaultWait wait, string? runId = null)
    {
        ExclusiveVault vault = new(store, wait, runId);
        try
        {
            vault.Acquire();
            vault.AwaitLastWrite();

            // Read where a failure means that nothing is sent.
            _ = wait.Origin;
            return vault;
        }
        catch (Exception failure)
        {
            vault.Dispose();
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new SecretStoreException($"The vault {store.Name} cannot be reserved for one run: {failure.Message}", failure);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Store(string entry, SecretText secret)
    {
        Write(() => _store.Store(entry, secret), write => write.AndStored(entry, secret, Now));
    }

    /// <inheritdoc/>
    public SecretText Fetch(string entry) => _store.Fetch(entry);

    /// <inheritdoc/>
    public bool Describe(string entry, IReadOnlyDictionary<string, string> metadata)
    {
        bool isSupported = false;
        Write(() => isSupported = _store.Describe(entry, metadata), write => write with { Time = Now });
        return isSupported;
    }

    /// <inheritdoc/>
    public SecretMetadata? MetadataOf(string entry) => _store.MetadataOf(entry);

    /// <inheritdoc/>
    public void Remove(string entry) => Write(() => _store.Remove(entry), write => Removed(write, entry));

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(string prefix) => _store.Names(prefix);

    /// <summary>Whether a run is at work: an earlier command of the same pipeline, which has the vault too.</summary>
    public bool IsAtWork(string runId) => _lock?.Runs.Contains(runId) == true;

    /// <summary>Lets the next run use the vault.</summary>
    public void Dispose()
    {
        if (_runId is not null)
        {
            _lock?.Runs.Remove(_runId);
        }

        _lock?.Release();
        _lock = null;
    }

    private VaultWrite Removed(VaultWrite write, string entry) => SecretNames.Comparer.Equals(write.Entry, entry)
        ? write with { Time = Now, Entry = null, Digest = null, Removed = entry }
        : write with { Time = Now, Removed = entry };

    private void Acquire()
    {
        string path = Path.Combine(_wait.Folder ?? UserState.Folder(), $"vault-{Signing.Sha256Hex(_store.Identity).Substring(0, 32)}.lock");
        for (bool isFirst = true; (_lock = VaultLock.TryAcquire(path)) is null; isFirst = false)
        {
            if (isFirst)
            {
                _wait.Notice(NoticeLevel.Warning,
                    $"Another run uses the vault {Name}. Waiting for it for at most {SecondsText.Of(_wait.Timeout)}; "
                        + "-WaitTimeoutSec sets that time.");
            }

            Pause(Poll,
                $"Another run still uses the vault {Name} after {SecondsText.Of(_wait.Timeout)}. "
                    + "Run the command again when that run has ended, or specify a longer -WaitTimeoutSec.");
        }

        if (_runId is not null)
        {
            _lock.Runs.Add(_runId);
        }
    }

    private void AwaitLastWrite()
    {
        if (_lock!.LastWrite is not { } last || last.Process.IsSameAs(ProcessIdentity.Current))
        {
            return;
        }

        // A process that started later has read the vault later.
        bool mayHaveOldCopy = ProcessIdentity.Current.Started <= last.Time;
        DateTimeOffset began = Now;
        TimeSpan left = (last.Time < began ? last.Time : began) + CopyAge - began;
        if (left > TimeSpan.Zero && (mayHaveOldCopy || last.Process.MayBeRunning()))
        {
            _wait.Notice(NoticeLevel.Verbose,
                $"Another process wrote to the vault {Name} just now; waiting {Math.Ceiling(left.TotalSeconds):0} seconds until both see "
                    + "the same entries.");
            Pause(left,
                $"Another process wrote to the vault {Name} less than {CopyAge.TotalSeconds:0} seconds ago, and -WaitTimeoutSec is over. "
                    + "Run the command again.");
        }

        if (mayHaveOldCopy && last.IsUnknown)
        {
            throw new SecretStoreException($"The file that tells what was stored last in the vault {Name} is damaged. "
                + "Run the command in a new session, which reads the vault anew.");
        }

        long waiting = _wait.Time.GetTimestamp();
        while (mayHaveOldCopy && !last.IsVisibleIn(_store))
        {
            string message = $"The vault {Name} does not show in this session what another process stored last"
                + (last.Entry is null ? string.Empty : $" ({last.Entry})")
                + ". Run the command in a new session, which reads the vault anew.";
            if (_wait.Time.GetElapsedTime(waiting) >= LongestReload)
            {
                throw new SecretStoreException(message);
            }

            Pause(Poll, message);
        }
    }

    private void Pause(TimeSpan time, string whenOver)
    {
        TimeSpan left = _wait.Timeout - _wait.Time.GetElapsedTime(_began);
        if (left <= TimeSpan.Zero)
        {
            throw new SecretStoreException(whenOver);
        }

        _wait.Time.DelayAsync(time < left ? time : left, _wait.Stopping).GetAwaiter().GetResult();
        if (time > left)
        {
            throw new SecretStoreException(whenOver);
        }
    }

    private void Write(Action write, Func<VaultWrite, VaultWrite> completed)
    {
        VaultWrite began = _lock?.LastWrite is { } last && last.Process.IsSameAs(ProcessIdentity.Current)
            ? last with { Time = Now }
            : new VaultWrite { Process = ProcessIdentity.Current, Time = Now };
        Record(began);
        write();
        Record(completed(began));
    }

    private void Record(VaultWrite write)
    {
        try
        {
            (_lock ?? throw new SecretStoreException($"The run no longer uses the vault {Name}.")).Record(write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretStoreException($"The lock of the vault {Name} cannot be written: {failure.Message}", failure);
        }
    }
}
