using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>
/// Writes one HTML page that needs no other file: totals, outcomes over time, causes with advice, and one row a target. Its
/// content security policy permits its own style sheet and its own script alone; the script only adds the search.
/// </summary>
internal static class HtmlExport
{
    /// <summary>The most targets that a page lists: a browser takes many seconds to lay out more.</summary>
    public const int MostTargets = 10_000;

    private const int MostCauses = 200;

    private static readonly string Style = Resource("ReportPage.css");
    private static readonly string Script = Resource("ReportPage.js");

    /// <summary>Writes the page; the targets that need a person come first.</summary>
    public static void Write(ReportSummary summary, TextWriter output)
    {
        output.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy()}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>Password changes</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <h1>Password changes</h1>
            <p>{Subtitle(summary)}</p>
            </header>
            <main>

            """.Replace("\r\n", "\n"));
        WriteTotals(summary, output);
        HtmlTimeline.Write(summary.Timeline, output);
        WriteCauses(summary, output);
        WriteTargets(summary, output);
        output.Write($"</main>\n<footer><p>Written {Time(summary.Written)} UTC. The page holds no password.</p></footer>\n");
        output.Write($"<script>{Script}</script>\n</body>\n</html>\n");
    }

    private static string Subtitle(ReportSummary summary)
    {
        StringBuilder text = new();
        text.Append(ExportText.Count(summary.Targets.Count, "target")).Append(" in ").Append(ExportText.Count(summary.Runs, "run"));
        if (summary.Began != default)
        {
            text.Append($", {Time(summary.Began)} to {Time(summary.Ended)} UTC");
        }

        return text.Append('.').ToString();
    }

    private static void WriteTotals(ReportSummary summary, TextWriter output)
    {
        output.Write("<section aria-labelledby=\"totals\">\n<h2 id=\"totals\">Totals</h2>\n<dl class=\"totals\">\n");
        foreach (KeyValuePair<Outcome, int> total in summary.Totals.Reverse())
        {
            output.Write($"<div class=\"{ClassOf(total.Key.Name)}\"><dt>{total.Key.Name}</dt>"
                + $"<dd>{ExportText.Number(total.Value)}</dd><dd class=\"note\">{total.Key.Meaning}</dd></div>\n");
        }

        output.Write("</dl>\n");
        if (summary.SkippedLines > 0)
        {
            output.Write($"<p class=\"warning\">{ExportText.Count(summary.SkippedLines, "incomplete line")} of the report skipped: "
                + "a process that was killed leaves such a line.</p>\n");
        }

        output.Write("</section>\n");
    }

    private static void WriteCauses(ReportSummary summary, TextWriter output)
    {
        if (summary.Causes.Count == 0)
        {
            return;
        }

        output.Write("<section aria-labelledby=\"causes\">\n<h2 id=\"causes\">What needs attention</h2>\n<ul class=\"causes\">\n");
        foreach (Cause cause in summary.Causes.Take(MostCauses))
        {
            output.Write($"<li class=\"{ClassOf(cause.Example.Status)}\"><h3>{ExportText.Html(cause.Reason)}</h3><p class=\"facts\">");
            string[] facts =
                [ExportText.Count(cause.Count, "target"), ExportText.Html(string.Join(", ", cause.Providers)), Code(cause.Code)];
            output.Write(string.Join(" · ", facts.Where(static fact => fact.Length > 0)));
            output.Write($"</p><p>{ExportText.Html(cause.Advice)}</p>");
            if (cause.Example.Message is { Length: > 0 } message)
            {
                output.Write($"<p class=\"note\">For example {ExportText.Html(cause.Example.Name)}: {ExportText.Html(message)}</p>");
            }

            output.Write("</li>\n");
        }

        output.Write("</ul>\n");
        if (summary.Causes.Count > MostCauses)
        {
            output.Write($"<p class=\"warning\">{ExportText.Count(summary.Causes.Count - MostCauses, "more cause")}.</p>\n");
        }

        output.Write("</section>\n");
    }

    private static void WriteTargets(ReportSummary summary, TextWriter output)
    {
        output.Write("<section aria-labelledby=\"targets\">\n<h2 id=\"targets\">Targets</h2>\n");
        if (summary.Targets.Count > MostTargets)
        {
            output.Write($"<p class=\"warning\">The first {ExportText.Number(MostTargets)} of {ExportText.Number(summary.Targets.Count)} "
                + "targets, those that need somebody first. Export to .csv for all of them.</p>\n");
        }

        output.Write("""
            <form id="search" role="search" hidden>
            <label for="query">Search</label>
            <input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="id, region, error, message …">
            <label for="status">Status</label>
            <select id="status"><option value="">all</option></select>
            <output id="shown" for="query status" aria-live="polite"></output>
            </form>
            <table>
            <thead><tr><th scope="col">Status</th><th scope="col">Target</th><th scope="col">Provider</th>
            <th scope="col">Time (UTC)</th><th scope="col">Result</th></tr></thead>
            <tbody id="rows">

            """.Replace("\r\n", "\n"));
        foreach (ReportEntry entry in summary.MostUrgentFirst.Take(MostTargets))
        {
            HtmlRow.Write(entry, output);
        }

        output.Write(summary.Targets.Count == 0 ? "<tr><td colspan=\"5\">The report has no target.</td></tr>\n" : string.Empty);
        output.Write("</tbody>\n</table>\n</section>\n");
    }

    /// <summary>The class of a status in the style sheet.</summary>
    public static string ClassOf(string status) => "is-" + Outcome.All[Outcome.IndexOf(status)].Name.ToLowerInvariant();

    private static string Code(string? code) => code is null ? string.Empty : $"<code>{ExportText.Html(code)}</code>";

    private static string Time(DateTimeOffset time) => ExportText.Time(time);

    // https://www.w3.org/TR/CSP3/#grammardef-hash-source
    private static string Policy() =>
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A browser reads every line end as a line feed before it computes the hash.
    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlExport).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
