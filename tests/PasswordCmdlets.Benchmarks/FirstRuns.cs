using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>From the start of a PowerShell to the result of one reset, with the module and signed by hand.</summary>
internal static class FirstRuns
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(TimeSpan.Zero);
        string address = server.Address.ToString();
        Dictionary<string, Func<Task<string[]>>> ways = new()
        {
            ["PowerShell alone"] = static () => Child.RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", "'Succeeded'"]),
            ["by hand"] = () => Child.PwshAsync("FirstByHand.ps1", address),
            ["module"] = () => Child.PwshAsync("First.ps1", Child.Module, address),
        };
        Dictionary<string, List<double>> taken = ways.Keys.ToDictionary(static way => way, static _ => new List<double>());
        for (int round = 0; round <= Rounds; round++)
        {
            foreach ((string way, Func<Task<string[]>> run) in ways)
            {
                Stopwatch watch = Stopwatch.StartNew();
                if ((await run())[0] != "Succeeded")
                {
                    throw new InvalidOperationException($"The reset {way} did not succeed.");
                }

                // The first round warms the disk.
                if (round > 0)
                {
                    taken[way].Add(watch.Elapsed.TotalMilliseconds);
                }
            }
        }

        IEnumerable<string> medians = taken.Select(static pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {Child.Median(pair.Value):0} ms"));
        Console.WriteLine($"first: {string.Join(", ", medians)} (medians of {Rounds})");
    }
}
