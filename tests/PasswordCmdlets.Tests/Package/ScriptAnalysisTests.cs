using System;
using System.IO;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>The PowerShell Gallery analyses what it is sent; so do we, and the rest of our scripts with it.</summary>
public sealed class ScriptAnalysisTests
{
    [Fact]
    public void PSScriptAnalyzer_finds_nothing_in_the_module_the_scripts_and_the_examples()
    {
        PowerShellHost? shell = PowerShellHost.Find();
        Assert.SkipWhen(shell is null, "The script analysis was skipped: pwsh was not found on PATH.");
        Assert.SkipUnless(shell!.HasModule("PSScriptAnalyzer", "1.20"), "The script analysis was skipped: pwsh has no PSScriptAnalyzer 1.20 or later.");

        string output = shell.RunFile(Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Analysis.ps1"), TimeSpan.FromMinutes(5));

        Assert.Matches(@"^[1-9]\d* files, 0 findings\s*$", output);
    }
}
