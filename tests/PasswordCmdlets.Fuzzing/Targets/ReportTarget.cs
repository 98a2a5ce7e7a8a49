using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Reports.Export;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The lines of a report. Only the documented exception leaves the reader; an entry that is read is the same when it is written and read
/// again; each target has one last state; and no text of an entry becomes markup or a formula in an export.
/// </summary>
internal sealed partial class ReportTarget : FuzzTarget
{
    private readonly string _path = Path.Combine(TemporaryFolders.Create(), "report.jsonl");

    public override string Name => "report";

    public override void Run(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        List<string> warnings = [];
        List<ReportEntry> entries;
        try
        {
            entries = [.. ReportReader.Read(_path, warnings.Add)];
        }
        catch (ReportException)
        {
            return;
        }

        foreach (ReportEntry entry in entries)
        {
            Property.Holds(ReportEntry.Parse(Written(entry)) == Utc(entry), "an entry is the same when it is written and read again");
        }

        int lines = input.Count(static value => value == '\n') + 1;
        Property.Holds(entries.Count + warnings.Count <= lines, "a line is an entry or a warning");
        int targets = entries.Select(TargetKey.Of).Distinct().Count();
        Property.Holds(TargetStates.Of(entries).Last.Count() == targets, "each target has one last state");
        Property.Holds(entries.Select(static entry => entry.RunId).Distinct(StringComparer.OrdinalIgnoreCase)
            .All(run => new RunHistory(run, entries).Targets.Any()), "a run has targets");
        ReportedSecrets secrets = new("vault");
        entries.ForEach(secrets.Add);
        CheckExports(entries);
    }

    private static void CheckExports(List<ReportEntry> entries)
    {
        ReportSummary summary = new(entries, DateTimeOffset.UnixEpoch);
        using StringWriter html = new(CultureInfo.InvariantCulture);
        HtmlExport.Write(summary, html);
        using StringWriter empty = new(CultureInfo.InvariantCulture);
        HtmlExport.Write(new ReportSummary([], DateTimeOffset.UnixEpoch), empty);
        Property.Holds(CountOf(html, "<script") == CountOf(empty, "<script"), "no text becomes a script");

        using StringWriter csv = new(CultureInfo.InvariantCulture);
        CsvExport.Write(summary, csv);
        string[] rows = csv.ToString().Split("\r\n");
        Property.Holds(rows.Length == entries.Count + 2, "each entry has one row");
        IEnumerable<string> fields = rows[..^1].SelectMany(static row => row[1..^1].Split("\",\""));
        Property.Holds(!fields.Any(Formula().IsMatch), "no text becomes a formula");

        using StringWriter markdown = new(CultureInfo.InvariantCulture);
        MarkdownExport.Write(summary, markdown);
        Property.Holds(!markdown.ToString().Contains('<'), "no text becomes markup");
    }

    private static int CountOf(StringWriter page, string text) => page.ToString().Split(text).Length - 1;

    // What a spreadsheet evaluates at the beginning of a field, which a semicolon may begin too.
    [GeneratedRegex(@"(\A|;)\s*[=+\-@＝＋－＠]")]
    private static partial Regex Formula();

    private static string Written(ReportEntry entry)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            entry.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ReportEntry Utc(ReportEntry entry) => entry with
    {
        Time = entry.Time.ToUniversalTime(),
        StartedAt = entry.StartedAt?.ToUniversalTime(),
    };
}
