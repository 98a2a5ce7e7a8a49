using System;
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

    // For the inputs of earlier sessions, which are read first, and for the findings, which are minimized.
    private static readonly TimeSpan LongestOverrun = 5 * LongestExecution;

    private long _began = Stopwatch.GetTimestamp();

    /// <summary>Runs the target in a child process and returns its exit code: 0, or 1 where something was found.</summary>
    /// <param name="program">The instrumented program.</param>
    /// <param name="duration">For how long.</param>
    public int RunInChild(string program, TimeSpan duration)
    {
        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        using Process child = Process.Start(program, ["child", target.Name, seconds, folder]);
        bool hasEnded = child.WaitForExit(duration + LongestOverrun);
        if (!hasEnded)
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit(LongestExecution);
        }

        int exitCode = hasEnded ? child.ExitCode : Hung;
        if (exitCode is not (0 or FoundSomething))
        {
            string end = exitCode == Hung ? "An execution did not end." : $"The process ended with exit code {exitCode}.";
            Save(new Finding(CurrentInput.Read(PathOfCurrent(child.Id)), end));
            exitCode = FoundSomething;
        }

        File.Delete(PathOfCurrent(child.Id));
        return exitCode;
    }

    /// <summary>Fuzzes in this process.</summary>
    /// <param name="coverage">Measures the edges.</param>
    /// <param name="duration">For how long.</param>
    public int Run(ICoverage coverage, TimeSpan duration)
    {
        Directory.CreateDirectory(Inputs);
        byte[][] known = [.. Directory.GetFiles(Inputs).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        using CurrentInput current = new(PathOfCurrent(Environment.ProcessId));
        using Timer watch = new(_ => EndWhereHung(), null, LongestExecution, TimeSpan.FromSeconds(10));
        Fuzzer fuzzer = new(target, coverage, Environment.TickCount)
        {
            MeasuresTime = true,
            Reading = input =>
            {
                Volatile.Write(ref _began, Stopwatch.GetTimestamp());
                current.Write(input);
            },
            Kept = input => File.WriteAllBytes(Path.Combine(Inputs, NameOf(input)), input),
            Found = Save,
        };
        long start = Stopwatch.GetTimestamp();
        FuzzReport report = fuzzer.Run(known, _ => Stopwatch.GetElapsedTime(start) < duration);

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name,-20} {duration.TotalSeconds,5:0} s ({self.TotalProcessorTime.TotalSeconds,4:0} s of processor time) "
                + $"{report.Executions,12:N0} executions {report.Edges,6:N0} edges {report.Inputs.Count,6:N0} inputs "
                + $"{report.Findings.Count,3} findings"));
        return report.Findings.Count == 0 ? 0 : FoundSomething;
    }

    private string Inputs => Path.Combine(folder, target.Name, "inputs");

    // Two sessions of a target may run at a time.
    private string PathOfCurrent(int process) => Path.Combine(folder, target.Name, $"current-{process}");

    private void Save(Finding finding)
    {
        string path = Path.Combine(folder, target.Name, $"finding-{NameOf(Encoding.UTF8.GetBytes(finding.Problem))}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
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
