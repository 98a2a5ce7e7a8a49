using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox;
using Xunit;

namespace PasswordCmdlets.Tests.NetFramework;

/// <summary>Runs the engine's .NET Framework tests: on Windows as they are, elsewhere under Mono.</summary>
public sealed class NetFrameworkTests
{
    [Fact]
    public async Task The_engine_of_Windows_PowerShell_passes_its_tests()
    {
        string? mono = OperatingSystem.IsWindows() ? null : ChildProcess.Find("mono");
        Assert.SkipUnless(OperatingSystem.IsWindows() || mono is not null,
            "The .NET Framework tests were skipped: this is not Windows, and mono was not found on PATH.");
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

        (int exitCode, string output) = await RunAsync(mono, sandbox.BaseAddress);

        Match summary = Regex.Match(output, @"Total: (\d+), Errors: 0, Failed: 0, Skipped: 0");

        // Mono 6.8 sometimes aborts its own timer thread while it ends, after the tests. It throws then, and the exit code is 1.
        bool isMonosEnd = mono is not null && summary.Success
            && output.AsSpan(summary.Index).Contains("System.Threading.Timer+Scheduler.SchedulerThread", StringComparison.Ordinal);
        Assert.True(
            summary.Success && (exitCode == 0 || isMonosEnd), $"The .NET Framework tests ended with exit code {exitCode}:\n{output}");
        Assert.True(int.Parse(summary.Groups[1].ValueSpan, null) > 100, output);
        TestContext.Current.SendDiagnosticMessage(output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? mono, Uri sandbox)
    {
        // The same configuration as these tests were built in.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Path.Combine(Repository.Root, "tests", "PasswordCmdlets.Core.Net472", "bin", configuration, "net472",
            "PasswordCmdlets.Core.Net472.exe");
        ProcessStartInfo start = new(mono ?? program);
        if (mono is not null)
        {
            start.ArgumentList.Add(program);
        }

        start.ArgumentList.Add("-noColor");
        start.Environment["PASSWORDCMDLETS_SANDBOX_ADDRESS"] = sandbox.ToString();
        return await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
    }
}
