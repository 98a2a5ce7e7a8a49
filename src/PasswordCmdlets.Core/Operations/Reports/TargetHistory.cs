using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The last state of one target.</summary>
/// <remarks>
/// Unknown is sticky, across runs and in a run that has the target twice or under two accounts: a target that one change left uncertain
/// stays so until a change succeeds, whatever a later one was rejected for.
/// </remarks>
internal sealed class TargetHistory
{
    private List<ReportEntry>? _uncertain;

    // Those that a run left uncertain before it planned the target a second time.
    private HashSet<ReportEntry>? _earlier;
    private ReportEntry? _last;

    /// <summary>The last state; null before the first entry.</summary>
    public ReportEntry? Last =>
        _last?.IsResumable == true && _uncertain?.Count > 0 ? _uncertain.OrderBy(static entry => entry.Time).Last() : _last;

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        _last = null;
        _uncertain = null;
        _earlier = null;
    }

    /// <summary>Adds the next entry.</summary>
    public void Add(ReportEntry entry)
    {
        if (entry.IsUnsent && entry.RunId == _last?.RunId && _last.Status != ReportEntry.Planned && !entry.Ends(_last))
        {
            // Another record of the run, rejected before anything was sent, says nothing about what the run sent for this one.
            return;
        }

        _last = entry;
        if (entry.Status == nameof(ChangeStatus.Succeeded))
        {
            _uncertain = null;
            _earlier = null;
        }
        else if (entry.Status == ReportEntry.Planned)
        {
            if (_uncertain is not null)
            {
                _earlier ??= [];
                _earlier.UnionWith(_uncertain.Where(open => open.RunId == entry.RunId));
            }
        }
        else
        {
            // The result of what the run sent last, or of the same request, also where another command waited for it.
            _uncertain?.RemoveAll(open => entry.Ends(open)
                || (entry.RunId == open.RunId && entry.Account == open.Account && _earlier?.Contains(open) != true));
            if (entry.IsUncertain)
            {
                _uncertain ??= [];
                _uncertain.Add(entry);
            }
        }
    }
}
