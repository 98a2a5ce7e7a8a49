using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>What became of the targets of one run, by its report.</summary>
internal sealed class RunHistory
{
    private readonly string _runId;
    private readonly SkippedLines? _skipped;
    private readonly Dictionary<TargetKey, History> _targets = [];

    // The incomplete lines before the run's first entry, which are not the run's; null before that entry.
    private int? _skippedBefore;

    /// <param name="runId">The run.</param>
    /// <param name="entries">The entries of the report, of this and of other runs, in order.</param>
    /// <param name="skipped">Counts the incomplete lines of the report; null where there is none.</param>
    public RunHistory(string runId, IEnumerable<ReportEntry> entries, SkippedLines? skipped = null)
    {
        _runId = runId;
        _skipped = skipped;
        foreach (ReportEntry entry in entries)
        {
            Add(entry);
        }
    }

    /// <summary>The targets of the run.</summary>
    public IEnumerable<RunTarget> Targets => _targets.Values.SelectMany(
        static history => history.Own, static (history, own) => new RunTarget(own.Last, history.ReplacedBy));

    /// <summary>How many lines of the report after the run's first entry are incomplete, which may be of any target.</summary>
    public int SkippedLines => (_skipped?.Count ?? 0) - (_skippedBefore ?? 0);

    /// <summary>
    /// Whether the run itself wrote the report, so that it has all targets. A wait or a confirmation adds results to other reports too.
    /// </summary>
    public bool IsOwn { get; private set; }

    private void Add(ReportEntry entry)
    {
        TargetKey key = TargetKey.Of(entry);
        if (!_targets.TryGetValue(key, out History? history))
        {
            _targets[key] = history = new History();
        }

        if (string.Equals(entry.RunId, _runId, StringComparison.OrdinalIgnoreCase))
        {
            AddOwn(history, entry);
        }
        else if (history.Own.Count > 0)
        {
            AddOther(history, entry);
        }
    }

    private void AddOwn(History history, ReportEntry entry)
    {
        _skippedBefore ??= _skipped?.Count ?? 0;
        history.OwnOf(entry).Entries.Add(entry, _skipped);
        IsOwn |= entry.Status is ReportEntry.Planned or ReportEntry.Sent;
        if (entry.Status == ReportEntry.Sent)
        {
            // What other runs sent before may be replaced by this.
            history.Sent.Clear();
            history.ReplacedBy = null;
        }
    }

    // A command that waits for a result without a valid RunId writes the end of the run's change under its own. It writes no Sent; its
    // success is that of the run's own password.
    private static void AddOther(History history, ReportEntry entry)
    {
        if (history.Own.Find(own => entry.Ends(own.Last)) is { } ended)
        {
            ended.Entries.Add(entry);
        }
        else if (entry.Status == ReportEntry.Sent)
        {
            history.Sent.Add(entry.RunId);
        }
        else if (entry.Status == nameof(ChangeStatus.Succeeded) && history.Sent.Contains(entry.RunId))
        {
            history.ReplacedBy = entry.RunId;
        }
    }

    private sealed class History
    {
        public List<OwnHistory> Own { get; } = [];

        public string? ReplacedBy { get; set; }

        public HashSet<string> Sent { get; } = new(StringComparer.Ordinal);

        public OwnHistory OwnOf(ReportEntry entry)
        {
            string? user = entry.InstanceId is null ? null : entry.UserName;
            OwnHistory? own = Own.Find(one => one.Region == entry.Region && one.UserName == user);
            if (own is null)
            {
                Own.Add(own = new OwnHistory(entry.Region, user));
            }

            return own;
        }
    }

    // The name in the vault has the region and the user as the run spelt them. A target with two names has two passwords of the run.
    private sealed class OwnHistory(string? region, string? userName)
    {
        public string? Region { get; } = region;

        public string? UserName { get; } = userName;

        public TargetHistory Entries { get; } = new();

        public ReportEntry Last => Entries.Last!;
    }
}
