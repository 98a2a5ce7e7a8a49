using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Writes one line a target with the properties of a result, for spreadsheets and Import-Csv.</summary>
internal static class CsvExport
{
    private static readonly (string Name, Func<ReportEntry, string?> Value)[] Columns =
    [
        (nameof(ReportEntry.Provider), static entry => entry.Provider),
        (nameof(ReportEntry.Resource), static entry => entry.Resource),
        (nameof(ReportEntry.InstanceId), static entry => entry.InstanceId),
        (nameof(ReportEntry.UserName), static entry => entry.UserName),
        (nameof(ReportEntry.Region), static entry => entry.Region),
        (nameof(ReportEntry.ProjectId), static entry => entry.ProjectId),
        (nameof(ReportEntry.ProfileName), static entry => entry.ProfileName),
        (nameof(ReportEntry.Account), static entry => entry.Account),
        (nameof(ReportEntry.Status), static entry => entry.Status),
        (nameof(ReportEntry.RequestId), static entry => entry.RequestId),
        (nameof(ReportEntry.ErrorId), static entry => entry.ErrorId),
        (nameof(ReportEntry.ErrorCode), static entry => entry.ErrorCode),
        (nameof(ReportEntry.Message), static entry => entry.Message),
        (nameof(ReportEntry.Attempts), static entry => Text(entry.Attempts)),
        (nameof(ReportEntry.StartedAt), static entry => Time(entry.StartedAt ?? entry.Time)),
        (nameof(ReportEntry.Duration), static entry => entry.Duration?.ToString("c", CultureInfo.InvariantCulture)),
        (nameof(ReportEntry.RestartRequired), static entry => entry.RestartRequired?.ToString()),
        (nameof(ReportEntry.RetryTimesLeft), static entry => Text(entry.RetryTimesLeft)),
        (nameof(ReportEntry.LockTimeLeft), static entry => Text(entry.LockTimeLeft)),
        (nameof(ReportEntry.RunId), static entry => entry.RunId),
        (nameof(ReportEntry.VaultName), static entry => entry.VaultName),
        (nameof(ReportEntry.SecretName), static entry => entry.SecretName),
        ("Advice", static entry => entry.NeedsAttention ? ErrorAdvice.Of(entry) : null),
    ];

    /// <summary>Writes the targets in the order of the report.</summary>
    public static void Write(ReportSummary summary, TextWriter output)
    {
        WriteLine(output, Columns.Select(static column => column.Name));
        foreach (ReportEntry entry in summary.Targets)
        {
            WriteLine(output, Columns.Select(column => column.Value(entry)));
        }
    }

    private static void WriteLine(TextWriter output, IEnumerable<string?> fields)
    {
        output.Write(string.Join(",", fields.Select(ExportText.Csv)));
        output.Write("\r\n");
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time == default
        ? string.Empty
        : time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
