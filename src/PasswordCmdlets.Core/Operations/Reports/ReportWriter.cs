using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Appends a run's events to a JSON Lines file, each flushed to the operating system before the engine goes on, and Sent to the disk.
/// Several processes may append to one file: each append is made at the end of the file and under a lock on the file. The run's own lock is
/// held while the report is open.
/// </summary>
/// <remarks>
/// One flush to the disk serves all entries that were appended before it began, and other entries are appended meanwhile.
/// </remarks>
internal sealed class ReportWriter : IRunReport, IDisposable
{
    private static readonly JsonWriterOptions Format =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // The lock on the file excludes other processes, not other writers of this process; they share an object for each file.
    private static readonly ConcurrentDictionary<string, object> Locks = new(StringComparer.Ordinal);

    private readonly object _lock;
    private readonly object _flushLock = new();
    private readonly FileStream _file;
    private readonly ReportLock _fileLock;
    private readonly string _runId;
    private readonly TimeProvider _time;
    private readonly ReportDisk _disk;
    private readonly MemoryStream _buffer = new();
    private ByteLock? _runLock;

    // How many appends there were; read and written under _lock.
    private long _appended;

    // How many of them a flush was made for, and up to which one it failed. Read and written under _flushLock,
    // which is acquired before _lock.
    private long _flushed;
    private long _failedUpTo;
    private Exception? _failure;

    /// <summary>Opens a report for appending; throws <see cref="ReportException"/> when that cannot be done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runId">The run whose events are written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isEarlierRun">Whether the run is one of an earlier command, which this one adds to.</param>
    /// <param name="disk">What writes; null for the system.</param>
    public ReportWriter(string path, string runId, TimeProvider time, bool isEarlierRun = false, ReportDisk? disk = null)
    {
        _disk = disk ?? ReportDisk.System;
        _runId = runId;
        _time = time;
        FileStream? file = null;
        try
        {
            _lock = Locks.GetOrAdd(Path.GetFullPath(path), static _ => new object());
            RegularFile.RequireOwnLink(path);
            RegularFile.Require(path);
            // A report lists systems and what failed on them: a new one is for its owner alone.
            file = OwnFile.Open(path, FileShare.ReadWrite | FileShare.Delete);
            if (!file.CanSeek)
            {
                // A device of Windows, such as NUL.
                throw new ReportException("it is not a regular file");
            }

            _file = file;
            _fileLock = new ReportLock(file, time);
            _runLock = isEarlierRun ? null : LockRun(file);
            file = null;
        }
        catch (ReportException rejection)
        {
            throw new ReportException($"The report {PrintableText.Line(path)} cannot be written: {rejection.Message}.", rejection);
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportException($"The report {PrintableText.Line(path)} cannot be written: {failure.Message}", failure);
        }
        finally
        {
            file?.Dispose();
        }
    }

    public void Planned(TargetWork work) => Append([Entry(work, ReportEntry.Planned)]);

    // On the disk before the request leaves: a loss of power can remove a result from the report, and never that a target was sent.
    public void Sent(IReadOnlyList<TargetWork> works) => FlushToDisk(Append(works.Select(work => Entry(work, ReportEntry.Sent))));

    public void Finished(TargetResult result) => Append([ReportEntry.Of(result, _runId, _time.GetUtcNow())]);

    /// <summary>Appends a further entry of a finished target: its generated password is now in a vault.</summary>
    public void Stored(TargetResult result, string? vaultName, string? secretName) =>
        Append([ReportEntry.Of(result, _runId, _time.GetUtcNow()) with { VaultName = vaultName, SecretName = secretName }]);

    /// <summary>Appends the entry of a target that the engine has not.</summary>
    public void Write(ReportEntry entry) => Append([entry]);

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                // Windows releases the locks of a closed file some time later.
                _runLock?.Release();
            }
            catch (IOException)
            {
                // It ends with the file.
            }

            _runLock = null;
            _file.Dispose();
        }
    }

    private ReportEntry Entry(TargetWork work, string status) => new()
    {
        Time = _time.GetUtcNow(),
        RunId = _runId,
        Provider = work.Session.Provider.Name,
        Resource = work.Operation.Descriptor.Resource,
        InstanceId = work.Target.InstanceId,
        UserName = work.Target.UserName,
        Region = work.Target.Region,
        ProjectId = work.Target.ProjectId,
        ProfileName = work.Target.ProfileName,
        Account = work.Session.Account,
        Status = status,
        Attempts = work.Attempts,
    };

    // Without locks, as on some network file systems, the run is not known to be at work; the report is written all the same.
    private ByteLock? LockRun(FileStream file)
    {
        try
        {
            ByteLock runLock = RunLock.Of(file, _runId);
            return _disk.TryAcquire(runLock) ? runLock : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    // Returns the number of the append.
    private long Append(IEnumerable<ReportEntry> entries)
    {
        lock (_lock)
        {
            _buffer.SetLength(0);
            foreach (ReportEntry entry in entries)
            {
                using (Utf8JsonWriter json = new(_buffer, Format))
                {
                    entry.WriteTo(json);
                }

                _buffer.WriteByte((byte)'\n');
            }

            try
            {
                _fileLock.Hold(AppendBuffer);
                return ++_appended;
            }
            catch (Exception failure) when (IsOfFile(failure))
            {
                throw Unwritable(failure);
            }
        }
    }

    private void AppendBuffer()
    {
        long end = _file.Seek(0, SeekOrigin.End);
        bool isOpen = false;
        if (end > 0)
        {
            _file.Seek(-1, SeekOrigin.End);
            isOpen = _file.ReadByte() != '\n';
            _file.Seek(0, SeekOrigin.End);
        }

        try
        {
            if (isOpen)
            {
                // A process that was killed while it wrote leaves a line without an end; ours begins on a new line.
                _file.WriteByte((byte)'\n');
            }

            _disk.Write(_file, _buffer.GetBuffer(), (int)_buffer.Length);
        }
        catch (IOException)
        {
            CutTo(end);
            throw;
        }
    }

    // A part of a line, which a full disk leaves, would make every planned target one that may have been sent.
    private void CutTo(long end)
    {
        try
        {
            _file.SetLength(end);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            // The line stays, and readers skip it.
        }
    }

    private void FlushToDisk(long append)
    {
        lock (_flushLock)
        {
            if (append > _flushed)
            {
                Flush();
            }

            // The system reports once that it could not write; a further flush would succeed although entries are missing.
            if (append <= _failedUpTo)
            {
                throw Unwritable(_failure!);
            }
        }
    }

    private void Flush()
    {
        long appended;
        lock (_lock)
        {
            appended = _appended;
#if NETFRAMEWORK
            // The flush of a FileStream may not run beside a write.
            TryFlush(appended);
        }
#else
        }

        TryFlush(appended);
#endif
        _flushed = appended;
    }

    private void TryFlush(long appended)
    {
        try
        {
            _disk.Flush(_file);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            _failedUpTo = appended;
            _failure = failure;
        }
    }

    private static bool IsOfFile(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ObjectDisposedException;

    private ReportException Unwritable(Exception failure) =>
        new($"The report {PrintableText.Line(_file.Name)} cannot be written: {failure.Message}", failure);
}
