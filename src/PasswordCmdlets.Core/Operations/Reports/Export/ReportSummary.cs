using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>What an export shows: the last state of each target, totals, causes and a timeline.</summary>
internal sealed class ReportSummary
{
    private readonly int[] _counts = new int[Outcome.All.Count];
    private readonly HashSet<string> _runs = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="targets">The last state of each target.</param>
    /// <param name="written">When the export is written.</param>
    public ReportSummary(IReadOnlyList<ReportEntry> targets, DateTimeOffset written)
    {
        Targets = targets;
        Written = written;
        Dictionary<(string, string, string?, bool), Cause> causes = [];
        foreach (ReportEntry entry in targets)
        {
            _counts[Outcome.IndexOf(entry.Status)]++;
            _runs.Add(entry.RunId);
            if (!entry.NeedsAttention)
            {
                continue;
            }

            (string Provider, string What, string? ErrorCode, bool MayBeSent) key =
                (entry.ErrorCode is null ? string.Empty : entry.Provider, entry.ErrorId ?? entry.Status, entry.ErrorCode, entry.MayBeSent);
            if (!causes.TryGetValue(key, out Cause? cause))
            {
                causes[key] = cause = new Cause(key.What, key.ErrorCode, entry);
            }

            cause.Count++;
            cause.Providers.Add(entry.Provider);
        }

        Causes = [.. causes.Values.OrderByDescending(static cause => cause.Count)];
        Timeline = Timeline.Of(targets);
        IEnumerable<ReportEntry> timed = targets.Where(static entry => entry.Time != default);
        Began = timed.Select(static entry => entry.StartedAt ?? entry.Time).DefaultIfEmpty().Min();
        Ended = timed.Select(static entry => entry.Time).DefaultIfEmpty().Max();
    }

    /// <summary>The last state of each target, in the order of the report.</summary>
    public IReadOnlyList<ReportEntry> Targets { get; }

    /// <summary>The last state of each target; those that need a person come first.</summary>
    public IEnumerable<ReportEntry> MostUrgentFirst =>
        Targets.OrderBy(static entry => entry.NeedsAttention ? Outcome.IndexOf(entry.Status) : Outcome.All.Count);

    /// <summary>Why targets need a person, the most frequent cause first.</summary>
    public IReadOnlyList<Cause> Causes { get; }

    /// <summary>The outcomes over time; null when no entry has a time.</summary>
    public Timeline? Timeline { get; }

    /// <summary>The outcomes that occur, with the number of targets; Succeeded is always one of them.</summary>
    public IEnumerable<KeyValuePair<Outcome, int>> Totals => Outcome.All
        .Select((outcome, index) => new KeyValuePair<Outcome, int>(outcome, _counts[index]))
        .Where(static total => total.Value > 0 || total.Key.Name == nameof(ChangeStatus.Succeeded));

    /// <summary>How many runs the last states come from.</summary>
    public int Runs => _runs.Count;

    /// <summary>When the first change was sent; default when no entry has a time.</summary>
    public DateTimeOffset Began { get; }

    /// <summary>When the last state was reached; default when no entry has a time.</summary>
    public DateTimeOffset Ended { get; }

    /// <summary>When the export is written.</summary>
    public DateTimeOffset Written { get; }

    /// <summary>How many lines of the reports were skipped because they are incomplete.</summary>
    public int SkippedLines { get; init; }
}
