using System;
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
    public IEnumerable<ReportEntry> Last => Targets.Select(static history => history.Last!);

    /// <summary>The targets.</summary>
    public IEnumerable<TargetHistory> Targets => _order.Where(static history => history.Last is not null);

    /// <summary>The runs that planned a target and wrote nothing about it since.</summary>
    public ISet<string> PlannedBy => new HashSet<string>(Targets.SelectMany(static history => history.PlannedBy), StringComparer.Ordinal);

    /// <summary>The states after a sequence of entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="skipped">Counts the incomplete lines of their report; null where there is none.</param>
    public static TargetStates Of(IEnumerable<ReportEntry> entries, SkippedLines? skipped = null)
    {
        TargetStates states = new();
        foreach (ReportEntry entry in entries)
        {
            states.Add(entry, skipped);
        }

        return states;
    }

    /// <summary>Adds the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="skipped">Counts the incomplete lines of its report; null where there is none.</param>
    public void Add(ReportEntry entry, SkippedLines? skipped = null)
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

        history.Add(entry, skipped);
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
