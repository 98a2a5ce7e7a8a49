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
internal sealed class ReportWriter : IRunReport, IDisposable
{
    private static readonly JsonWriterOptions Format =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // The lock on the file excludes other processes, not other writers of this process; they share an object for each file.
    private static readonly ConcurrentDictionary<string, object> Locks = new(StringComparer.Ordinal);

    private readonly object _lock;
    private readonly FileStream _file;
    private readonly ReportLock _fileLock;
    private readonly string _runId;
    private readonly TimeProvider _time;
    private readonly Action<FileStream> _flushToDisk;
    private readonly MemoryStream _buffer = new();
    private ByteLock? _runLock;

    /// <summary>Opens a report for appending; throws <see cref="ReportException"/> when that cannot be done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runId">The run whose events are written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isEarlierRun">Whether the run is one of an earlier command, which this one adds to.</param>
    /// <param name="flushToDisk">Writes what the system holds of the file to the disk; null for the system's own way.</param>
    public ReportWriter(
        string path, string runId, TimeProvider time, bool isEarlierRun = false, Action<FileStream>? flushToDisk = null)
    {
        _flushToDisk = flushToDisk ?? (static file => file.Flush(flushToDisk: true));
        _runId = runId;
        _time = time;
        try
        {
            _lock = Locks.GetOrAdd(Path.GetFullPath(path), static _ => new object());
            RegularFile.RequireOwnLink(path);
            RegularFile.Require(path);
            // A report lists systems and what failed on them: a new one is for its owner alone.
            _file = OwnFile.Open(path, FileShare.ReadWrite | FileShare.Delete);
            if (!_file.CanSeek)
            {
                // A device of Windows, such as NUL.
                _file.Dispose();
                throw new ReportException("it is not a regular file");
            }

            _fileLock = new ReportLock(_file, time);
            if (!isEarlierRun)
            {
                ByteLock runLock = RunLock.Of(_file, runId);
                _runLock = runLock.TryAcquire() ? runLock : null;
            }
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
    }

    public void Planned(TargetWork work) => Append([Entry(work, ReportEntry.Planned)]);

    // On the disk before the request leaves: what is lost with the power may then be a result, and never that a target was sent.
    public void Sent(IReadOnlyList<TargetWork> works) =>
        Append(works.Select(work => Entry(work, ReportEntry.Sent)), isDurable: true);

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

    private void Append(IEnumerable<ReportEntry> entries, bool isDurable = false)
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
                _fileLock.Hold(() =>
                {
                    // A process that was killed while it wrote leaves a line without an end; ours begins on a new line.
                    long end = _file.Seek(0, SeekOrigin.End);
                    if (end > 0)
                    {
                        _file.Seek(-1, SeekOrigin.End);
                        bool isOpen = _file.ReadByte() != '\n';
                        _file.Seek(0, SeekOrigin.End);
                        if (isOpen)
                        {
                            _file.WriteByte((byte)'\n');
                        }
                    }

                    _file.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
                    _file.Flush();
                });
                if (isDurable)
                {
                    _flushToDisk(_file);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                throw new ReportException($"The report {PrintableText.Line(_file.Name)} cannot be written: {failure.Message}", failure);
            }
        }
    }
}
