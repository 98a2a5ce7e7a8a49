using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Credentials;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>
/// Text of a report in the formats of an export. A report may have been edited, so every text is made printable and escaped: it is shown
/// as it is, and never becomes markup, a link, a formula or a further column.
/// </summary>
internal static class ExportText
{
    private const string MarkdownMarks = "\\|`*_[]#~";

    private static readonly Regex Formula = new(@"(?<=\A|;)(?=\s*[=+\-@＝＋－＠])", RegexOptions.CultureInvariant);

    /// <summary>A text of HTML, in an element or in a quoted attribute.</summary>
    public static string Html(string? text) => WebUtility.HtmlEncode(PrintableText.Line(text ?? string.Empty));

    /// <summary>
    /// A cell of a Markdown table. Addresses are escaped too, because GitHub Flavored Markdown and others make links of them.
    /// </summary>
    public static string Markdown(string? text)
    {
        string html = Html(text);
        StringBuilder cell = new(html.Length);
        for (int i = 0; i < html.Length; i++)
        {
            char before = i > 0 ? html[i - 1] : ' ';
            bool isEntity = html[i] == '#' && before == '&';
            bool isAddress = (html[i] == '/' && (before is ':' or '/'))
                || (html[i] == '.' && i >= 3 && string.Compare(html, i - 3, "www", 0, 3, StringComparison.OrdinalIgnoreCase) == 0);
            if ((MarkdownMarks.Contains(html[i]) && !isEntity) || isAddress)
            {
                cell.Append('\\');
            }

            cell.Append(html[i]);
        }

        return cell.ToString();
    }

    /// <summary>
    /// A field of a CSV file (RFC 4180). What a spreadsheet would evaluate begins with an apostrophe
    /// (https://owasp.org/www-community/attacks/CSV_Injection), behind a semicolon too, because it separates the fields where a comma is
    /// part of numbers. Control characters are gone by then.
    /// </summary>
    public static string Csv(string? text)
    {
        string line = Formula.Replace(PrintableText.Line(text ?? string.Empty), "'");
        return $"\"{line.Replace("\"", "\"\"")}\"";
    }

    /// <summary>A time in UTC, to the second; empty when it is not known.</summary>
    public static string Time(DateTimeOffset time) =>
        time == default ? string.Empty : time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A number of things in words.</summary>
    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? string.Empty : "s")}";

    /// <summary>A number with separators.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
