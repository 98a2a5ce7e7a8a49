using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Benchmarks;

/// <summary>Very many targets: memory that stays flat, a rate that is used up and kept.</summary>
internal static class BulkRuns
{
    private const int Rounds = 3;
    private const int QuotaInstances = 10_000;
    private const int QuotaPerSecond = 10;

    public static async Task WhatIfAsync()
    {
        Dictionary<string, List<double>> seconds = new() { ["Empty"] = [], ["SameParameters"] = [], ["Reset"] = [] };
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string cmdlet, List<double> taken) in seconds)
            {
                string[] seen = await Child.PwshAsync("WhatIf.ps1", Child.Module, "1000000", cmdlet);
                Report($"whatif {cmdlet}", 1_000_000, seen);
                taken.Add(Child.Number(seen[0]));
            }
        }

        double reset = Child.Median(seconds["Reset"]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"whatif: {reset / Child.Median(seconds["Empty"]):0.00} times the empty cmdlet, "
                + $"{reset / Child.Median(seconds["SameParameters"]):0.00} times one with the same parameters"));
    }

    public static async Task LoopbackAsync()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(TimeSpan.Zero);
        string[] seen = await Child.PwshAsync("Reset.ps1", Child.Module, server.Address.ToString(), "200000", "0");
        Report("bulk", 200_000, seen);
        Console.WriteLine($"bulk: {server.Requests} requests arrived");
    }

    public static async Task QuotaAsync()
    {
        SandboxSeed seed = SandboxSeed.Parse($$"""
            {
              "accessKeys": [ { "provider": "tencent", "id": "id", "secret": "secret" } ],
              "tencent": { "instances": [ { "generate": { "count": 46656, "prefix": "ins-bench" }, "region": "ap-guangzhou" } ] },
              "quotas": [ { "provider": "tencent", "action": "ResetInstancesPassword", "perSecond": {{QuotaPerSecond}} } ]
            }
            """);
        await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { Seed = seed });
        string[] seen = await Child.PwshAsync("Quota.ps1", Child.Module, sandbox.BaseAddress.ToString(),
            QuotaInstances.ToString(CultureInfo.InvariantCulture));
        double seconds = Child.Number(seen[0]);
        double bound = QuotaInstances / 100.0 / QuotaPerSecond;
        var resets = sandbox.Requests.Entries.Where(static entry => entry.Action == "ResetInstancesPassword").ToList();
        int throttled = resets.Count(static entry => entry.ErrorCode is not null);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"quota: {QuotaInstances} instances in {seconds:0.00} s, {seconds / bound:0.000} of the bound of {bound:0.0} s; "
                    + $"{resets.Count} requests, {throttled} throttled, {throttled / seconds:0.00} a second; {seen[1]} accepted"));
    }

    /// <summary>A list of 10,000 and one of 100,000: the memory is the same where nothing is kept.</summary>
    public static async Task DiscoverAsync()
    {
        foreach (int count in new[] { 10_000, 100_000 })
        {
            SandboxSeed seed = SandboxSeed.Parse($$"""
                {
                  "accessKeys": [ { "provider": "tencent", "id": "id", "secret": "secret" } ],
                  "tencent": { "instances": [ { "generate": { "count": {{count}} }, "region": "ap-guangzhou", "name": "web-{number}",
                    "tags": { "env": "prod", "owner": "ops" } } ] }
                }
                """);
            await using SandboxServer sandbox = await SandboxServer.StartAsync(new SandboxOptions { Seed = seed });
            Report("discover", count, await Child.PwshAsync("Discover.ps1", Child.Module, sandbox.BaseAddress.ToString()));
        }
    }

    private static void Report(string name, int count, string[] seen) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {count} targets in {Child.Number(seen[0]):0.0} s, peak working set {Child.Number(seen[1]) / 1048576:0} MiB (before: "
            + $"{Child.Number(seen[2]) / 1048576:0} MiB), {seen[3]} results"));
}
