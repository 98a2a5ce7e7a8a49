using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Tests.Package;
using Xunit;

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// Runs one file of the Pester suite against the packed module, in real PowerShell. The build derives a class of each file.
/// </summary>
public abstract class PesterFile(ModulePackage package, PowerShellWorkers workers)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private static string Pester { get; } = typeof(PesterFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Pester").Value!;

    private protected async Task RunAsync(string name)
    {
        string folder = Directory.CreateTempSubdirectory("passwordcmdlets-pester-").FullName;
        string summaryPath = Path.Combine(folder, "summary.json");
        try
        {
            PowerShellJob job = new()
            {
                Script = Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1"),
                Arguments = new Dictionary<string, string>
                {
                    ["ModulePath"] = package.Manifest,
                    ["PesterPath"] = Pester,
                    ["SummaryPath"] = summaryPath,
                    ["Filter"] = name,
                },
            };
            (_, string output) = await workers.RunAsync(job, Longest, TestContext.Current.CancellationToken);

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
}
