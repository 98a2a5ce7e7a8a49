using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Writes a Markdown page with totals, causes and one row a target, for the summary of a pipeline run or an issue.</summary>
internal static class MarkdownExport
{
    /// <summary>The most targets that a page lists: what shows Markdown takes no more than some hundred kilobytes.</summary>
    public const int MostTargets = 1000;

    private const int MostCauses = 50;

    /// <summary>Writes the page; the targets that need a person come first.</summary>
    public static void Write(ReportSummary summary, TextWriter output)
    {
        output.Write("### Password changes\n\n");
        foreach (KeyValuePair<Outcome, int> total in summary.Totals)
        {
            output.Write($"- {total.Key.Name}: {ExportText.Number(total.Value)}\n");
        }

        if (summary.SkippedLines > 0)
        {
            output.Write($"\n{ExportText.Count(summary.SkippedLines, "incomplete line")} of the report skipped.\n");
        }

        WriteCauses(summary, output);
        if (summary.Targets.Count == 0)
        {
            return;
        }

        output.Write("\n| Status | Target | Region | Error | Message |\n|---|---|---|---|---|\n");
        foreach (ReportEntry entry in summary.MostUrgentFirst.Take(MostTargets))
        {
            WriteRow(output, entry.Status, entry.Name, entry.Region, entry.ErrorId, entry.Message);
        }

        if (summary.Targets.Count > MostTargets)
        {
            output.Write($"\n{ExportText.Number(summary.Targets.Count - MostTargets)} more; the report has all.\n");
        }
    }

    private static void WriteCauses(ReportSummary summary, TextWriter output)
    {
        if (summary.Causes.Count == 0)
        {
            return;
        }

        output.Write("\n| Targets | Cause | Provider | What to do |\n|--:|---|---|---|\n");
        foreach (Cause cause in summary.Causes.Take(MostCauses))
        {
            string reason = cause.Code is null ? cause.Reason : $"{cause.Reason} ({cause.Code})";
            WriteRow(output, ExportText.Number(cause.Count), reason, string.Join(", ", cause.Providers), cause.Advice);
        }

        if (summary.Causes.Count > MostCauses)
        {
            output.Write($"\n{ExportText.Count(summary.Causes.Count - MostCauses, "more cause")}.\n");
        }
    }

    private static void WriteRow(TextWriter output, params string?[] cells) =>
        output.Write($"| {string.Join(" | ", cells.Select(ExportText.Markdown))} |\n");
}
