using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>Runs programs for Windows under Wine, in a prefix that is prepared once and kept in the project's obj folder.</summary>
public sealed class Wine : IAsyncLifetime
{
    private static readonly TimeSpan LongestToPrepare = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestToEnd = TimeSpan.FromSeconds(30);

    private readonly string? _wine = IsSupported ? ChildProcess.Find("wine") : null;
    private readonly SandboxService _sandboxes = new();
    private Process? _lock;

    private static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    public async ValueTask InitializeAsync()
    {
        if (_wine is null || !WineFolders.AreRestored)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(WineFolders.Lock)!);
        _lock = await LockAsync();
        WineFolders.LayOutDotNetRoot();
        if (!Directory.Exists(WineFolders.Prefix))
        {
            await PreparePrefixAsync();
        }

        await _sandboxes.InitializeAsync();
    }

    /// <summary>Skips the test where nothing can run under Wine.</summary>
    public void Require()
    {
        Assert.SkipWhen(_wine is null, "Nothing ran under Wine: this is not Linux on x64, or wine was not found on PATH.");
        Assert.SkipUnless(WineFolders.AreRestored, "Nothing ran under Wine: run dotnet restore after installing wine.");
    }

    /// <summary>Runs a program for Windows; returns its exit code and what it wrote to both streams.</summary>
    /// <exception cref="TimeoutException">It did not end in time; everything in the prefix was ended.</exception>
    internal async Task<(int ExitCode, string Output)> RunAsync(TimeSpan longest, params string[] command)
    {
        string output = Path.GetTempFileName();
        try
        {
            // PowerShell needs a terminal: without one it writes nothing.
            static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            string line = string.Join(' ', command.Prepend(_wine!).Select(Quoted));
            string[] inTerminal = ["--quiet", "--return", "--command", $"{line} >'{output}' 2>&1", "/dev/null"];
            ProcessStartInfo start = StartInfo(WineFolders.Prefix, "script", inTerminal);
            start.Environment[SandboxService.Variable] = _sandboxes.Address.AbsoluteUri;
            (int exitCode, string said) = await ChildProcess.RunAsync(start, longest, TestContext.Current.CancellationToken);
            return (exitCode, File.ReadAllText(output) + said);
        }
        catch (TimeoutException late)
        {
            await EndAllAsync(WineFolders.Prefix);
            throw new TimeoutException($"{late.Message}\n{File.ReadAllText(output)}", late);
        }
        finally
        {
            File.Delete(output);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
        {
            await EndAllAsync(WineFolders.Prefix);
            _lock.StandardInput.Close();
            await _lock.WaitForExitAsync();
            _lock.Dispose();
        }

        await _sandboxes.DisposeAsync();
    }

    // Holds the lock until its standard input is closed. The program waits in the system for another test run to end.
    private static async Task<Process> LockAsync()
    {
        ProcessStartInfo start = new("flock",
            ["--timeout", $"{LongestToPrepare.TotalSeconds:0}", WineFolders.Lock, "sh", "-c", "echo locked; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line == "locked", $"Another test run used Wine for longer than {LongestToPrepare}.");
        return process;
    }

    private static async Task PreparePrefixAsync()
    {
        string unfinished = WineFolders.Prefix + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        // Without this override Wine would offer to install Mono and Gecko; with it .NET does not start, so it is for this step alone.
        await PrepareAsync(unfinished, "WINEDLLOVERRIDES='mscoree,mshtml=' wine wineboot --init");
        await PrepareAsync(unfinished, @"wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f");
        await EndAllAsync(unfinished);
        Directory.Move(unfinished, WineFolders.Prefix);
    }

    // Not into a pipe: the services that Wine starts would hold it open.
    private static async Task PrepareAsync(string prefix, string command)
    {
        string log = Path.GetTempFileName();
        ProcessStartInfo start = StartInfo(prefix, "sh", "-c", $"{command} >'{log}' 2>&1");
        (int exitCode, _) = await ChildProcess.RunAsync(start, LongestToPrepare, TestContext.Current.CancellationToken);
        string output = File.ReadAllText(log);
        File.Delete(log);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"Wine could not prepare its prefix. {command} wrote:\n{output}");
        }
    }

    private static async Task EndAllAsync(string prefix) =>
        await ChildProcess.RunAsync(StartInfo(prefix, "wineserver", "--kill"), LongestToEnd, CancellationToken.None);

    private static ProcessStartInfo StartInfo(string prefix, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments);

        // What is set for .NET or PowerShell on this machine is not for those under Wine.
        static bool IsForThisMachine(string name) =>
            name.StartsWith("DOTNET_", StringComparison.Ordinal) || name is "PSModulePath" or "DISPLAY";
        foreach (string name in start.Environment.Keys.Where(IsForThisMachine).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["WINEPREFIX"] = prefix;
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["DOTNET_ROOT"] = WineFolders.ToWindows(WineFolders.DotNetRoot);

        // Wine 8 cannot map a page twice, as the runtime would.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["NO_COLOR"] = "1";
        return start;
    }
}
