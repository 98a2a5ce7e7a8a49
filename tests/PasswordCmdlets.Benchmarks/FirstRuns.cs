using System;
using System.Collections.Generic;
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
        Dictionary<string, double> medians = await Child.MediansAsync(Rounds, new()
        {
            ["PowerShell alone"] = static () => Child.PowerShellAsync("'Succeeded'"),
            ["by hand"] = () => Child.PwshAsync("SignedReset.ps1", address, "0000000000000001"),
            ["module"] = () => Child.PwshAsync("First.ps1", Child.Module, address),
        });
        IEnumerable<string> texts =
            medians.Select(static way => string.Create(CultureInfo.InvariantCulture, $"{way.Key} {way.Value:0} ms"));
        Console.WriteLine($"first: {string.Join(", ", texts)} (medians of {Rounds})");
    }
}
