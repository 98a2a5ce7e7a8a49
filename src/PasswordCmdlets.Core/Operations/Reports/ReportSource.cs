using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>One of several reports.</summary>
/// <param name="Began">The time of the first entry that has one.</param>
/// <param name="Entries">The entries; the report is opened when they are enumerated.</param>
/// <param name="Skipped">Counts the incomplete lines, while the entries are enumerated.</param>
internal sealed record ReportSource(DateTimeOffset Began, IEnumerable<ReportEntry> Entries, SkippedLines Skipped);
