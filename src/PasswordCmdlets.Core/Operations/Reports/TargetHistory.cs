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

    // The runs that planned the target, and whose next entry of it is not here yet, though one of another run is.
    private List<string>? _queued;
    private SkippedLines? _skipped;
    private int _skippedBefore;

    /// <summary>The last state; null before the first entry.</summary>
    public ReportEntry? Last
    {
        get
        {
            NoteSkippedLines();
            return _uncertain?.Count > 0 && _last is { IsResumable: true } ? _uncertain[_uncertain.Count - 1] : _last;
        }
    }

    /// <summary>The runs that planned the target and wrote nothing about it since: each of them may still send it.</summary>
    public IEnumerable<string> PlannedBy =>
        (_queued ?? []).Concat(_last is { Status: ReportEntry.Planned } planned ? [planned.RunId] : []);

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        _last = null;
        _queued = null;
        _uncertain = null;
        _earlier = null;
    }

    /// <summary>Adds the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="skipped">Counts the incomplete lines of its report; null where there is none.</param>
    public void Add(ReportEntry entry, SkippedLines? skipped = null)
    {
        NoteSkippedLines();
        if (entry.IsUnsent && entry.RunId == _last?.RunId && _last.Status != ReportEntry.Planned && !entry.Ends(_last))
        {
            // Another record of the run, rejected before anything was sent, says nothing about what the run sent for this one.
            return;
        }

        if (_last is { Status: ReportEntry.Planned } && _last.RunId != entry.RunId)
        {
            _queued ??= [];
            _queued.Add(_last.RunId);
        }

        _queued?.RemoveAll(runId => runId == entry.RunId);
        _last = entry;
        _skipped = skipped;
        _skippedBefore = skipped?.Count ?? 0;
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

    // The line that was skipped may have been the Sent of this target.
    private void NoteSkippedLines()
    {
        if (_last is { Status: ReportEntry.Planned, MayBeSent: false } && _skipped?.Count > _skippedBefore)
        {
            _last = _last with { MayBeSent = true };
            _uncertain ??= [];
            _uncertain.Add(_last);
        }
    }
}
