using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Writes the row of one target.</summary>
internal static class HtmlRow
{
    /// <summary>Writes the row.</summary>
    public static void Write(ReportEntry entry, TextWriter output)
    {
        string kind = HtmlExport.ClassOf(entry.Status);
        output.Write($"<tr class=\"{kind}\"><td><span class=\"status\">{ExportText.Html(entry.Status)}</span></td><td>");
        WriteLines(output, entry.Name, entry.InstanceId is null ? null : entry.UserName, Labelled("project", entry.ProjectId));
        output.Write("</td><td>");
        WriteLines(output, entry.Provider, entry.Resource, entry.Region);
        output.Write($"</td><td>{ExportText.Time(entry.Time)}");
        output.Write(entry.Duration is { } duration
            ? $"<small>{duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s</small></td><td>"
            : "</td><td>");
        WriteResult(entry, output);
        output.Write("</td></tr>\n");
    }

    private static void WriteResult(ReportEntry entry, TextWriter output)
    {
        if (entry.ErrorId is not null)
        {
            output.Write($"<strong>{ExportText.Html(entry.ErrorId)}</strong>");
            output.Write(entry.ErrorCode is null ? " " : $" <code>{ExportText.Html(entry.ErrorCode)}</code> ");
        }

        output.Write(ExportText.Html(entry.Message ?? (entry.NeedsAttention ? ErrorAdvice.Of(entry) : null)));
        output.Write(entry.RestartRequired == true ? " Takes effect with the next restart." : string.Empty);
        List<string> facts = [];
        Add(facts, "stored as", entry.SecretName is null ? null : $"{entry.SecretName} in {entry.VaultName}");
        Add(facts, "request", entry.RequestId);
        Add(facts, "attempts", entry.Attempts > 1 ? entry.Attempts.ToString(CultureInfo.InvariantCulture) : null);
        Add(facts, "account", entry.InstanceId is null && entry.UserName is null ? null : entry.Account);
        Add(facts, "run", entry.RunId);
        output.Write($"<small>{string.Join(" · ", facts)}</small>");
    }

    // The first line is what the cell is about.
    private static void WriteLines(TextWriter output, string? first, params string?[] others)
    {
        output.Write(ExportText.Html(first));
        foreach (string? line in others)
        {
            output.Write(string.IsNullOrEmpty(line) ? string.Empty : $"<small>{ExportText.Html(line)}</small>");
        }
    }

    private static void Add(List<string> facts, string label, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            facts.Add($"{label} {ExportText.Html(value)}");
        }
    }

    private static string? Labelled(string label, string? value) => string.IsNullOrEmpty(value) ? null : $"{label} {value}";
}
