using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Reads the last state of every target from a report that one or more runs wrote, whether they completed or were killed.
/// </summary>
internal static class ReportReader
{
    // Longer than any entry: the message of a provider is cut long before.
    private const int LongestLine = 64 * 1024;

    // An append takes far less than the second of all intervals.
    private const int LongestAppend = 200;
    private static readonly TimeSpan AppendInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The last state of each target, in the order in which the targets first appear. Throws <see cref="ReportException"/> when the file
    /// is no report.
    /// </summary>
    /// <param name="path">The report.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Whether to stop reading; the states are those so far then.</param>
    public static IReadOnlyList<ReportEntry> ReadLastStates(string path, Action<string> warn, Func<bool> stopping)
    {
        SkippedLines skipped = new();
        return [.. TargetStates.Of(Read(path, warn, skipped).TakeWhile(_ => !stopping()), skipped).Last];
    }

    /// <summary>What became of the targets of one run. Throws <see cref="ReportException"/> when the file is no report.</summary>
    /// <param name="path">The report.</param>
    /// <param name="runId">The run.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="stopping">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public static RunHistory ReadRun(string path, string runId, Action<string> warn, CancellationToken stopping)
    {
        SkippedLines skipped = new();
        return new RunHistory(
            runId,
            Read(path, warn, skipped).Select(entry =>
            {
                stopping.ThrowIfCancellationRequested();
                return entry;
            }),
            skipped);
    }

    /// <summary>The entries of a report, one at a time. Throws <see cref="ReportException"/> when the file is not a report.</summary>
    /// <param name="path">The report.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    /// <param name="skipped">Counts those lines.</param>
    /// <param name="pause">Waits for another process that is in the middle of an append; null for a short time.</param>
    public static IEnumerable<ReportEntry> Read(
        string path, Action<string> warn, SkippedLines? skipped = null, Action? pause = null)
    {
        RegularFile.Require(path);
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            // An empty report, or a pipe on a system where the kind of a file is not known; opening that would block.
            yield break;
        }

        // Other processes may still append to the report.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file, Encoding.UTF8);
        ReportLock appends = new(file, TimeProvider.System);
        StringBuilder line = new();
        bool isWhole = true;
        for (int number = 1; isWhole; number++)
        {
            isWhole = ReadLine(reader, line.Clear(), number)
                || FinishLine(reader, line, number, appends, pause ?? (static () => Thread.Sleep(AppendInterval)));
            string text = line.ToString().TrimEnd('\r');
            if (text.Length == 0)
            {
                continue;
            }

            if (ReportEntry.Parse(text) is { } entry)
            {
                yield return entry;
            }
            else
            {
                skipped?.Add();
                warn($"Line {number} of the report is incomplete and was skipped; a process that was killed leaves such a line.");
            }
        }
    }

    // A run that is at work may be in the middle of an append.
    private static bool FinishLine(StreamReader reader, StringBuilder line, int number, ReportLock appends, Action pause)
    {
        bool isAppending = true;
        for (int wait = 0; isAppending && wait < LongestAppend; wait++)
        {
            // At the end of what is there, the reader replaces a part of a character.
            if (line.Length == 0 || line[line.Length - 1] == '\uFFFD')
            {
                return false;
            }

            isAppending = appends.IsHeld();
            if (isAppending)
            {
                pause();
            }

            if (ReadLine(reader, line, number))
            {
                return true;
            }
        }

        return false;
    }

    // A device or a file of another kind may never have the end of a line.
    private static bool ReadLine(StreamReader reader, StringBuilder line, int number)
    {
        while (reader.Read() is var next and >= 0)
        {
            if (next == '\n')
            {
                return true;
            }

            if (line.Append((char)next).Length > LongestLine)
            {
                throw new ReportException($"line {number} is longer than any line of a report");
            }
        }

        return false;
    }
}
