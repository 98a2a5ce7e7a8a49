using System;
using System.IO;
using System.Linq;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>The tests of the Pester suite that fail under Wine because of Wine, as docs/testing.md lists them.</summary>
internal static class WineFaults
{
    private const string Heading = "### What fails under Wine";

    private static readonly string[] Names =
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "testing.md"))
            .SkipWhile(static line => line != Heading)
            .Skip(1)
            .TakeWhile(static line => !line.StartsWith('#'))
            .Where(static line => line.StartsWith("- `", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]),
    ];

    /// <summary>Whether a failure, which begins with the test's full name, is one of them.</summary>
    public static bool Include(string failure) => Array.Exists(Names, name => failure.StartsWith(name, StringComparison.Ordinal));
}
