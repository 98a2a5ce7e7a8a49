using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>How many targets reached their last state, by outcome, in periods of equal length.</summary>
internal sealed class Timeline
{
    /// <summary>The most periods that a timeline has.</summary>
    public const int MostPeriods = 48;

    private static readonly TimeSpan[] Lengths =
    [
        .. Array.ConvertAll([1d, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200], TimeSpan.FromSeconds),
        .. Array.ConvertAll([1d, 2, 7, 14, 28, 91, 364, 3640], TimeSpan.FromDays),
    ];

    private Timeline(DateTimeOffset start, TimeSpan length, IReadOnlyList<int[]> periods)
    {
        Start = start;
        Length = length;
        Periods = periods;
    }

    /// <summary>When the first period begins.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How long a period is.</summary>
    public TimeSpan Length { get; }

    /// <summary>For each period the number of targets by position in <see cref="Outcome.All"/>.</summary>
    public IReadOnlyList<int[]> Periods { get; }

    /// <summary>The timeline; null when no entry has a time.</summary>
    /// <param name="entries">The last state of each target.</param>
    public static Timeline? Of(IReadOnlyCollection<ReportEntry> entries)
    {
        DateTimeOffset first = DateTimeOffset.MaxValue;
        DateTimeOffset last = DateTimeOffset.MinValue;
        foreach (ReportEntry entry in entries)
        {
            if (entry.Time != default)
            {
                first = entry.Time < first ? entry.Time : first;
                last = entry.Time > last ? entry.Time : last;
            }
        }

        if (first > last)
        {
            return null;
        }

        // An edited report may cover any time: 10,000 years still fit into the periods.
        TimeSpan length = Array.Find(Lengths, candidate => CountOf(first, last, candidate) <= MostPeriods);
        length = length == default ? TimeSpan.FromDays(366 * 250) : length;
        int[][] periods = new int[CountOf(first, last, length)][];
        for (int i = 0; i < periods.Length; i++)
        {
            periods[i] = new int[Outcome.All.Count];
        }

        long start = PeriodOf(first, length);
        foreach (ReportEntry entry in entries)
        {
            if (entry.Time != default)
            {
                periods[PeriodOf(entry.Time, length) - start][Outcome.IndexOf(entry.Status)]++;
            }
        }

        return new Timeline(new DateTimeOffset(start * length.Ticks, TimeSpan.Zero), length, periods);
    }

    private static long CountOf(DateTimeOffset first, DateTimeOffset last, TimeSpan length) =>
        PeriodOf(last, length) - PeriodOf(first, length) + 1;

    private static long PeriodOf(DateTimeOffset time, TimeSpan length) => time.UtcTicks / length.Ticks;
}
