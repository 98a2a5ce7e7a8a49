using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>
/// Gives a target one mutated input after the other, and keeps those that take new edges to mutate them further. The same seed, inputs and
/// number of executions give the same run.
/// </summary>
/// <param name="target">The target.</param>
/// <param name="coverage">Measures the edges.</param>
/// <param name="seed">The seed of the random numbers.</param>
internal sealed class Fuzzer(FuzzTarget target, ICoverage coverage, int seed)
{
    // The limits of one input: above what any reader needs, even for a response that thirty calls read; far below what a quadratic reader
    // needs.
    private const long AllocatedBytes = 8L * 1024 * 1024;
    private const long AllocatedBytesPerByte = 1024;
    private const string TooLong = "It takes too long.";
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(0.5);

    // How often a finding is read to minimize it.
    private const int MostAttempts = 1_000;

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _inputs = [];
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private long _executions;

    /// <summary>
    /// Whether an input that takes too long is a finding: only where nothing else runs in the process, whose processor time it is.
    /// </summary>
    public bool MeasuresTime { get; init; }

    /// <summary>Called with each input before it is read, and with null after the last one.</summary>
    public Action<byte[]?> Reading { get; init; } = static _ => { };

    /// <summary>Called with each new input that takes new edges.</summary>
    public Action<byte[]> Kept { get; init; } = static _ => { };

    /// <summary>Called with the first input of each defect.</summary>
    public Action<Finding> Found { get; init; } = static _ => { };

    /// <summary>Runs while a condition is true.</summary>
    /// <param name="known">Inputs of earlier runs to begin with, besides the seeds.</param>
    /// <param name="shouldContinue">The condition, called with the number of executions.</param>
    public FuzzReport Run(IEnumerable<byte[]> known, Func<long, bool> shouldContinue)
    {
        IReadOnlyList<byte[]> seeds = target.Seeds;
        Mutator mutator = new(_random, seeds);
        foreach (byte[] input in seeds.Concat(known))
        {
            Execute(input);
            _inputs.Add(input);
        }

        while (shouldContinue(_executions))
        {
            byte[] next = mutator.Mutate(Pick(), _inputs[_random.Next(_inputs.Count)]);
            if (Execute(next))
            {
                _inputs.Add(next);
                Kept(next);
            }
        }

        Reading(null);
        return new FuzzReport(_executions, coverage.Edges, _inputs, [.. _findings.Values]);
    }

    /// <summary>Reads one input; null when every property holds.</summary>
    public Finding? Check(byte[] input)
    {
        Reading(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long began = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            return allocated > AllocatedBytes + (AllocatedBytesPerByte * input.Length) ? new Finding(input, "It allocates too much.")
                : MeasuresTime && Stopwatch.GetElapsedTime(began) > LongestTime && ProcessorTime(input) > LongestTime
                    ? new Finding(input, TooLong)
                    : null;
        }
        catch (Exception failure)
        {
            return Finding.Of(input, failure);
        }
    }

    // Other programs may have used the processor meanwhile, and the first execution compiles: only processor time of a second one counts.
    private TimeSpan ProcessorTime(byte[] input)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        target.Run(input);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    // Half of the time one of the last: what is new is not explored yet.
    private byte[] Pick() =>
        _inputs[_random.Next(2) == 0 ? _random.Next(_inputs.Count) : _random.Next(_inputs.Count * 3 / 4, _inputs.Count)];

    private bool Execute(byte[] input)
    {
        _executions++;
        coverage.Begin();
        Finding? finding = Check(input);
        bool isNew = coverage.End();
        if (finding is not null && !_findings.ContainsKey(finding.Problem))
        {
            Finding shortest = Minimize(finding);
            _findings[finding.Problem] = shortest;
            Found(shortest);
        }

        return isNew && finding is null;
    }

    // Leaves out whatever the defect does not need.
    private Finding Minimize(Finding finding)
    {
        // Each attempt would take as long.
        int attempts = finding.Problem == TooLong ? 0 : MostAttempts;
        byte[] input = finding.Input;
        for (int part = input.Length / 2; part > 0 && attempts > 0; part /= 2)
        {
            for (int at = 0; at + part <= input.Length && attempts > 0; attempts--)
            {
                byte[] shorter = [.. input.Take(at), .. input.Skip(at + part)];
                bool isSame = Check(shorter)?.Problem == finding.Problem;
                input = isSame ? shorter : input;
                at += isSame ? 0 : part;
            }
        }

        return finding with { Input = input };
    }
}
