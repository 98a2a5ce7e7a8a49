using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>Fuzzes one target in a process of its own, and keeps its inputs and findings in a folder for the next session.</summary>
/// <param name="target">The target.</param>
/// <param name="folder">The folder.</param>
internal sealed class Session(FuzzTarget target, string folder)
{
    // A defect may hang or end the process: the parent then finds the input.
    private const int Hung = 3;
    private const int FoundSomething = 1;
    private static readonly TimeSpan LongestExecution = TimeSpan.FromMinutes(1);

    private long _began = Stopwatch.GetTimestamp();

    /// <summary>Runs the target in a child process and returns its exit code: 0, or 1 where something was found.</summary>
    /// <param name="program">The instrumented program.</param>
    /// <param name="duration">For how long.</param>
    public int RunInChild(string program, TimeSpan duration)
    {
        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using Process child = Process.Start(program, ["child", target.Name, seconds, folder]);
        child.WaitForExit();
        if (child.ExitCode is not (0 or FoundSomething))
        {
            string end = child.ExitCode == Hung ? "An execution did not end." : $"The process ended with exit code {child.ExitCode}.";
            Save(new Finding(CurrentInput.Read(PathOfCurrent), end));
            return FoundSomething;
        }

        return child.ExitCode;
    }

    /// <summary>Fuzzes in this process.</summary>
    /// <param name="coverage">Measures the branches.</param>
    /// <param name="duration">For how long.</param>
    public int Run(ICoverage coverage, TimeSpan duration)
    {
        Directory.CreateDirectory(Inputs);
        byte[][] known = [.. Directory.GetFiles(Inputs).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        using CurrentInput current = new(PathOfCurrent);
        using Timer watch = new(_ => EndWhereHung(), null, LongestExecution, TimeSpan.FromSeconds(10));
        Fuzzer fuzzer = new(target, coverage, Environment.TickCount)
        {
            Reading = input =>
            {
                Volatile.Write(ref _began, Stopwatch.GetTimestamp());
                current.Write(input);
            },
        };
        long start = Stopwatch.GetTimestamp();
        FuzzReport report = fuzzer.Run(known, _ => Stopwatch.GetElapsedTime(start) < duration);
        foreach (byte[] input in report.Inputs)
        {
            File.WriteAllBytes(Path.Combine(Inputs, NameOf(input)), input);
        }

        foreach (Finding finding in report.Findings)
        {
            Save(finding);
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name,-20} {duration.TotalSeconds,5:0} s ({self.TotalProcessorTime.TotalSeconds,4:0} s of processor time) "
                + $"{report.Executions,12:N0} executions {report.Edges,6:N0} edges {report.Inputs.Count,6:N0} inputs "
                + $"{report.Findings.Count,3} findings"));
        return report.Findings.Count == 0 ? 0 : FoundSomething;
    }

    private string Inputs => Path.Combine(folder, target.Name, "inputs");

    private string PathOfCurrent => Path.Combine(folder, target.Name, "current");

    private void Save(Finding finding)
    {
        string path = Path.Combine(folder, target.Name, $"finding-{NameOf(Encoding.UTF8.GetBytes(finding.Problem))}");
        File.WriteAllBytes(path, finding.Input);
        Console.WriteLine($"{target.Name}: {finding.Problem} Replay: replay {target.Name} {path}");
    }

    private void EndWhereHung()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _began)) > LongestExecution)
        {
            Environment.Exit(Hung);
        }
    }

    private static string NameOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
}
