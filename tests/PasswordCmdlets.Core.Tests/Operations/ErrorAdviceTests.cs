using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Tests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>What an exported report advises is what the help advises.</summary>
public sealed partial class ErrorAdviceTests
{
    [GeneratedRegex(@"^\| (\w+) \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [Fact]
    public void Every_error_id_has_the_advice_of_the_help()
    {
        string file = Path.Combine(Repository.Root, "docs", "en-US", "about_PasswordCmdlets_Results.md");
        string page = File.ReadAllText(file).ReplaceLineEndings("\n");
        string table = page[page.IndexOf("## ErrorIds", StringComparison.Ordinal)..page.IndexOf("## Reports", StringComparison.Ordinal)];
        Dictionary<string, string> rows = Row().Matches(table)
            .Where(static row => row.Groups[1].Value != "ErrorId")
            .ToDictionary(static row => row.Groups[1].Value, static row => row.Groups[2].Value);
        string[] ids = [.. typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => field.Name)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(rows, static row => Assert.Equal(row.Value, ErrorAdvice.Of(row.Key)));
    }

    [Theory]
    [InlineData("Failed", ErrorIds.Throttled, ErrorIds.Throttled)]
    [InlineData("Unknown", null, ErrorIds.OutcomeUnknown)]
    [InlineData("Cancelled", null, ErrorIds.Cancelled)]
    [InlineData("Unknown", ErrorIds.Throttled, ErrorIds.Throttled)]
    [InlineData("Succeeded", null, null)]
    public void An_entry_without_an_error_id_has_the_advice_of_its_status(string status, string? errorId, string? advice) => Assert.Equal(
        ErrorAdvice.Of(advice), ErrorAdvice.Of(TestReport.Entry("i", status) with { ErrorId = errorId }));

    [Theory]
    [InlineData(ReportEntry.Planned, "never sent")]
    [InlineData(ReportEntry.Sent, "may or may not have taken effect")]
    public void An_entry_without_a_result_says_what_is_known(string status, string words) =>
        Assert.Contains(words, ErrorAdvice.Of(TestReport.Entry("i", status)), StringComparison.Ordinal);
}
