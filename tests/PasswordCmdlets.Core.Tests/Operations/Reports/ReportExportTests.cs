using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Reports.Export;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.TestReport;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

public sealed partial class ReportExportTests
{
    // Fields between quotation marks; a quotation mark in a field is doubled (RFC 4180).
    [GeneratedRegex("\"((?:[^\"]|\"\")*)\"(,|\r\n)")]
    private static partial Regex CsvField();

    [GeneratedRegex("<(/?)([a-z0-9]+)")]
    private static partial Regex Tag();

    [Fact]
    public void Text_of_a_report_becomes_no_markup_in_HTML()
    {
        string plain = Write(HtmlExport.Write, Entry("i-1") with { Message = "x" });

        Prop.ForAll<string>(text =>
        {
            string page = Write(HtmlExport.Write, Hostile(text));
            return Tags(page).SequenceEqual(Tags(plain));
        }).QuickCheckThrowOnFailure();
        Assert.Equal(Tags(plain), Tags(Write(HtmlExport.Write, Hostile("</td><script>alert(1)</script><img src=x onerror='alert(1)'>\""))));
    }

    [Fact]
    public void Text_of_a_report_stays_one_field_of_CSV_and_becomes_no_formula()
    {
        Prop.ForAll<string>(text =>
        {
            string[] rows = Write(CsvExport.Write, Hostile(text), Hostile(text)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            string[][] fields = [.. rows.Select(static row => Fields(row + "\r\n"))];
            return rows.Length == 3
                && fields.All(row => row.Length == fields[0].Length)
                && fields.Skip(1).SelectMany(static row => row)
                    .SelectMany(static field => field.Split(';'))
                    .All(static cell => !"=+-@\t\r\n".Contains(cell.TrimStart().FirstOrDefault('x')));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("\t=1", "\"?=1\"")]
    [InlineData("\r=1", "\"?=1\"")]
    [InlineData("a=1", "\"a=1\"")]
    [InlineData("a;=1+1;b; @x", "\"a;'=1+1;b;' @x\"")]
    [InlineData("a\"b,c", "\"a\"\"b,c\"")]
    [InlineData(null, "\"\"")]
    public void A_field_of_CSV_is_quoted_and_a_formula_is_defused(string? text, string expected) =>
        Assert.Equal(expected, ExportText.Csv(text));

    [Theory]
    [InlineData("a | b", @"a \| b")]
    [InlineData("`code` *b* _i_ ~s~", @"\`code\` \*b\* \_i\_ \~s\~")]
    [InlineData("[l](x) ![i](y)", @"\[l\](x) !\[i\](y)")]
    [InlineData("<img src=x>", "&lt;img src=x&gt;")]
    [InlineData("https://x.example www.x.example", @"https:\/\/x.example www\.x.example")]
    [InlineData(@"a\|b\/", @"a\\\|b\\/")]
    [InlineData("##vso[x]", @"\#?vso\[x\]")]
    [InlineData("it's", "it&#39;s")]
    [InlineData("a\nb", "a?b")]
    public void A_cell_of_Markdown_shows_its_text_and_nothing_else(string text, string expected) =>
        Assert.Equal(expected, ExportText.Markdown(text));

    [Fact]
    public void Text_of_a_report_adds_no_row_and_no_column_to_Markdown()
    {
        Prop.ForAll<string>(text =>
        {
            string[] rows = [.. Write(MarkdownExport.Write, Hostile(text)).Split('\n').Where(static line => line.StartsWith('|'))];
            return rows.Length == 6 && rows.All(static row => Regex.Count(Regex.Replace(row, @"\\.", string.Empty), @"\|") is 5 or 6);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_page_permits_its_own_style_and_its_own_script_alone()
    {
        string page = Write(HtmlExport.Write, Entry("i-1"));

        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]+)\"").Groups[1].Value;
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;
        string script = Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src '{Hash(style)}';", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src '{Hash(script)}';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', page);
        string markup = Regex.Replace(page, "<(style|script)>.*?</\\1>", string.Empty, RegexOptions.Singleline);
        Assert.DoesNotMatch(@"\s(src|href|style|on[a-z]+)=", markup);
    }

    [Fact]
    public void Targets_that_need_attention_come_first_and_are_grouped_by_cause()
    {
        ReportEntry busy = Entry("i-2", "Failed") with { ErrorId = "TargetBusy", ErrorCode = "Busy" };
        ReportSummary summary = Summary(
            Entry("i-1"), busy, Entry("i-3", "Accepted"), Entry("i-4", "Planned"), Entry("i-5", "Sent"), Entry("i-6", "Unknown"),
            busy with { InstanceId = "i-7" }, busy with { InstanceId = "i-8", ErrorCode = "Other" },
            Entry("i-9") with { ErrorId = "VaultWriteFailed" });

        Assert.Equal(
            ["i-2", "i-7", "i-8", "i-6", "i-5", "i-4", "i-9", "i-1", "i-3"],
            summary.MostUrgentFirst.Select(static entry => entry.InstanceId));
        Assert.Equal(
            [("TargetBusy", "Busy", 2), ("Planned", null, 1), ("Sent", null, 1), ("Unknown", null, 1), ("TargetBusy", "Other", 1),
                ("VaultWriteFailed", null, 1)],
            summary.Causes.Select(static cause => (cause.Reason, cause.Code, cause.Count)));
        Assert.All(summary.Causes, static cause => Assert.NotNull(cause.Advice));
        Assert.Equal(
            [("Failed", 3), ("Unknown", 1), ("Sent", 1), ("Planned", 1), ("Accepted", 1), ("Succeeded", 2)],
            summary.Totals.Select(static total => (total.Key.Name, total.Value)));
    }

    [Fact]
    public void A_page_that_cannot_list_every_target_says_so()
    {
        ReportEntry[] entries = [.. Enumerable.Range(0, HtmlExport.MostTargets + 1).Select(static i => Entry($"i-{i}"))];

        string page = Write(HtmlExport.Write, entries);
        string markdown = Write(MarkdownExport.Write, entries);

        Assert.Equal(HtmlExport.MostTargets, Regex.Count(page, "<tr class="));
        Assert.Contains("The first 10,000 of 10,001 targets", page, StringComparison.Ordinal);
        Assert.Contains("\n9,001 more; the report has all.\n", markdown, StringComparison.Ordinal);
        Assert.Equal(entries.Length + 1, Regex.Count(Write(CsvExport.Write, entries), "\r\n"));
    }

    [Fact]
    public void A_report_without_a_target_makes_a_page_without_a_row()
    {
        Assert.Contains("The report has no target.", Write(HtmlExport.Write), StringComparison.Ordinal);
        Assert.DoesNotContain('|', Write(MarkdownExport.Write));
        Assert.DoesNotContain("NaN", Write(HtmlExport.Write), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_or_stays_as_it_is()
    {
        using TemporaryFolder folder = new();
        string path = folder.FileOf("r.md");
        File.WriteAllText(path, "earlier");
        ExportFormat failing = new(static (_, output) =>
        {
            output.Write("half");
            throw new IOException("full");
        }, Encoding.UTF8);
        ExportFormat whole = ExportFormat.Of(path)!;

        Assert.Throws<IOException>(() => ExportFile.Write(path, replace: true, failing, Summary(), CancellationToken.None));
        Assert.Throws<IOException>(() => ExportFile.Write(path, replace: false, whole, Summary(), CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => ExportFile.Write(path, replace: true, whole, Summary(), new(canceled: true)));
        Assert.Equal("earlier", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.FullName));

        ExportFile.Write(path, replace: true, whole, Summary(), CancellationToken.None);

        Assert.StartsWith("### Password changes", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(folder.FullName));
    }

    // Every text that a report may have.
    private static ReportEntry Hostile(string? text) => Entry("x") with
    {
        RunId = text ?? "x",
        Provider = text ?? "x",
        Resource = text is { Length: > 0 } ? text : "x",
        InstanceId = text,
        Region = text,
        Account = text,
        RequestId = text,
        ErrorId = "ProviderError",
        ErrorCode = text,
        Message = text,
        VaultName = text,
        SecretName = text,
    };

    private static ReportSummary Summary(params ReportEntry[] entries) => new(entries, Night);

    private static string Write(Action<ReportSummary, TextWriter> write, params ReportEntry[] entries) =>
        TestReport.Write(write, Summary(entries));

    private static string[] Fields(string row) => [.. CsvField().Matches(row).Select(static field => field.Groups[1].Value)];

    // small, strong, code, p and li depend on which texts there are.
    private static IEnumerable<string> Tags(string page) => Tag().Matches(page)
        .Select(static tag => tag.Groups[2].Value)
        .Where(static tag => tag is not ("small" or "strong" or "code" or "p" or "li" or "ul" or "h2" or "h3" or "section"))
        .Distinct();

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
