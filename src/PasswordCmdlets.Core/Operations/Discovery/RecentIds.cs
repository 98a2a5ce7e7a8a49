using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>
/// Finds targets that a list shows again: those of the page before, because something was created meanwhile and moved the pages, and the
/// first ones of a list that started again. Holds a limited number of ids.
/// </summary>
internal sealed class RecentIds
{
    // More than a list shows before it starts again.
    private const int MostFirst = 2048;

    private readonly HashSet<string> _first = new(StringComparer.Ordinal);
    private HashSet<string> _previous = new(StringComparer.Ordinal);

    /// <summary>The targets of a page that were not shown before.</summary>
    public IReadOnlyList<ListedTarget> TakeNew(IReadOnlyList<ListedTarget> targets)
    {
        HashSet<string> page = new(StringComparer.Ordinal);
        List<ListedTarget> found = new(targets.Count);
        foreach (ListedTarget target in targets)
        {
            if (page.Add(target.Id) && !_previous.Contains(target.Id) && !_first.Contains(target.Id))
            {
                found.Add(target);
                if (_first.Count < MostFirst)
                {
                    _first.Add(target.Id);
                }
            }
        }

        _previous = page;
        return found;
    }
}
