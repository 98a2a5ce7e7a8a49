using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>Pester files in PowerShell 7.6 for Windows, under Wine.</summary>
public sealed class PesterTests(Wine wine)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Pester");
    private static readonly TimeSpan LongestFile = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_tests_of_what_is_particular_to_Windows_pass()
    {
        wine.Require();

        PesterTotals totals = await RunAsync("Windows", Longest);

        Assert.True(totals.Failures.Count == 0, $"{string.Join('\n', totals.Failures)}\n{totals.Output}");
        Assert.NotEqual(0, totals.Passed);
        Assert.True(totals.Skipped < totals.Passed, totals.Output);
    }

    /// <summary>
    /// The whole suite takes half an hour, so it runs only when it is asked for: build.sh test-windows. A variable specifies some of its
    /// files.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task The_suite_fails_in_nothing_but_what_Wine_lacks()
    {
        wine.Require();
        string files = Environment.GetEnvironmentVariable("PASSWORDCMDLETS_TEST_FILES") ?? "*";
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        List<string> unexpected = [];
        int passed = 0, failed = 0, skipped = 0;
        string[] paths = Directory.GetFiles(Folder, $"{files}.Tests.ps1");
        Assert.True(paths.Length > 0, $"tests/Pester has no file {files}.Tests.ps1.");
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(path)[..^".Tests.ps1".Length];
            PesterTotals totals;
            try
            {
                totals = await RunAsync(file, LongestFile);
            }
            catch (TimeoutException late)
            {
                string last = late.Message.TrimEnd().Split('\n')[^1].Trim();
                string failure = $"{file}.Tests.ps1 did not end within {LongestFile}; its last line was: {last}";
                totals = new PesterTotals(0, 0, [failure], late.Message);
            }

            passed += totals.Passed;
            failed += totals.Failures.Count;
            skipped += totals.Skipped;
            output.WriteLine($"{file}: {totals.Passed} passed, {totals.Failures.Count} failed, {totals.Skipped} skipped");
            foreach (string failure in totals.Failures)
            {
                bool isExpected = WineFaults.Include(failure);
                output.WriteLine($"    {(isExpected ? "Wine's fault" : "failed")}: {failure}");
                if (!isExpected)
                {
                    unexpected.Add(failure);
                }
            }
        }

        output.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        Assert.NotEqual(0, passed);
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }

    private async Task<PesterTotals> RunAsync(string file, TimeSpan longest)
    {
        string summary = Path.GetTempFileName();
        try
        {
            (_, string output) = await wine.RunAsync(
                longest,
                WineFolders.PowerShell,
                "-NoProfile",
                "-NonInteractive",
                "-File",
                WineFolders.ToWindows(Path.Combine(Folder, "Invoke-Suite.ps1")),
                "-ModulePath",
                WineFolders.ToWindows(Repository.ModuleManifest),
                "-PesterPath",
                WineFolders.ToWindows(WineFolders.Pester),
                "-SummaryPath",
                WineFolders.ToWindows(summary),
                "-Filter",
                file);
            string text = File.ReadAllText(summary);
            Assert.False(string.IsNullOrWhiteSpace(text), $"{file}.Tests.ps1 wrote no summary:\n{output}");
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement totals = document.RootElement;
            return new PesterTotals(
                totals.GetProperty("Passed").GetInt32(),
                totals.GetProperty("Skipped").GetInt32(),
                [.. totals.GetProperty("Failures").EnumerateArray().Select(static failure => failure.GetString()!)],
                output);
        }
        finally
        {
            File.Delete(summary);
        }
    }

    private sealed record PesterTotals(int Passed, int Skipped, IReadOnlyList<string> Failures, string Output);
}
