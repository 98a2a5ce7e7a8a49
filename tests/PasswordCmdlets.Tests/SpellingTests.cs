using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>Checks the spelling of the documents and the comments. A new word of the field goes into tests/Spelling/words.txt.</summary>
public sealed class SpellingTests
{
    [Fact]
    public async Task Documents_and_comments_have_no_unknown_words()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Spelling");
        string checker = Path.Combine(folder, "node_modules", "cspell", "bin.mjs");
        string? node = ChildProcess.Find("node");
        Assert.SkipWhen(node is null, "The spelling was not checked: node was not found on PATH.");
        await NodePackages.RestoreAsync(folder, TestContext.Current.CancellationToken);
        ProcessStartInfo start = new(node!,
            [checker, "lint", "--config", "cspell.json", "--root", Repository.Root, "--dot", "--no-progress", "--no-color"])
        {
            WorkingDirectory = folder,
        };

        (int exitCode, string output) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, $"Unknown words; correct them, or add those of the field to tests/Spelling/words.txt:\n{output}");
        Match checkedFiles = Regex.Match(output, @"Files checked: (\d+)");
        Assert.True(checkedFiles.Success && int.Parse(checkedFiles.Groups[1].Value, CultureInfo.InvariantCulture) > 300, output);
    }
}
