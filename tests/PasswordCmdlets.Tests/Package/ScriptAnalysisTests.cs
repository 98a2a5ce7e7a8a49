using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests.Package;

/// <summary>The PowerShell Gallery analyses what it is sent; so do we, and the rest of our scripts with it.</summary>
public sealed class ScriptAnalysisTests
{
    [Fact]
    public async Task PSScriptAnalyzer_finds_nothing_in_the_module_the_scripts_and_the_examples()
    {
        PowerShellHost shell = await PowerShellHost.FindAsync();
        Assert.SkipUnless(await shell.HasModuleAsync("PSScriptAnalyzer", "1.20"),
            "The script analysis was skipped: pwsh has no PSScriptAnalyzer 1.20 or later.");

        string output = await shell.RunAsync(TimeSpan.FromMinutes(5), "-File",
            Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Analysis.ps1"));

        Assert.Matches(@"^[1-9]\d* files, 0 findings\s*$", output);
    }
}
