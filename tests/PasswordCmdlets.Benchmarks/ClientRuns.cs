using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PasswordCmdlets.Benchmarks;

/// <summary>Calls of one target each, sixteen in flight, by four clients in turn against one server.</summary>
internal static class ClientRuns
{
    private const int Rounds = 3;
    private const int ServerWarmUp = 50_000;

    // What a process compiles in its first seconds is part of what it takes: of the short run it is most, of the long one nothing.
    private static readonly Length Short = new("at first", WarmUp: 500, Calls: 5_000);
    private static readonly Length Long = new("after 200,000", WarmUp: 200_000, Calls: 50_000);

    public static async Task RunAsync()
    {
        string? node = await NodeModulesAsync();
        foreach ((int latency, Length length) in ((int, Length)[])[(0, Short), (0, Long), (20, Short)])
        {
            await using LoopbackServer server = await LoopbackServer.StartAsync(TimeSpan.FromMilliseconds(latency));
            string address = server.Address.ToString();
            if (latency == 0)
            {
                await BareAsync(address, new Length("server", 0, ServerWarmUp));
            }

            Dictionary<string, List<double>> rates = new() { ["bare"] = [], ["cmdlet"] = [], ["node"] = [], ["script"] = [] };
            double allocated = 0;
            for (int round = 0; round < Rounds; round++)
            {
                rates["bare"].Add(length.Calls / await BareAsync(address, length));
                string[] cmdlet = await Child.PwshAsync("Reset.ps1", Child.Module, address, Text(length.Calls), Text(length.WarmUp));
                rates["cmdlet"].Add(length.Calls / Child.Number(cmdlet[0]));
                allocated = Child.Number(cmdlet[4]);
                if (length == Short)
                {
                    await AddOthersAsync(rates, address, node, length.Calls);
                }
            }

            string what = string.Create(CultureInfo.InvariantCulture, $"clients at {latency} ms, {length.Name}");
            double bare = Child.Median(rates["bare"]);
            foreach ((string name, List<double> seen) in rates.Where(static pair => pair.Value.Count > 0))
            {
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{what}: {name} {Child.Median(seen):0} calls a second, {Child.Median(seen) / bare:0.000} of the bare loop "
                            + $"({string.Join(", ", seen.Select(static rate => rate.ToString("0", CultureInfo.InvariantCulture)))})"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: the cmdlet allocates {allocated:0} B a target"));
        }
    }

    private static async Task<double> BareAsync(string address, Length length) =>
        Child.Number((await Child.RunAsync(Environment.ProcessPath!, ["bare", address, Text(length.Calls), Text(length.WarmUp)]))[0]);

    private static async Task AddOthersAsync(Dictionary<string, List<double>> rates, string address, string? node, int calls)
    {
        if (node is not null)
        {
            string[] official = await Child.RunAsync("node", [Child.Client("official-client.js"), node, address, Text(calls)]);
            rates["node"].Add(calls / Child.Number(official[0]));
        }

        int scriptCalls = calls / 10;
        rates["script"].Add(scriptCalls / Child.Number((await Child.PwshAsync("Script.ps1", address, Text(scriptCalls)))[0]));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>How long a client runs.</summary>
    /// <param name="Name">For the output.</param>
    /// <param name="WarmUp">How many calls it makes first.</param>
    /// <param name="Calls">How many calls are measured.</param>
    private sealed record Length(string Name, int WarmUp, int Calls);
}
