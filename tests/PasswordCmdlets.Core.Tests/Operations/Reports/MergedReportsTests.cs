using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed class MergedReportsTests
{
    [Theory]
    [InlineData("a1 a2 a3", "b4", "a1 a2 a3 b4")]
    [InlineData("a4", "b1 b2", "b1 b2 a4")]
    [InlineData("a1 a4", "b2 b3 b5", "a1 b2 b3 a4 b5")]
    [InlineData("a1 a2", "b1 b2", "a1 b1 a2 b2")]
    [InlineData("a1 a5 a2", "b3 b6", "a1 b3 a5 a2 b6")]
    [InlineData("a1 a4 a0", "b2 b5", "a1 b2 a4 a0 b5")]
    [InlineData("a0 a3", "b1", "b1 a0 a3")]
    [InlineData("", "b1", "b1")]
    [InlineData("", "", "")]
    public void Entries_are_in_the_order_of_time_and_those_of_one_report_in_the_order_of_its_lines(
        string first, string second, string merged) =>
        Assert.Equal(merged, string.Join(' ', MergedReports.Read([Source(first), Source(second)]).Select(static read => Text(read.Entry))));

    [Theory]
    [InlineData("A 10 Planned, A 13 Succeeded", "B 11 Planned", "Succeeded")]
    [InlineData("A 10 Planned, A 13 Unknown", "B 11 Sent, B 12 Succeeded", "Unknown")]
    [InlineData("B 11 Sent, B 14 Succeeded, C 15 Failed", "A 10 Planned, A 13 Unknown", "Failed")]
    public void What_happened_last_counts_whichever_report_began_first(string first, string second, string status)
    {
        ReportSource[] reports = [.. new[] { first, second }.Select(static lines => Source(lines.Split(", ").Select(Line)))];

        Assert.Equal(status, Assert.Single(TargetStates.Of(MergedReports.Read(reports).Select(static read => read.Entry)).Last).Status);
    }

    [Fact]
    public void A_report_is_open_from_its_first_entry_to_its_last()
    {
        List<string> events = [];
        ReportSource[] reports = [.. new[] { "b2 b3", "a1 a2", "c5" }.Select(text => Source(text) with { Entries = Logged(text) })];

        foreach ((ReportEntry entry, _) in MergedReports.Read(reports))
        {
            events.Add(Text(entry));
        }

        Assert.Equal("open:a a1 open:b a2 close:a b2 b3 close:b open:c c5 close:c".Split(' ').Order(), events.Order());
        Assert.True(events.IndexOf("close:b") < events.IndexOf("open:c"));
        Assert.True(events.IndexOf("a1") < events.IndexOf("open:b"));

        IEnumerable<ReportEntry> Logged(string text)
        {
            events.Add($"open:{text[0]}");
            try
            {
                foreach (ReportEntry entry in Entries(text))
                {
                    yield return entry;
                }
            }
            finally
            {
                events.Add($"close:{text[0]}");
            }
        }
    }

    [Fact]
    public void A_reader_that_stops_closes_the_reports()
    {
        int open = 0;
        ReportSource[] reports = [.. new[] { "a1 a2", "b1 b2" }.Select(text => Source(text) with { Entries = Counted(text) })];

        Assert.Equal(2, MergedReports.Read(reports).Take(2).Count());

        Assert.Equal(0, open);

        IEnumerable<ReportEntry> Counted(string text)
        {
            open++;
            try
            {
                foreach (ReportEntry entry in Entries(text))
                {
                    yield return entry;
                }
            }
            finally
            {
                open--;
            }
        }
    }

    [Fact]
    public void The_lines_that_were_skipped_are_those_before_the_entry()
    {
        SkippedLines skipped = new();

        int[] counts = [.. MergedReports.Read([Source("a1 a3") with { Entries = Torn(), Skipped = skipped }, Source("b2")])
            .Where(read => read.Skipped == skipped).Select(static read => read.Skipped.Count)];

        Assert.Equal([0, 1], counts);

        IEnumerable<ReportEntry> Torn()
        {
            yield return Entries("a1").Single();
            skipped.Add();
            yield return Entries("a3").Single();
        }
    }

    private static ReportSource Source(string text) => Source(Entries(text).ToList());

    private static ReportSource Source(IEnumerable<ReportEntry> entries) =>
        new(entries.Select(static entry => entry.Time).FirstOrDefault(static time => time != default), entries, new SkippedLines());

    // Each entry is the name of the report and an hour; 0 is no time.
    private static IEnumerable<ReportEntry> Entries(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => Line($"{word[0]} {word[1]} Sent"));

    private static ReportEntry Line(string text)
    {
        string[] words = text.Split(' ');
        int hour = int.Parse(words[1], CultureInfo.InvariantCulture);
        return TestReport.Entry("i", words[2]) with { RunId = words[0], Time = hour == 0 ? default : TestReport.Night.AddHours(hour) };
    }

    private static string Text(ReportEntry entry) =>
        entry.RunId + (entry.Time == default ? "0" : $"{(entry.Time - TestReport.Night).TotalHours:0}");
}
