using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Appends a run's events to a JSON Lines file, each handed to the operating system before the engine goes on. Several processes may append to one
/// file: every append happens at the end of the file and under a lock on it.
/// </summary>
internal sealed class ReportWriter : IRunReport, IDisposable
{
    // Far behind any data, so that on Windows, where locks bind, nobody's reading or writing is hindered.
    private const long LockOffset = long.MaxValue - 1;
    private static readonly TimeSpan LongestLockWait = TimeSpan.FromSeconds(5);
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Runspaces that append to one file share a lock here: the file's own keeps processes apart, not the writers of one.
    private static readonly ConcurrentDictionary<string, object> Gates = new(StringComparer.Ordinal);

    private readonly object _gate;
    private readonly FileStream _file;
    private readonly string _runId;
    private readonly TimeProvider _time;
    private readonly MemoryStream _buffer = new();

    /// <summary>Opens a report for appending; throws <see cref="ReportException"/> when that cannot be done.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runId">The run whose events are written.</param>
    /// <param name="time">The clock.</param>
    public ReportWriter(string path, string runId, TimeProvider time)
    {
        _runId = runId;
        _time = time;
        try
        {
            _gate = Gates.GetOrAdd(Path.GetFullPath(path), static _ => new object());
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ReportException($"The report {path} cannot be written: {failure.Message}", failure);
        }
    }

    public void Planned(TargetWork work) => Append([Line(work, ReportLine.Planned)]);

    public void Sent(IReadOnlyList<TargetWork> works) => Append(works.Select(work => Line(work, ReportLine.Sent)));

    public void Finished(TargetResult result) => Append(result, null, null);

    /// <summary>A finished target's generated password is now in a vault; says so in a further line.</summary>
    public void Stored(TargetResult result, string? vaultName, string? secretName) => Append(result, vaultName, secretName);

    /// <summary>A target was refused on this machine, before the run knew it.</summary>
    public void Refused(ReportLine line) => Append([line.WithoutForeignText()]);

    private void Append(TargetResult result, string? vault, string? secret)
    {
        Append(
        [
            new ReportLine
            {
                Time = _time.GetUtcNow(),
                RunId = _runId,
                Provider = result.Provider.ToString(),
                Resource = result.Resource,
                InstanceId = result.Target.InstanceId,
                UserName = result.Target.UserName,
                Region = result.Target.Region,
                ProjectId = result.Target.ProjectId,
                Account = result.Account,
                Status = result.Status.ToString(),
                RequestId = result.RequestId,
                ErrorId = result.ErrorId,
                ErrorCode = result.ErrorCode,
                Message = result.Message,
                Attempts = result.Attempts,
                StartedAt = result.StartedAt,
                Duration = result.Duration,
                RestartRequired = result.RestartRequired,
                RetryTimesLeft = result.RetryTimesLeft,
                LockTimeLeft = result.LockTimeLeft,
                VaultName = vault,
                SecretName = secret,
            },
        ]);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file.Dispose();
        }
    }

    private ReportLine Line(TargetWork work, string status) => new()
    {
        Time = _time.GetUtcNow(),
        RunId = _runId,
        Provider = work.Session.Provider.ToString(),
        Resource = work.Operation.Contract.Resource,
        InstanceId = work.Target.InstanceId,
        UserName = work.Target.UserName,
        Region = work.Target.Region,
        ProjectId = work.Target.ProjectId,
        Account = work.Session.Account,
        Status = status,
        Attempts = work.Attempts,
    };

    private void Append(IEnumerable<ReportLine> lines)
    {
        lock (_gate)
        {
            _buffer.SetLength(0);
            foreach (ReportLine line in lines)
            {
                using (Utf8JsonWriter json = new(_buffer, Format))
                {
                    line.WriteTo(json);
                }

                _buffer.WriteByte((byte)'\n');
            }

            try
            {
                WithFileLocked(() =>
                {
                    // A process that was killed in mid-line leaves its line open; ours begins on a new one.
                    long end = _file.Seek(0, SeekOrigin.End);
                    if (end > 0)
                    {
                        _file.Seek(-1, SeekOrigin.End);
                        bool open = _file.ReadByte() != '\n';
                        _file.Seek(0, SeekOrigin.End);
                        if (open)
                        {
                            _file.WriteByte((byte)'\n');
                        }
                    }

                    _file.Write(_buffer.GetBuffer(), 0, (int)_buffer.Length);
                    _file.Flush();
                });
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                throw new ReportException($"The report {_file.Name} cannot be written: {failure.Message}", failure);
            }
        }
    }

    private void WithFileLocked(Action write)
    {
#if !NETFRAMEWORK
        // There is no such lock on macOS; there two processes need two files.
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            write();
            return;
        }
#endif
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _file.Lock(LockOffset, 1);
                break;
            }
            catch (IOException) when ((Stopwatch.GetTimestamp() - began) / (double)Stopwatch.Frequency < LongestLockWait.TotalSeconds)
            {
                // Another process is in the middle of a line.
                Thread.Yield();
            }
        }

        try
        {
            write();
        }
        finally
        {
            _file.Unlock(LockOffset, 1);
        }
    }
}
