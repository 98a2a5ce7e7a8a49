using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Tests;

/// <summary>
/// The PowerShell that the tests run in: the one that PASSWORDCMDLETS_TEST_SHELL specifies, else a pwsh 7.4 or later on PATH, else the .NET
/// tool that the tool manifest pins. With powershell.exe the Pester suite runs in Windows PowerShell 5.1.
/// </summary>
internal sealed class PowerShellHost
{
    public const string Variable = "PASSWORDCMDLETS_TEST_SHELL";

    private static readonly Version Oldest = new(7, 4);
    private static readonly Version OldestWindowsPowerShell = new(5, 1);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestRestore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestCompilation = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<PowerShellHost>> Shared =
        new(() => FindAsync(Environment.GetEnvironmentVariable(Variable), ChildProcess.Find("pwsh")));

    private PowerShellHost(string path) => Path = path;

    /// <summary>
    /// The program to start. Of the pinned tool it is PowerShell itself, not the tool's shim: killing it ends PowerShell.
    /// </summary>
    public string Path { get; }

    /// <summary>Finds the PowerShell of this test run, once.</summary>
    public static Task<PowerShellHost> FindAsync() => Shared.Value;

    /// <summary>Finds a PowerShell: the named one, else the one on PATH, else the pinned tool.</summary>
    /// <exception cref="InvalidOperationException">There is none that works; the message says what to do.</exception>
    internal static async Task<PowerShellHost> FindAsync(string? named, string? onPath)
    {
        if (!string.IsNullOrEmpty(named))
        {
            // A program without a folder is on PATH.
            named = named.AsSpan().ContainsAny('/', '\\')
                ? named
                : ChildProcess.Find(System.IO.Path.GetFileNameWithoutExtension(named)) ?? named;
            Version oldest = IsWindowsPowerShell(named) ? OldestWindowsPowerShell : Oldest;
            return await VersionAsync(named, $"{Variable} names {named}",
                $"Set {Variable} to the path of a pwsh 7.4 or later.") is { } version && version >= oldest
                ? new PowerShellHost(named)
                : throw new InvalidOperationException(
                    $"{Variable} names {named}, which is older than PowerShell {Oldest}. Set it to the path of a pwsh {Oldest} or later.");
        }

        return onPath is not null
            && await VersionAsync(onPath, $"The pwsh on PATH is {onPath}", "Repair it, or remove it from PATH.") >= Oldest
            ? new PowerShellHost(onPath)
            : await RestoreToolAsync();
    }

    /// <summary>Prepares a start of PowerShell without a profile and without a person.</summary>
    public ProcessStartInfo Start(params string[] arguments)
    {
        string[] policy = IsWindowsPowerShell(Path) ? ["-ExecutionPolicy", "Bypass"] : [];
        ProcessStartInfo start = new(Path, ["-NoProfile", "-NonInteractive", .. policy, .. arguments]);
        AddTo(start);
        return start;
    }

    /// <summary>Runs PowerShell and returns what it wrote to both streams.</summary>
    public async Task<string> RunAsync(TimeSpan longest, params string[] arguments) =>
        (await ChildProcess.RunAsync(Start(arguments), longest, CancellationToken.None)).Output;

    /// <summary>Lets a program find this pwsh on PATH, the sandbox that was built with the tests, and no metadata service.</summary>
    public void AddTo(ProcessStartInfo start)
    {
        start.Environment["PATH"] =
            System.IO.Path.GetDirectoryName(Path) + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["NO_COLOR"] = "1";
        if (IsWindowsPowerShell(Path))
        {
            // The modules of PowerShell 7 would come first.
            start.Environment.Remove("PSModulePath");
        }

        // PowerShell compiles each loop of a script. A process of a few seconds loses more by optimizing that code than it gains.
        start.Environment["DOTNET_JITMinOpts"] = "1";

        // Tests connect only to loopback.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";

        // No process listens there: a request for an instance role does not reach a metadata service.
        start.Environment["PASSWORDCMDLETS_METADATA_ENDPOINT"] = "http://127.0.0.1:9";
        start.Environment["PASSWORDCMDLETS_SANDBOX"] = System.IO.Path.Combine(AppContext.BaseDirectory, "PasswordCmdlets.Sandbox.dll");
    }

