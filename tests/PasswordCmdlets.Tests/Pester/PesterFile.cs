using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Tests.Package;
using Xunit;

[assembly: AssemblyFixture(typeof(PasswordCmdlets.Tests.SandboxService))]

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// Runs one file of the Pester suite against the packed module, in real PowerShell. The build derives a class of each file.
/// </summary>
public abstract class PesterFile(ModulePackage package, SandboxService sandboxes)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private static string Pester { get; } = typeof(PesterFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Pester").Value!;

    private protected async Task RunAsync(string name)
    {
        PowerShellHost shell = await PowerShellHost.FindAsync();
        string folder = Directory.CreateTempSubdirectory("passwordcmdlets-pester-").FullName;
        string summaryPath = Path.Combine(folder, "summary.json");
        try
        {
            ProcessStartInfo start = shell.Start(
                "-File",
                Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1"),
                "-ModulePath",
                package.Manifest,
                "-PesterPath",
                Pester,
                "-SummaryPath",
                summaryPath,
                "-Filter",
                name);
            start.Environment[SandboxService.Variable] = sandboxes.Address.AbsoluteUri;
            GiveHome(start, folder);
            (_, string output) = await ChildProcess.RunAsync(start, Longest, TestContext.Current.CancellationToken);

            string text = File.Exists(summaryPath) ? File.ReadAllText(summaryPath) : string.Empty;
            Assert.False(string.IsNullOrWhiteSpace(text), $"{name}.Tests.ps1 wrote no summary:\n{output}");
            using JsonDocument summary = JsonDocument.Parse(text);
            int passed = summary.RootElement.GetProperty("Passed").GetInt32();
            int failed = summary.RootElement.GetProperty("Failed").GetInt32();
            int skipped = summary.RootElement.GetProperty("Skipped").GetInt32();
            TestContext.Current.SendDiagnosticMessage("{0}.Tests.ps1: {1} passed, {2} failed, {3} skipped.", name, passed, failed, skipped);
            Assert.True(failed == 0,
                $"{failed} tests of {name}.Tests.ps1 failed:\n{summary.RootElement.GetProperty("Failures")}\n{output}");
            Assert.True(passed > 0 || skipped > 0, $"{name}.Tests.ps1 has no tests:\n{output}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Registered vaults and the like are in the home folder. Files that run side by side, and the person who runs them,
    // each have their own.
    private static void GiveHome(ProcessStartInfo start, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows does not go by a variable.
            return;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? modules = Environment.GetEnvironmentVariable("PSModulePath");
        start.Environment["HOME"] = folder;
        start.Environment["PSModulePath"] =
            $"{home}/.local/share/powershell/Modules{Path.PathSeparator}{modules}".TrimEnd(Path.PathSeparator);

        // What PowerShell keeps there makes it start faster.
        start.Environment["XDG_CACHE_HOME"] = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? $"{home}/.cache";
    }
}
