using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>Runs the providers' official clients, and the packed module beside them, against the sandbox.</summary>
public sealed class InteropTests(Package.ModulePackage package)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task The_official_clients_and_the_module_find_what_docs_interop_says()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Interop");
        string? node = ChildProcess.Find("node");
        Assert.SkipWhen(node is null, "The official clients were skipped: node was not found on PATH.");
        await NodePackages.RestoreAsync(folder, TestContext.Current.CancellationToken);
        ProcessStartInfo start = new(node!)
        {
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add("--test");
        start.ArgumentList.Add("--test-reporter=tap");
        start.Environment["PASSWORDCMDLETS_MODULE"] = package.Manifest;
        (await PowerShellHost.FindAsync()).AddTo(start);

        (int exitCode, string output) = await ChildProcess.RunAsync(start, Longest, TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, $"node --test ended with {exitCode}:\n{output}");
    }
}
