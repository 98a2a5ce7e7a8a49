using System;
using System.IO;
using System.Text.Json;
using PasswordCmdlets.Tests.Package;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>Runs the Pester suite against the packed module, in real PowerShell where there is one.</summary>
public sealed class PesterSuiteTests(ModulePackage package) : IClassFixture<ModulePackage>
{
    [Fact]
    public void The_Pester_suite_passes_in_real_PowerShell()
    {
        PowerShellHost? shell = PowerShellHost.Find();
        Assert.SkipWhen(shell is null, "The Pester suite was skipped: pwsh was not found on PATH.");
        Assert.SkipUnless(shell!.HasModule("Pester", "5.5"), "The Pester suite was skipped: pwsh has no Pester 5.5 or later.");
        string summaryPath = Path.GetTempFileName();
        try
        {
            string output = shell.RunFile(
                Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1"),
                TimeSpan.FromMinutes(20),
                "-ModulePath",
                package.Manifest,
                "-SummaryPath",
                summaryPath);

            string text = File.ReadAllText(summaryPath);
            Assert.False(string.IsNullOrWhiteSpace(text), $"The suite wrote no summary:\n{output}");
            using JsonDocument summary = JsonDocument.Parse(text);
            int passed = summary.RootElement.GetProperty("Passed").GetInt32();
            int failed = summary.RootElement.GetProperty("Failed").GetInt32();
            TestContext.Current.SendDiagnosticMessage("Pester: {0} passed, {1} failed.", passed, failed);
            Assert.True(failed == 0, $"{failed} Pester tests failed:\n{summary.RootElement.GetProperty("Failures")}\n{output}");
            Assert.NotEqual(0, passed);
        }
        finally
        {
            File.Delete(summaryPath);
        }
    }
}
