using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>
/// Runs build.sh and build.ps1, and finds the tests' PowerShell, with programs on PATH that are too old, broken or without a network.
/// </summary>
public sealed class BuildScriptTests : IDisposable
{
    private const string GoodDotNet = "echo 10.0.100";
    private const string OfflineDotNet = "if [ \"$1\" = tool ]; then echo 'error NU1301: no such host'; exit 1; fi; echo 10.0.100";
    private const string OldPowerShell = "echo PowerShell 7.2.24";
    private const string BrokenPowerShell = "echo 'libicu is missing' >&2; exit 134";

    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("passwordcmdlets-programs-");

    public void Dispose() => _programs.Delete(recursive: true);

    [Theory]
    [InlineData("build.sh", "echo 'A compatible .NET SDK was not found.'; exit 155", BrokenPowerShell,
        "PasswordCmdlets needs the .NET SDK 10.0 or later: https://dotnet.microsoft.com/download.")]
    [InlineData("build.ps1", "echo 'A compatible .NET SDK was not found.'; exit 155", BrokenPowerShell,
        "PasswordCmdlets needs the .NET SDK 10.0 or later: https://dotnet.microsoft.com/download.")]
    [InlineData("build.sh", OfflineDotNet, OldPowerShell,
        "There is no pwsh 7.4 or later on PATH, and 'dotnet tool restore' could not download one.")]
    [InlineData("build.ps1", OfflineDotNet, OldPowerShell,
        "There is no pwsh 7.4 or later on PATH, and 'dotnet tool restore' could not download one.")]
    [InlineData("build.sh", GoodDotNet, BrokenPowerShell, "does not start: libicu is missing. Repair it, or remove it from PATH.")]
    [InlineData("build.ps1", GoodDotNet, BrokenPowerShell, "does not start: libicu is missing. Repair it, or remove it from PATH.")]
    public async Task The_demo_ends_with_1_and_says_what_to_do(string script, string dotnet, string pwsh, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        Add("dotnet", dotnet);
        Add("pwsh", pwsh);

        (int exitCode, string output) = await RunAsync(Path.Combine(Repository.Root, script), "demo");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, Unwrapped(output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build.sh", "pack", true, true)]
    [InlineData("build.sh", "pack-module", true, false)]
    [InlineData("build.sh", "pack-extension", false, true)]
    [InlineData("build.ps1", "Pack", true, true)]
    [InlineData("build.ps1", "PackModule", true, false)]
    [InlineData("build.ps1", "PackExtension", false, true)]
    public async Task The_module_is_packed_without_npm_and_npm_runs_no_script_of_a_package(
        string script, string task, bool packsModule, bool packsExtension)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        string log = Path.Combine(_programs.FullName, "log");
        string record = $"echo \"${{0##*/}} $*\" >>'{log}'";
        Add("dotnet", $"{record}; {GoodDotNet}");
        Add("npm", record);
        string root = _programs.CreateSubdirectory("repository").FullName;
        File.Copy(Path.Combine(Repository.Root, script), Path.Combine(root, script));
        File.WriteAllText(Path.Combine(root, "LICENSE"), string.Empty);
        Directory.CreateDirectory(Path.Combine(root, "output", "PasswordCmdlets"));
        Directory.CreateDirectory(Path.Combine(root, "src", "AzurePipelinesTask", "CloudPassword"));

        (int exitCode, string output) = await RunAsync(Path.Combine(root, script), task);

        Assert.True(exitCode == 0, output);
        string[] calls = File.ReadAllLines(log);
        Assert.Equal(packsModule ? 2 : 0, calls.Count(static call => call.StartsWith("dotnet pack ", StringComparison.Ordinal)));
        Assert.Equal(packsExtension ? 3 : 0, calls.Count(static call => call.StartsWith("npm ", StringComparison.Ordinal)));
        Assert.All(calls.Where(static call => call.Contains(" ci ", StringComparison.Ordinal)),
            static call => Assert.Contains(" --ignore-scripts ", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_ours_or_compiled_ahead_of_time_is_signed_and_the_libraries_of_others_are_not()
    {
        string[] signed =
        [
            "PasswordCmdlets.psd1", "PasswordCmdlets.Format.ps1xml", "net8.0/PasswordCmdlets.dll",
            "net8.0/dependencies/PasswordCmdlets.Core.dll", "net8.0/dependencies/win-x64/PasswordCmdlets.Core.dll",
            "net8.0/dependencies/win-x64/Polly.Core.dll", "net8.0/dependencies/linux-x64/Polly.Core.dll",
        ];
        string module = _programs.CreateSubdirectory("module").FullName;
        foreach (string file in (string[])[.. signed, "LICENSE", "en-US/about.help.txt", "net8.0/dependencies/Polly.Core.dll"])
        {
            string path = Path.Combine(module, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Empty);
        }

        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddDays(1));
        PowerShellHost shell = await PowerShellHost.FindAsync();

        // Set-AuthenticodeSignature exists only on Windows.
        ProcessStartInfo start = shell.Start("-Command",
            $$"""
            function Set-AuthenticodeSignature($LiteralPath, $Certificate, $HashAlgorithm, $IncludeChain, $TimestampServer) {
                Write-Host "signs $LiteralPath"
                @{ Status = 'Valid' }
            }
            & '{{Path.Combine(Repository.Root, ".github", "Add-Signature.ps1")}}' -Path '{{module}}'
            """);
        start.Environment["SIGNING_CERTIFICATE"] = Convert.ToBase64String(certificate.Export(X509ContentType.Pfx, "secret"));
        start.Environment["SIGNING_CERTIFICATE_PASSWORD"] = "secret";
        (int exitCode, string output) =
            await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            signed.Order(StringComparer.Ordinal),
            Regex.Matches(output, "signs (.+)")
                .Select(match => Path.GetRelativePath(module, match.Groups[1].Value.Trim()).Replace('\\', '/'))
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_step_that_has_the_certificate_runs_the_signing_script_alone_and_nothing_of_its_job_runs_before()
    {
        string workflow = File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "publish.yml")).ReplaceLineEndings("\n");
        string job = Assert.Single(
            Regex.Split(workflow, @"\n(?=  \w+:\n)"), static part => part.Contains("secrets.SIGNING", StringComparison.Ordinal));
        string[] steps = Regex.Split(job, @"\n {6}- ");
        int signing = Array.FindIndex(steps, static step => step.Contains("secrets.SIGNING", StringComparison.Ordinal));

        Assert.Matches(@"\n {8}run: \|\n {10}if \(\S+\) \{ \.github/Add-Signature\.ps1 -Path \S+ \}.*\Z", steps[signing]);
        Assert.All(steps[1..signing], static step => Assert.Matches(@"\Auses: actions/(checkout|download-artifact)@[0-9a-f]{40} ", step));
        Assert.DoesNotContain(steps[(signing + 1)..], static step => step.Contains("secrets.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tests_do_not_run_in_a_PowerShell_that_is_too_old_or_broken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        string old = Add("old", OldPowerShell);
        string broken = Add("broken", BrokenPowerShell);
        string missing = Path.Combine(_programs.FullName, "missing");

        Assert.Equal(
            $"PASSWORDCMDLETS_TEST_SHELL names {old}, which is older than PowerShell 7.4. Set it to the path of a pwsh 7.4 or later.",
            await FailureAsync(old, null));
        Assert.Equal(
            $"PASSWORDCMDLETS_TEST_SHELL names {broken}, which does not start: libicu is missing Set PASSWORDCMDLETS_TEST_SHELL to the "
                + "path of a pwsh 7.4 or later.", await FailureAsync(broken, null));
        Assert.StartsWith($"PASSWORDCMDLETS_TEST_SHELL names {missing}, which does not start: ", await FailureAsync(missing, null),
            StringComparison.Ordinal);
        Assert.Equal($"The pwsh on PATH is {broken}, which does not start: libicu is missing Repair it, or remove it from PATH.",
            await FailureAsync(null, broken));
    }

    [Fact]
    public async Task The_tests_run_in_Windows_PowerShell_where_it_is_specified()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of this test are shell scripts.");
        string windows = Add("powershell", "[ \"$1\" = -NoProfile ] && echo PowerShell 5.1.26100.1");
        string elsewhere = Add("powershell.old", "[ \"$1\" = -NoProfile ] && echo PowerShell 5.0.1");

        ProcessStartInfo start = (await PowerShellHost.FindAsync(windows, null)).Start("-File", "x.ps1");

        Assert.Equal(["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", "x.ps1"], start.ArgumentList);
        Assert.False(start.Environment.ContainsKey("PSModulePath"));
        string failure = await FailureAsync(elsewhere, null);
        Assert.StartsWith($"PASSWORDCMDLETS_TEST_SHELL names {elsewhere}, which is older", failure, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(string? named, string? onPath) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => PowerShellHost.FindAsync(named, onPath))).Message;

    private async Task<(int ExitCode, string Output)> RunAsync(string path, string task)
    {
        PowerShellHost shell = await PowerShellHost.FindAsync();
        string programs = $"{_programs.FullName}:/usr/bin:/bin";

        // A PowerShell that is a .NET tool finds its own dotnet on PATH, so PATH changes when it runs. The function stands for npm.ps1.
        ProcessStartInfo start = path.EndsWith(".sh", StringComparison.Ordinal)
            ? new("bash", ["-c", $"PATH='{programs}' exec bash '{path}' {task}"])
            : shell.Start("-Command", $"$env:PATH = '{programs}'; function npm {{ throw }}; & '{path}' -Task {task}");
        return await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
    }

    // PowerShell breaks a message into lines with a bar before each.
    private static string Unwrapped(string output) => Regex.Replace(output, @"\s*\n\s*\|?\s*", " ");

    private string Add(string name, string script)
    {
        string path = Path.Combine(_programs.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
