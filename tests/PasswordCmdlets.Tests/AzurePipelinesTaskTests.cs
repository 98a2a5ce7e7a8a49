using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox;
using PasswordCmdlets.Tests.Package;
using PasswordCmdlets.Tests.Pester;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>Runs the tests of the Azure Pipelines task, both handlers, against a sandbox and the packed module.</summary>
public sealed class AzurePipelinesTaskTests(ModulePackage package)
{
    [Fact]
    public async Task The_pipeline_task_passes_its_tests()
    {
        string? node = ChildProcess.Find("node");
        Assert.SkipWhen(node is null, "The pipeline task's tests were skipped: node was not found on PATH.");
        await NodePackages.RestoreAsync(Path.Combine(Repository.Root, "src", "AzurePipelinesTask", "CloudPassword"),
            TestContext.Current.CancellationToken);
        PowerShellHost shell = await PowerShellHost.FindAsync();
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

        ProcessStartInfo start = new(node);
        start.ArgumentList.Add("--test");
        start.ArgumentList.Add("--test-reporter=tap");
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "AzurePipelinesTask", "task.test.js"));
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "AzurePipelinesTask", "role.test.js"));
        start.Environment["PASSWORDCMDLETS_SANDBOX_ADDRESS"] = sandbox.BaseAddress.ToString();
        start.Environment["PASSWORDCMDLETS_MODULE"] = package.Manifest;
        start.Environment["TEST_PWSH"] = shell.Path;
        shell.AddTo(start);
        await using CommandLineService service = await CommandLineService.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            // Windows cannot start a script as pwsh.exe.
            start.Environment["TEST_SHARED_PWSH"] = Path.Combine(Repository.Root, "tests", "AzurePipelinesTask", "SharedShell", "pwsh");
            start.Environment[CommandLineService.Variable] = service.Address.AbsoluteUri;
        }

        (int exitCode, string text) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(15), TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, text);
        Assert.Matches(new Regex(@"(?m)^# pass [1-9]\d+$"), text);
        Assert.Matches(new Regex(@"(?m)^# (skipped|fail) 0$"), text);
    }
}
