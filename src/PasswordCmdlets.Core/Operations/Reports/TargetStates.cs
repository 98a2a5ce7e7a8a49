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
    public IEnumerable<ReportEntry> Last => _order.Select(static history => history.Last!);

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
}