    public async Task<bool> HasModuleAsync(string name, string minimumVersion) =>
        (await RunAsync(LongestStart, "-Command",
            $"[bool](Get-Module -ListAvailable {name} | Where-Object Version -ge '{minimumVersion}')"))
        .Trim().EndsWith("True", StringComparison.Ordinal);

    private static bool IsWindowsPowerShell(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path).Equals("powershell", StringComparison.OrdinalIgnoreCase);

    private static async Task<Version?> VersionAsync(string path, string what, string remedy)
    {
        string output;
        try
        {
            string[] arguments = IsWindowsPowerShell(path)
                ? ["-NoProfile", "-Command", "\"PowerShell $($PSVersionTable.PSVersion)\""]
                : ["--version"];
            (int exitCode, output) = await ChildProcess.RunAsync(new ProcessStartInfo(path, arguments), LongestStart,
                CancellationToken.None);

            // A preview has a version such as 7.7.0-preview.1.
            if (exitCode == 0 && Version.TryParse(output.Trim().Split(' ', '-').ElementAtOrDefault(1), out Version? version))
            {
                return version;
            }
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or TimeoutException)
        {
            output = failure.Message;
        }

        throw new InvalidOperationException($"{what}, which does not start: {output.Split('\n')[0].Trim()} {remedy}");
    }

    private static async Task<PowerShellHost> RestoreToolAsync()
    {
        (int exitCode, string output) = await DotNetAsync(LongestRestore, "tool", "restore");
        if (exitCode != 0)
        {
            throw new InvalidOperationException(
                $"There is no pwsh {Oldest} or later on PATH, and 'dotnet tool restore' could not get the pinned one. Install PowerShell, "
                    + $"or restore with a network. dotnet wrote:\n{output}");
        }

        (exitCode, output) = await DotNetAsync(LongestStart, "tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-Command",
            "[Console]::Write($PSHOME)");
        string home = output.Trim();
        if (exitCode != 0 || !File.Exists(System.IO.Path.Combine(home, "pwsh.dll")))
        {
            throw new InvalidOperationException($"The PowerShell that 'dotnet tool restore' got does not start:\n{output}");
        }

        return new PowerShellHost(
            OperatingSystem.IsWindows() ? System.IO.Path.Combine(home, "pwsh.exe") : Wrap(await CompileAsync(home) ?? home));
    }

    /// <summary>The tool's PowerShell compiled ahead of time, once for each version; null where that is not possible.</summary>
    private static async Task<string?> CompileAsync(string home)
    {
        string version = FileVersionInfo.GetVersionInfo(System.IO.Path.Combine(home, "pwsh.dll")).FileVersion ?? "unknown";
        string image = System.IO.Path.Combine(AppContext.BaseDirectory, "pwsh-image", version);
        if (Directory.Exists(image))
        {
            return image;
        }

        string written = $"{image}.{Environment.ProcessId}";
        (int exitCode, _) = await DotNetAsync(
            LongestCompilation, "publish", System.IO.Path.Combine("tests", "PowerShellImage"), $"-p:PowerShellHome={home}",
            "--output", written, "-nodeReuse:false");
        if (exitCode != 0)
        {
            Directory.CreateDirectory(written);
            Directory.Delete(written, recursive: true);
            return null;
        }

        try
        {
            Directory.Move(written, image);
        }
        catch (IOException) when (Directory.Exists(image))
        {
            // Another test run was faster.
            Directory.Delete(written, recursive: true);
        }

        return image;
    }

    /// <summary>Writes a pwsh that runs the tool's pwsh.dll in its own process. The tool's own pwsh is for one kind of processor.</summary>
    private static string Wrap(string home)
    {
        string folder = Directory.CreateDirectory(System.IO.Path.Combine(AppContext.BaseDirectory, "pwsh-tool")).FullName;
        string path = System.IO.Path.Combine(folder, "pwsh");
        string written = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(written, $"#!/bin/sh\nexec '{DotNet}' '{System.IO.Path.Combine(home, "pwsh.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(written, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // Another test run may start the old one at this moment.
        File.Move(written, path, overwrite: true);
        return path;
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? ChildProcess.Find("dotnet") ?? "dotnet";

    private static Task<(int ExitCode, string Output)> DotNetAsync(TimeSpan longest, params string[] arguments) =>
        ChildProcess.RunAsync(new ProcessStartInfo(DotNet, arguments) { WorkingDirectory = Repository.Root }, longest,
            CancellationToken.None);
}
