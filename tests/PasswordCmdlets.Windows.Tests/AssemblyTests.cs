using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>The module's assembly on the .NET for Windows of PowerShell 7.4 and of 7.6.</summary>
public sealed class AssemblyTests(Wine wine)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task The_exported_types_load_before_the_engine_can_be_found(string framework)
    {
        wine.Require();
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        const string probe = "PasswordCmdlets.Windows.Probe";
        string program = Path.Combine(Repository.Root, "tests", probe, "bin", configuration, framework, "win-x64", $"{probe}.exe");
        string module = Path.Combine(Path.GetDirectoryName(Repository.ModuleManifest)!, "net8.0", "PasswordCmdlets.dll");

        (int exitCode, string output) = await wine.RunAsync(Longest, program, WineFolders.ToWindows(module));

        Assert.True(exitCode == 0, output);
        Assert.Matches($@"\.NET {framework["net".Length..^2]}\.\S+ for win-x64\s+[1-9]\d* exported types", output);
    }
}
