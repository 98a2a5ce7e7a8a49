using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>What importing the module adds to the start of PowerShell.</summary>
internal static class ImportRuns
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        Dictionary<string, double> medians = await Child.MediansAsync(Rounds, new()
        {
            ["without"] = static () => Child.PowerShellAsync("exit"),
            ["with"] = static () => Child.PowerShellAsync($"Import-Module '{Child.Module}'; exit"),
        });
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"import: {medians["without"]:0} ms without, {medians["with"]:0} ms with the module, "
                    + $"{medians["with"] - medians["without"]:0} ms added (medians of {Rounds})"));
    }
}
