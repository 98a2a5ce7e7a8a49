using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Reports.Export;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.TestReport;

namespace PasswordCmdlets.Core.Tests.Operations.Reports;

/// <summary>Compares the exports of one report with the files in tests/vectors/exports.</summary>
public sealed class ExportedPageTests
{
    [Theory]
    [InlineData("report.html")]
    [InlineData("report.csv")]
    [InlineData("report.md")]
    public void The_export_of_a_report_is_the_known_one(string file)
    {
        using TemporaryFolder folder = new();
        string path = folder.FileOf(file);

        ExportFile.Write(path, replace: false, ExportFormat.Of(path)!, Report(), CancellationToken.None);

        // What the page looks like and what its script does is not part of the comparison.
        string page = Regex.Replace(File.ReadAllText(path), "<(style|script)>.*?</\\1>|'sha256-[^']*'", string.Empty,
            RegexOptions.Singleline);
        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "exports", file)).ReplaceLineEndings("\n"),
            page.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("a.html", false)]
    [InlineData("a.HTM", false)]
    [InlineData("a.md", false)]
    [InlineData("a.markdown", false)]
    [InlineData("a.csv", true)]
    public void Only_CSV_begins_with_a_byte_order_mark(string path, bool hasMark) =>
        Assert.Equal(hasMark, ExportFormat.Of(path)!.Encoding.Preamble.Length > 0);

    [Fact]
    public void A_format_that_is_not_known_is_none() => Assert.Null(ExportFormat.Of("a.xlsx"));

    [Theory]
    [InlineData(0, "1 second")]
    [InlineData(47, "1 second")]
    [InlineData(48, "2 seconds")]
    [InlineData(2 * 3600, "5 minutes")]
    [InlineData(40 * 60, "1 minute")]
    [InlineData(40 * 3600, "1 hour")]
    [InlineData(7 * 24 * 3600, "4 hours")]
    [InlineData(40 * 24 * 3600, "1 day")]
    [InlineData(90 * 24 * 3600, "2 days")]
    public void The_length_of_a_period_is_in_words(int seconds, string words)
    {
        string page = Write(HtmlTimeline.Write, Timeline.Of([Entry("a"), Entry("b") with { Time = Night.AddSeconds(seconds) }]));

        Assert.Contains($"one bar is {words};", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bar_of_many_shows_the_single_failure_too()
    {
        IEnumerable<ReportEntry> many = Enumerable.Range(0, 999).Select(static number => Entry($"i-{number}"));
        Timeline timeline = Timeline.Of([.. many, Entry("failed", "Failed"), Entry("later") with { Time = Night.AddSeconds(1) }])!;

        string page = Write(HtmlTimeline.Write, timeline);

        Assert.Contains("<title>2026-11-27 01:58:03: 999 Succeeded, 1 Failed</title>", page, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"is-failed\" x=\"0\" y=\"0\" width=\"18\" height=\"2\"/>", page, StringComparison.Ordinal);
        Assert.Contains("<rect class=\"is-succeeded\" x=\"0\" y=\"0.16\" width=\"18\" height=\"159.84\"/>", page,
            StringComparison.Ordinal);
        Assert.Contains("<rect class=\"is-succeeded\" x=\"20\" y=\"158\" width=\"18\" height=\"2\"/>", page, StringComparison.Ordinal);
        Assert.Empty(Write(HtmlTimeline.Write, (Timeline?)null));
    }

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(1, "1 more cause.", "151 more causes.")]
    [InlineData(2, "2 more causes.", "152 more causes.")]
    public void Causes_beyond_the_most_are_counted(int more, string? html, string? markdown)
    {
        IEnumerable<int> numbers = Enumerable.Range(0, 200 + more);
        ReportSummary summary = new([.. numbers.Select(static number => Entry("i", "Failed") with { ErrorId = $"E{number}" })], Night);
        ReportSummary fifty = new([.. summary.Targets.Take(50)], Night);

        string page = Write(HtmlExport.Write, summary);
        Assert.Equal(200, Regex.Count(page, "<h3>"));
        Assert.Equal(html, More(page));
        Assert.Equal(markdown ?? "150 more causes.", More(Write(MarkdownExport.Write, summary)));
        Assert.Null(More(Write(MarkdownExport.Write, fifty)));
    }

    private static string? More(string page) =>
        Regex.Match(page, "[0-9]+ more causes?\\.") is { Success: true } match ? match.Value : null;

    // Each status, and each property in at least one target.
    private static ReportSummary Report() => new(
        [
            Entry("ins-1") with
            {
                StartedAt = Night.AddSeconds(-12),
                Duration = TimeSpan.FromSeconds(12.34),
                RequestId = "request-1",
                VaultName = "fleet",
                SecretName = "entry",
                Account = "account-1",
                RestartRequired = true,
                Message = "Changed <b>.",
            },
            Entry("dcs-1", "Failed") with
            {
                Provider = "Huawei",
                Resource = "DcsInstance",
                UserName = "alice",
                ProjectId = "project-1",
                ProfileName = "ops",
                ErrorId = "OldPasswordIncorrect",
                ErrorCode = "DCS.4099",
                Message = "Wrong | old.",
                Attempts = 3,
                RetryTimesLeft = 2,
                LockTimeLeft = 5,
                Time = Night.AddMinutes(7),
            },
            Entry("dcs-2", "Failed") with
            {
                Provider = "Huawei", ErrorId = "OldPasswordIncorrect", ErrorCode = "DCS.4099", RunId = "run2", Time = Night.AddMinutes(-6),
            },
            Entry("ins-3", "Unknown"),
            Entry("ins-4", "Sent"),
            Entry("ins-5", "Edited") with { Time = default },
            Entry("ins-6", "Cancelled"),
            Entry("ins-7", "Planned"),
            Entry("ins-8", "Accepted"),
            Entry("ins-9") with { ErrorId = "VaultWriteFailed", Provider = "Zenlayer", RestartRequired = false },
            Entry("ins-10") with { ErrorId = "VaultWriteFailed", Message = string.Empty },
            Entry("x") with { Provider = "Alibaba", Resource = "RamUser", InstanceId = null, UserName = "bob", Account = "account-2" },
            Entry("x") with { Provider = "Alibaba", Resource = "RamUser", InstanceId = null, Account = "account-3" },
        ],
        Night.AddHours(1))
    {
        SkippedLines = 1,
    };
}
