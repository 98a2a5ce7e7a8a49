using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Faults;

/// <summary>One bad id among a hundred must cost its neighbours nothing and the provider little.</summary>
public sealed class PoisonedBatchTests
{
    private const string Reset = "ResetInstancesPassword";
    private const string Describe = "DescribeInstances";

    // 2·log2(100)+1, for each bad id.
    private static readonly int ExtraRequests = (int)((2 * Math.Log2(100)) + 1);

    public static TheoryData<string, int[], bool> BadOnes
    {
        get
        {
            TheoryData<string, int[], bool> all = [];
            foreach (string kind in (string[])["unknown", "running", "busy", "emr"])
            {
                foreach (bool names in (bool[])[true, false])
                {
                    foreach (int[] places in (int[][])[[0], [49], [50], [99], [3, 4], [0, 50, 99], [10, 20, 30, 40, 50]])
                    {
                        all.Add(kind, places, names);
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task Without_a_describe_call_the_others_are_changed_once_each(string kind, int[] places, bool names)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed(names));
        List<PasswordTarget> targets = Batch(kind, places);

        IReadOnlyDictionary<string, TargetResult> results =
            world.Change(world.Session(TencentProvider.Descriptor, "blind"), new CvmResetOperation(), "Brand-New-Pass-7", targets);

        AssertOnlyTheBadFailed(world, results, targets, places, kind);
        Assert.InRange(world.Arrived(Reset), 1, 1 + (places.Length * ExtraRequests));

        // The permission that is missing is asked for once.
        Assert.Equal(1, world.Arrived(Describe));
    }

    [Theory]
    [InlineData("unknown", false)]
    [InlineData("unknown", true)]
    [InlineData("running", false)]
    public async Task After_a_describe_call_nothing_is_split(string kind, bool describeRefuses)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed(names: false, describeRefuses));
        List<PasswordTarget> targets = Batch(kind, [7, 77]);

        IReadOnlyDictionary<string, TargetResult> results =
            world.Change(world.Session(TencentProvider.Descriptor), new CvmResetOperation(), "Brand-New-Pass-7", targets);

        AssertOnlyTheBadFailed(world, results, targets, [7, 77], kind);
        Assert.Equal(1, world.Arrived(Reset));
        Assert.InRange(world.Arrived(Describe), 1, describeRefuses ? 1 + (2 * ExtraRequests) : 1);
    }

    [Fact]
    public async Task A_batch_of_nothing_but_bad_ones_costs_no_more_than_two_requests_each()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed(names: true));
        int[] all = [.. Enumerable.Range(0, 100)];

        IReadOnlyDictionary<string, TargetResult> results = world.Change(world.Session(TencentProvider.Descriptor, "blind"),
            new CvmResetOperation(), "Brand-New-Pass-7", Batch("unknown", all));

        Assert.All(results.Values, static result => Assert.Equal(ErrorIds.TargetNotFound, result.ErrorId));
        Assert.InRange(world.Arrived(Reset), 100, 200);
    }

    private static void AssertOnlyTheBadFailed(EngineWorld world, IReadOnlyDictionary<string, TargetResult> results,
        List<PasswordTarget> targets, int[] places, string kind)
    {
        string errorId = kind switch
        {
            "unknown" => ErrorIds.TargetNotFound,
            "running" or "emr" => ErrorIds.TargetStateInvalid,
            _ => ErrorIds.TargetBusy,
        };
        Assert.Equal(100, results.Count);
        for (int i = 0; i < targets.Count; i++)
        {
            TargetResult result = results[targets[i].Id];
            int executions = world.Sandbox.State.Tencent.Instances.Peek(targets[i].Id)?.Executions ?? 0;
            if (places.Contains(i))
            {
                Assert.Equal((ChangeStatus.Failed, errorId, 0), (result.Status, result.ErrorId, executions));
            }
            else
            {
                Assert.Equal((ChangeStatus.Accepted, null, 1), (result.Status, result.ErrorId, executions));
            }
        }
    }

    private static List<PasswordTarget> Batch(string kind, int[] places)
    {
        string prefix = kind switch
        {
            "unknown" => "ins-none",
            "running" => "ins-runs",
            "emr" => "ins-emrs",
            _ => "ins-busy",
        };
        return
        [
            .. Enumerable.Range(0, 100)
                .Select(i => new PasswordTarget { Id = (places.Contains(i) ? prefix : "ins-good") + $"{i:d4}", Region = "ap-guangzhou" }),
        ];
    }

    private static string Seed(bool names, bool describeRefuses = false) => $$"""
        {
          "accessKeys": [
            { "provider": "tencent", "id": "key", "secret": "secret" },
            { "provider": "tencent", "id": "blind", "secret": "secret", "deniedActions": ["DescribeInstances"] }
          ],
          "tencent": {
            "options": {
              "namesIdInMessage": {{(names ? "true" : "false")}},
              "describeRefusesUnknownIds": {{(describeRefuses ? "true" : "false")}}
            },
            "instances": [
              { "generate": { "count": 10000, "prefix": "ins-good" }, "region": "ap-guangzhou" },
              { "generate": { "count": 10000, "prefix": "ins-runs" }, "region": "ap-guangzhou", "state": "RUNNING" },
              { "generate": { "count": 10000, "prefix": "ins-busy" }, "region": "ap-guangzhou", "refuses": "MutexOperation.TaskRunning" },
              { "generate": { "count": 10000, "prefix": "ins-emrs" }, "region": "ap-guangzhou",
                "refuses": "FailedOperation.InvalidInstanceApplicationRoleEmr" }
            ]
          }
        }
        """;
}
