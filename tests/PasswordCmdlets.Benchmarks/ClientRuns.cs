using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>Five thousand single-target calls, sixteen in flight, by four clients in turn against one server.</summary>
internal static class ClientRuns
{
    private const int Calls = 5000;
    private const int ScriptCalls = 500;
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        string? node = await NodeModulesAsync();
        foreach (int latency in (int[])[0, 20])
        {
            await using LoopbackServer server = await LoopbackServer.StartAsync(TimeSpan.FromMilliseconds(latency));
            string address = server.Address.ToString();
            string calls = Calls.ToString(CultureInfo.InvariantCulture);
            Dictionary<string, List<double>> rates = new() { ["bare"] = [], ["cmdlet"] = [], ["node"] = [], ["script"] = [] };
            double allocated = 0;
            for (int round = 0; round < Rounds; round++)
            {
                rates["bare"].Add(Calls / Child.Number((await Child.RunAsync(Environment.ProcessPath!, ["bare", address, calls]))[0]));
                string[] cmdlet = await Child.PwshAsync("Reset.ps1", Child.Module, address, calls, "500");
                rates["cmdlet"].Add(Calls / Child.Number(cmdlet[0]));
                allocated = Child.Number(cmdlet[4]);
                if (node is not null)
                {
                    rates["node"].Add(
                        Calls / Child.Number(
                            (await Child.RunAsync("node", [Child.Client("official-client.js"), node, address, calls]))[0]));
                }

                rates["script"].Add(
                    ScriptCalls / Child.Number(
                        (await Child.PwshAsync("Script.ps1", address, ScriptCalls.ToString(CultureInfo.InvariantCulture)))[0]));
            }

            double bare = Child.Median(rates["bare"]);
            foreach ((string name, List<double> seen) in rates.Where(static pair => pair.Value.Count > 0))
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"clients at {latency} ms: {name} {Child.Median(seen):0} calls a second, "
                            + $"{Child.Median(seen) / bare:0.000} of the bare loop "
                            + $"({string.Join(", ", seen.Select(static rate => rate.ToString("0", CultureInfo.InvariantCulture)))})"));
            }

            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"clients at {latency} ms: the cmdlet allocates {allocated:0} B a target"));
        }
    }

    // The official client is no part of the repository; where npm cannot bring it the comparison goes without.
    private static async Task<string?> NodeModulesAsync()
    {
        string folder = Environment.GetEnvironmentVariable("PASSWORDCMDLETS_BENCH_NODE")
            ?? Path.Combine(Child.Root, "artifacts", "bench-node");
        string modules = Path.Combine(folder, "node_modules");
        if (Directory.Exists(modules))
        {
            return modules;
        }

        try
        {
            Directory.CreateDirectory(folder);
            await Child.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, "tencentcloud-sdk-nodejs-cvm"]);
            return modules;
        }
        catch (Exception failure) when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"clients: without the official Node client ({failure.Message.Split('\n')[0]})");
            return null;
        }
    }
}
