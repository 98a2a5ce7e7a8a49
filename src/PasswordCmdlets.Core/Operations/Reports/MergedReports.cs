using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Reads several reports as if they were one.</summary>
internal static class MergedReports
{
    /// <summary>
    /// The entries in the order of time, and those of one report in the order of its lines: an entry whose time is missing, or earlier than
    /// that of the line before, counts at the time of that line. Entries of the same time are in the order of the reports. A report is open
    /// from its first entry to its last.
    /// </summary>
    /// <param name="reports">The reports.</param>
    public static IEnumerable<(ReportEntry Entry, SkippedLines Skipped)> Read(IEnumerable<ReportSource> reports)
    {
        Cursor[] all = [.. reports.OrderBy(static report => report.Began).Select(static (report, index) => new Cursor(report, index))];
        SortedSet<Cursor> waiting = new(all);
        try
        {
            while (waiting.Min is { } next)
            {
                if (next.Entry is { } entry)
                {
                    // Before the next line is read: the skipped lines are those before this entry.
                    yield return (entry, next.Skipped);
                }

                waiting.Remove(next);
                if (next.MoveNext())
                {
                    waiting.Add(next);
                }
            }
        }
        finally
        {
            foreach (Cursor cursor in all)
            {
                cursor.Dispose();
            }
        }
    }

    private sealed class Cursor(ReportSource report, int index) : IComparable<Cursor>, IDisposable
    {
        private readonly int _index = index;
        private IEnumerator<ReportEntry>? _entries;
        private DateTimeOffset _time = report.Began;

        public SkippedLines Skipped => report.Skipped;

        /// <summary>The entry that is next; null before the report is opened.</summary>
        public ReportEntry? Entry { get; private set; }

        public bool MoveNext()
        {
            _entries ??= report.Entries.GetEnumerator();
            if (!_entries.MoveNext())
            {
                Dispose();
                return false;
            }

            Entry = _entries.Current;
            _time = Entry.Time > _time ? Entry.Time : _time;
            return true;
        }

        public int CompareTo(Cursor? other) =>
            other is null ? 1 : _time != other._time ? _time.CompareTo(other._time) : _index.CompareTo(other._index);

        public void Dispose() => _entries?.Dispose();
    }
}
