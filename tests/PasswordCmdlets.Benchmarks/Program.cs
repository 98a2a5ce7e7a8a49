using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PasswordCmdlets.Benchmarks;

// Every benchmark, or those specified. "bare" is this program as one of its own clients, "serve" the server alone.
if (args is ["bare", ..])
{
    await BareLoop.RunAsync(new Uri(args[1]), Number(args[2]), Number(args[3]));
    return 0;
}

if (args is ["serve", ..])
{
    // To try one client by hand: serve <milliseconds>, until the end of the input.
    await using LoopbackServer server =
        await LoopbackServer.StartAsync(TimeSpan.FromMilliseconds(Number(args[1])));
    Console.WriteLine(server.Address);
    await Console.In.ReadToEndAsync();
    Console.WriteLine($"{server.Requests} requests");
    return 0;
}

Dictionary<string, Func<Task>> all = new(StringComparer.OrdinalIgnoreCase)
{
    ["whatif"] = BulkRuns.WhatIfAsync,
    ["bulk"] = BulkRuns.LoopbackAsync,
    ["quota"] = BulkRuns.QuotaAsync,
    ["discover"] = BulkRuns.DiscoverAsync,
    ["clients"] = ClientRuns.RunAsync,
    ["import"] = ImportRuns.RunAsync,
    ["first"] = FirstRuns.RunAsync,
    ["micro"] = () =>
    {
        // In this process: what is measured allocates little and needs no other runtime.
        ManualConfig config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkRunner.Run<MicroBenchmarks>(config);
        return Task.CompletedTask;
    },
};
if (args.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"The benchmark '{unknown}' does not exist. The benchmarks are {string.Join(", ", all.Keys)}.");
    return 2;
}

foreach (string name in args.Length > 0 ? args : [.. all.Keys])
{
    await all[name]();
}

return 0;

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
