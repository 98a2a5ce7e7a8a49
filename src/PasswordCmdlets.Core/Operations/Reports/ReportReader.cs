using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Reads the last state of every target out of a report that one or more runs wrote, finished or killed.</summary>
internal static class ReportReader
{
    /// <summary>The last state of each target, in the order in which the targets first appear.</summary>
    /// <param name="path">The report.</param>
    /// <param name="warn">Told of lines that are not whole.</param>
    public static IReadOnlyList<ReportLine> ReadLastStates(string path, Action<string> warn)
    {
        // A report may still be written to by others.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file, Encoding.UTF8);
        return LastStates(Lines(reader, warn)).ToList();
    }

    /// <summary>Folds lines into the last state of each target.</summary>
    internal static IEnumerable<ReportLine> LastStates(IEnumerable<ReportLine> lines)
    {
        Dictionary<(string Provider, string Resource, string? Region, string? Project, string? Instance, string? User, string? Owner), TargetHistory> targets = [];
        List<TargetHistory> order = [];
        foreach (ReportLine line in lines)
        {
            // A user is known by the account; an instance by itself, whoever called.
            string? owner = line.InstanceId is null ? line.Account : null;
            var key = (line.Provider, line.Resource, line.Region, line.ProjectId, line.InstanceId, line.UserName, owner);
            if (!targets.TryGetValue(key, out TargetHistory? history))
            {
                targets[key] = history = new TargetHistory();
                order.Add(history);
            }

            history.Add(line);
        }

        return order.Select(static history => history.Last);
    }

    private static IEnumerable<ReportLine> Lines(StreamReader reader, Action<string> warn)
    {
        int number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            if (text.Length == 0)
            {
                continue;
            }

            if (ReportLine.Parse(text) is { } line)
            {
                yield return line;
            }
            else
            {
                warn($"Line {number} of the report is not whole and was left out; a process that was killed leaves such a line.");
            }
        }
    }

    // Unknown is sticky across runs too: a target that one run left uncertain stays so, whatever a later run was refused, until a run succeeds with it.
    private sealed class TargetHistory
    {
        private readonly Dictionary<string, ReportLine> _uncertain = new(StringComparer.Ordinal);
        private ReportLine? _last;

        public ReportLine Last => _last!.IsResumable && _uncertain.Count > 0 ? _uncertain.Values.OrderByDescending(static line => line.Time).First() : _last;

        public void Add(ReportLine line)
        {
            _last = line;
            if (line.Status == nameof(ChangeStatus.Succeeded))
            {
                _uncertain.Clear();
            }
            else if (line.IsUncertain)
            {
                _uncertain[line.RunId] = line;
            }
            else if (line.Status != ReportLine.Planned)
            {
                _uncertain.Remove(line.RunId);
            }
        }
    }
}
