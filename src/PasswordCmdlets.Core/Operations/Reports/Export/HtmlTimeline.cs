using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Draws the outcomes over time as stacked bars: a picture in the page, with its numbers in words for each bar.</summary>
internal static class HtmlTimeline
{
    private const double BarWidth = 18;
    private const double Step = 20;
    private const double Height = 160;

    /// <summary>Writes the section; nothing where there is no timeline.</summary>
    public static void Write(Timeline? timeline, TextWriter output)
    {
        if (timeline is null)
        {
            return;
        }

        int tallest = timeline.Periods.Max(static period => period.Sum());
        string width = Text(Math.Max(timeline.Periods.Count, 12) * Step);
        string length = LengthOf(timeline.Length);
        string from = ExportText.Time(timeline.Start);
        string to = ExportText.Time(At(timeline, timeline.Periods.Count));
        output.Write($"<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Outcomes over time</h2>\n<figure>\n"
            + $"<svg role=\"img\" aria-label=\"Outcomes from {from} to {to} UTC\" viewBox=\"0 0 {width} {Text(Height)}\" "
            + "preserveAspectRatio=\"none\">\n");
        for (int i = 0; i < timeline.Periods.Count; i++)
        {
            WriteBar(output, timeline, i, tallest);
        }

        output.Write($"</svg>\n<figcaption><span>{from}</span><span>one bar is {length}; the tallest has "
            + $"{ExportText.Number(tallest)}</span><span>{to}</span></figcaption>\n</figure>\n<ul class=\"legend\">\n");
        foreach (Outcome outcome in Outcome.All.Where((_, index) => timeline.Periods.Any(period => period[index] > 0)).Reverse())
        {
            output.Write($"<li class=\"{HtmlExport.ClassOf(outcome.Name)}\">{outcome.Name}</li>\n");
        }

        output.Write("</ul>\n</section>\n");
    }

    // Succeeded is the lowest part of a bar.
    private static void WriteBar(TextWriter output, Timeline timeline, int index, int tallest)
    {
        int[] counts = timeline.Periods[index];
        if (counts.Sum() == 0)
        {
            return;
        }

        IEnumerable<string> words = Outcome.All
            .Select((outcome, position) => (outcome.Name, Count: counts[position]))
            .Where(static part => part.Count > 0)
            .Reverse()
            .Select(static part => $"{ExportText.Number(part.Count)} {part.Name}");
        output.Write($"<g><title>{ExportText.Time(At(timeline, index))}: {string.Join(", ", words)}</title>");
        double bottom = Height;
        for (int position = counts.Length - 1; position >= 0; position--)
        {
            if (counts[position] == 0)
            {
                continue;
            }

            // A single failure among thousands is still to be seen.
            double height = Math.Max(2, Height * counts[position] / tallest);
            bottom = Math.Max(0, bottom - height);
            output.Write($"<rect class=\"{HtmlExport.ClassOf(Outcome.All[position].Name)}\" x=\"{Text(index * Step)}\" "
                + $"y=\"{Text(bottom)}\" width=\"{Text(BarWidth)}\" height=\"{Text(height)}\"/>");
        }

        output.Write("</g>\n");
    }

    private static DateTimeOffset At(Timeline timeline, int period)
    {
        long ticks = timeline.Start.Ticks + (period * timeline.Length.Ticks);
        return ticks > DateTimeOffset.MaxValue.Ticks ? DateTimeOffset.MaxValue : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static string LengthOf(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => Words(length.TotalDays, "day"),
        { TotalHours: >= 1 } => Words(length.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Words(length.TotalMinutes, "minute"),
        _ => Words(length.TotalSeconds, "second"),
    };

    private static string Words(double number, string unit) => $"{Text(number)} {unit}{(number == 1 ? string.Empty : "s")}";

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
