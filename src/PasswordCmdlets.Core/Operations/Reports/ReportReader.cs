using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Reads the last state of every target from a report that one or more runs wrote, whether they completed or were killed.
/// </summary>
internal static class ReportReader
{
    // Longer than any entry: the message of a provider is cut long before.
    private const int LongestLine = 64 * 1024;

    /// <summary>
    /// The last state of each target, in the order in which the targets first appear. Throws <see cref="ReportException"/> when the file
    /// is no report.
    /// </summary>
    /// <param name="path">The report.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    public static IReadOnlyList<ReportEntry> ReadLastStates(string path, Action<string> warn) =>
        Read(path, warn, static entries => LastStates(entries).ToArray()) ?? [];

    /// <summary>What became of the targets of one run. Throws <see cref="ReportException"/> when the file is no report.</summary>
    /// <param name="path">The report.</param>
    /// <param name="runId">The run.</param>
    /// <param name="warn">Receives a warning for each line that is not a whole entry.</param>
    public static RunHistory ReadRun(string path, string runId, Action<string> warn) =>
        Read(path, warn, entries => new RunHistory(runId, entries)) ?? new RunHistory(runId, []);

    private static T? Read<T>(string path, Action<string> warn, Func<IEnumerable<ReportEntry>, T> read)
        where T : class
    {
        RegularFile.Require(path);
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            // An empty report, or a pipe on a system where the kind of a file is not known; opening that would block.
            return null;
        }

        // Other processes may still append to the report.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file, Encoding.UTF8);
        return read(Entries(reader, warn));
    }

    /// <summary>The last state of each target in a sequence of entries.</summary>
    internal static IEnumerable<ReportEntry> LastStates(IEnumerable<ReportEntry> entries)
    {
        Dictionary<TargetKey, TargetHistory> targets = [];
        List<TargetHistory> order = [];
        foreach (ReportEntry entry in entries)
        {
            TargetKey key = TargetKey.Of(entry);
            if (!targets.TryGetValue(key, out TargetHistory? history))
            {
                targets[key] = history = new TargetHistory();
                order.Add(history);
            }

            history.Add(entry);
        }

        return order.Select(static history => history.Last);
    }

    private static IEnumerable<ReportEntry> Entries(StreamReader reader, Action<string> warn)
    {
        int number = 0;
        while (ReadLine(reader, ++number) is { } text)
        {
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
                warn($"Line {number} of the report is incomplete and was skipped; a process that was killed leaves such a line.");
            }
        }
    }

    // A device or a file of another kind may never have the end of a line.
    private static string? ReadLine(StreamReader reader, int number)
    {
        StringBuilder line = new();
        while (reader.Read() is var next and >= 0)
        {
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append((char)next).Length > LongestLine)
            {
                throw new ReportException($"line {number} is longer than any line of a report");
            }
        }

        return line.Length > 0 ? line.ToString() : null;
    }

    // Unknown is sticky across runs too: a target that one run left uncertain stays so until its change succeeds, whatever a later run was
    // refused.
    private sealed class TargetHistory
    {
        private readonly Dictionary<string, ReportEntry> _uncertain = new(StringComparer.Ordinal);
        private ReportEntry? _last;

        public ReportEntry Last =>
            _last!.IsResumable && _uncertain.Count > 0 ? _uncertain.Values.OrderByDescending(static entry => entry.Time).First() : _last;

        public void Add(ReportEntry entry)
        {
            _last = entry;
            if (entry.Status == nameof(ChangeStatus.Succeeded))
            {
                _uncertain.Clear();
            }
            else if (entry.IsUncertain)
            {
                _uncertain[entry.RunId] = entry;
            }
            else if (entry.Status != ReportEntry.Planned)
            {
                _uncertain.Remove(entry.RunId);
                RemoveFailedRequest(entry);
            }
        }

        // A later command that waited for the change of a run saw that it failed.
        private void RemoveFailedRequest(ReportEntry entry)
        {
            foreach (string runId in _uncertain.Where(open => entry.Ends(open.Value)).Select(static open => open.Key).ToArray())
            {
                _uncertain.Remove(runId);
            }
        }
    }
}
