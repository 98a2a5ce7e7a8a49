using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>A file format of an export.</summary>
/// <param name="Write">Writes a summary.</param>
/// <param name="Encoding">The encoding of the file.</param>
internal sealed record ExportFormat(Action<ReportSummary, TextWriter> Write, Encoding Encoding)
{
    private static readonly Encoding Plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    private static readonly ExportFormat Html = new(HtmlExport.Write, Plain);
    private static readonly ExportFormat Markdown = new(MarkdownExport.Write, Plain);

    // Without the byte order mark Excel takes the file for one in the system's own encoding.
    private static readonly ExportFormat Csv = new(CsvExport.Write, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    private static readonly Dictionary<string, ExportFormat> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = Html,
        [".htm"] = Html,
        [".csv"] = Csv,
        [".md"] = Markdown,
        [".markdown"] = Markdown,
    };

    /// <summary>The format by a file's extension; null when it is not supported.</summary>
    public static ExportFormat? Of(string path) =>
        ByExtension.TryGetValue(Path.GetExtension(path), out ExportFormat? format) ? format : null;
}
