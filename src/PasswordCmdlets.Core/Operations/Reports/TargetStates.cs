using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The last state of each target in a sequence of entries, in the order in which the targets first appear.</summary>
/// <remarks>
/// A target that failed before its region or its account was known has an entry without it. Such an entry is replaced by the next one of
/// the target, which has it.
/// </remarks>
internal sealed class TargetStates
{
    private readonly Dictionary<TargetKey, TargetHistory> _targets = [];
    private readonly List<TargetHistory> _order = [];
    private readonly HashSet<TargetKey> _unsent = [];

    /// <summary>The last states.</summary>
    public IEnumerable<ReportEntry> Last => _order.Select(static history => history.Last).OfType<ReportEntry>();

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
        if (_unsent.Count > 0)
        {
            Replace(key, key with { Region = null });
            Replace(key, key with { Account = null });
            Replace(key, key with { Region = null, Account = null });
        }

        if (!_targets.TryGetValue(key, out TargetHistory? history))
        {
            _targets[key] = history = new TargetHistory();
            _order.Add(history);
        }

        history.Add(entry);
        if (entry.IsUnsent)
        {
            _unsent.Add(key);
        }
    }

    private void Replace(TargetKey key, TargetKey unknown)
    {
        if (key != unknown && _unsent.Remove(unknown) && _targets[unknown] is { Last.IsUnsent: true } unsent)
        {
            unsent.Clear();
        }
    }
}
