using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The last state of each target in a sequence of entries, in the order in which the targets first appear.</summary>
internal sealed class TargetStates
{
    private readonly Dictionary<TargetKey, TargetHistory> _targets = [];
    private readonly List<TargetHistory> _order = [];

    /// <summary>The last states.</summary>
    public IEnumerable<ReportEntry> Last => _order.Select(static history => history.Last);

    /// <summary>The states after a sequence of entries.</summary>
    public static TargetStates Of(IEnumerable<ReportEntry> entries)
    {
        TargetStates states = new();
        foreach (ReportEntry entry in entries)
        {
            states.Add(entry);
        }

        return states;
    }

    /// <summary>Adds the next entry.</summary>
    public void Add(ReportEntry entry)
    {
        TargetKey key = TargetKey.Of(entry);
        if (!_targets.TryGetValue(key, out TargetHistory? history))
        {
            _targets[key] = history = new TargetHistory();
            _order.Add(history);
        }

        history.Add(entry);
    }

    // Unknown is sticky across runs too: a target that one run left uncertain stays so until its change succeeds, whatever a later run was
    // refused.
    private sealed class TargetHistory
    {
        private Dictionary<string, ReportEntry>? _uncertain;
        private ReportEntry? _last;

        public ReportEntry Last =>
            _last!.IsResumable && _uncertain?.Count > 0 ? _uncertain.Values.OrderByDescending(static entry => entry.Time).First() : _last;

        public void Add(ReportEntry entry)
        {
            _last = entry;
            if (entry.Status == nameof(ChangeStatus.Succeeded))
            {
                _uncertain = null;
            }
            else if (entry.IsUncertain)
            {
                _uncertain ??= new Dictionary<string, ReportEntry>(StringComparer.Ordinal);
                _uncertain[entry.RunId] = entry;
            }
            else if (entry.Status != ReportEntry.Planned && _uncertain is not null)
            {
                _uncertain.Remove(entry.RunId);
                RemoveFailedRequest(_uncertain, entry);
            }
        }

        // A later command that waited for the change of a run saw that it failed.
        private static void RemoveFailedRequest(Dictionary<string, ReportEntry> uncertain, ReportEntry entry)
        {
            foreach (string runId in uncertain.Where(open => entry.Ends(open.Value)).Select(static open => open.Key).ToArray())
            {
                uncertain.Remove(runId);
            }
        }
    }
}
