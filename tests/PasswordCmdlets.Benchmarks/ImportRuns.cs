using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>What importing the module adds to the start of PowerShell.</summary>
internal static class ImportRuns
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        List<double> bare = [];
        List<double> with = [];
        for (int round = 0; round <= Rounds; round++)
        {
            double first = await TimeAsync("exit");
            double second = await TimeAsync($"Import-Module '{Child.Module}'; exit");

            // The first pair warms the disk.
            if (round > 0)
            {
                bare.Add(first);
                with.Add(second);
            }
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"import: {Child.Median(bare):0} ms without, {Child.Median(with):0} ms with the module, "
                    + $"{Child.Median(with) - Child.Median(bare):0} ms added (medians of {Rounds})"));
    }

    private static async Task<double> TimeAsync(string command)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Child.RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);
        return watch.Elapsed.TotalMilliseconds;
    }
}
