using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Tests.Help;

/// <summary>What an exported report advises is what the help advises.</summary>
public sealed partial class AdviceTests
{
    [GeneratedRegex(@"^\| (\w+) \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [Fact]
    public void Every_error_id_has_the_advice_of_the_help()
    {
        string page = File.ReadAllText(Path.Combine(HelpPage.Folder, "about_PasswordCmdlets_Results.md")).ReplaceLineEndings("\n");
        string table = page[page.IndexOf("## ErrorIds", StringComparison.Ordinal)..page.IndexOf("## Reports", StringComparison.Ordinal)];
        Dictionary<string, string> rows = Row().Matches(table)
            .Where(static row => row.Groups[1].Value != "ErrorId")
            .ToDictionary(static row => row.Groups[1].Value, static row => row.Groups[2].Value);
        string[] ids = [.. typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => field.Name)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(rows, static row => Assert.Equal(row.Value, ErrorAdvice.Of(row.Key)));
    }
}
