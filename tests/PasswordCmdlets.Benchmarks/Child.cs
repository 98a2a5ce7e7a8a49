using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>Programs that this one measures, each a process of its own.</summary>
internal static class Child
{
    public static string Root { get; } = FindRoot();

    public static string Module { get; } = Path.Combine(Root, "output", "PasswordCmdlets", "PasswordCmdlets.psd1");

    public static string Client(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    /// <summary>Runs a command in PowerShell.</summary>
    public static Task PowerShellAsync(string command) => RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);

    /// <summary>Runs a script in PowerShell and returns the last line it wrote, cut at blanks.</summary>
    public static Task<string[]> PwshAsync(string script, params string[] arguments) =>
        RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-File", Client(script), .. arguments]);

    /// <summary>Runs a program and returns the last line it wrote, cut at blanks.</summary>
    public static async Task<string[]> RunAsync(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Clear();
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string last = string.Empty;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            last = line.Length > 0 ? line : last;
        }

        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? last.Split(' ') : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Runs each way in turn, for some rounds and one before that warms the disk.</summary>
    /// <returns>The median of each way, in milliseconds.</returns>
    public static async Task<Dictionary<string, double>> MediansAsync(int rounds, Dictionary<string, Func<Task>> ways)
    {
        Dictionary<string, List<double>> taken = ways.Keys.ToDictionary(static way => way, static _ => new List<double>());
        for (int round = 0; round <= rounds; round++)
        {
            foreach ((string way, Func<Task> run) in ways)
            {
                Stopwatch watch = Stopwatch.StartNew();
                await run();
                if (round > 0)
                {
                    taken[way].Add(watch.Elapsed.TotalMilliseconds);
                }
            }
        }

        return taken.ToDictionary(static pair => pair.Key, static pair => Median(pair.Value));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PasswordCmdlets.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run this from a clone of the repository.");
    }
}
