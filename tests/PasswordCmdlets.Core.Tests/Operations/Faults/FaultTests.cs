using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Faults;

/// <summary>Every change under every fault: how many requests arrive, how often it is executed, what the result says.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Every_operation_of_the_catalog_is_in_the_table() => Assert.Equal(
        ProviderCatalog.Operations.Select(NameOf).Distinct().Order(),
        Enum.GetValues<Change>().Select(static change => NameOf(FaultTable.OperationOf(change, new FakeTimeProvider()).Descriptor))
            .Distinct().Order());

    public static TheoryData<Change, Trouble> Pairs
    {
        get
        {
            TheoryData<Change, Trouble> pairs = [];
            foreach (Change change in Enum.GetValues<Change>())
            {
                foreach (Trouble trouble in Enum.GetValues<Trouble>())
                {
                    pairs.Add(change, trouble);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_fault_ends_as_the_contract_says(Change change, Trouble trouble)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(FaultSeed.Json);
        string action = FaultTable.ActionOf(change);
        world.Sandbox.Faults.Add(FaultTable.Rule(trouble, action));
        PasswordTarget target = FaultSeed.TargetOf(change);

        IReadOnlyDictionary<string, TargetResult> results = world.Change(
            world.Session(FaultTable.ProviderOf(change)), FaultTable.OperationOf(change, world.Time),
            FaultSeed.PasswordOf(change), [target]);

        TargetResult result = results[target.Id];
        Outcome seen = new(world.Arrived(action), FaultSeed.ExecutionsOf(change, world), result.Status, result.ErrorId);
        Assert.True(FaultTable.Expect(change, trouble) == seen,
            $"{change} under {trouble}: expected {FaultTable.Expect(change, trouble)}, saw {seen}. {result.Message}");
        Assert.DoesNotContain(FaultSeed.PasswordOf(change), result.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Change> Changes => [.. Enum.GetValues<Change>()];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_change_that_is_not_permitted_fails_and_says_what_to_grant(Change change)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(FaultSeed.Json);
        PasswordTarget target = FaultSeed.TargetOf(change);
        ProviderOperation operation = FaultTable.OperationOf(change, world.Time);

        TargetResult result = world.Change(
            world.Session(FaultTable.ProviderOf(change), "denied"), operation, FaultSeed.PasswordOf(change), [target])[target.Id];

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AccessDenied), (result.Status, result.ErrorId));
        Assert.EndsWith($"Grant {operation.Descriptor.Change.Permission} to the caller.", result.Message, StringComparison.Ordinal);
        Assert.Equal(0, FaultSeed.ExecutionsOf(change, world));
    }

    public static TheoryData<Change> ChangesSentAgain => [.. Enum.GetValues<Change>().Where(FaultTable.IsSentAgain)];

    [Theory]
    [MemberData(nameof(ChangesSentAgain))]
    public async Task Unknown_stays_unknown_after_any_later_rejection(Change change)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(FaultSeed.Json);
        string action = FaultTable.ActionOf(change);
        world.Sandbox.Faults.Add(FaultTable.Rule(Trouble.ResetAfter, action));
        world.Sandbox.Faults.Add(FaultTable.Rule(Trouble.Refuse, action) with { After = 1, First = null });
        PasswordTarget target = FaultSeed.TargetOf(change);

        TargetResult result = world.Change(world.Session(FaultTable.ProviderOf(change)), FaultTable.OperationOf(change, world.Time),
            FaultSeed.PasswordOf(change), [target])[target.Id];

        Assert.Equal((2, ChangeStatus.Unknown, FaultTable.Rejection), (world.Arrived(action), result.Status, result.ErrorCode));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_throttled_call_costs_no_target_however_often_it_is_throttled(Change change)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(FaultSeed.Json);
        string action = FaultTable.ActionOf(change);
        world.Sandbox.Faults.Add(FaultTable.Rule(Trouble.Throttle, action) with { First = 12 });
        world.Options = world.Options with { MaximumRetryCount = 0, ThrottleTimeout = TimeSpan.FromHours(1) };
        PasswordTarget target = FaultSeed.TargetOf(change);

        TargetResult result = world.Change(world.Session(FaultTable.ProviderOf(change)), FaultTable.OperationOf(change, world.Time),
            FaultSeed.PasswordOf(change), [target])[target.Id];

        Assert.Null(result.ErrorId);
        Assert.Equal((13, 1), (world.Arrived(action), FaultSeed.ExecutionsOf(change, world)));
    }

    [Fact]
    public async Task Retries_end_at_the_maximum()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(FaultSeed.Json);
        world.Options = world.Options with { MaximumRetryCount = 2 };
        world.Sandbox.Faults.Add(FaultTable.Rule(Trouble.ServerErrorBefore, "ResetInstancePassword") with { First = null });
        PasswordTarget target = FaultSeed.TargetOf(Change.ZenlayerReset);

        TargetResult result = world.Change(world.Session(ZenlayerProvider.Descriptor),
            FaultTable.OperationOf(Change.ZenlayerReset, world.Time), "Brand-New-Pass-7", [target])[target.Id];

        Assert.Equal((3, 3, ChangeStatus.Unknown), (world.Arrived("ResetInstancePassword"), result.Attempts, result.Status));
    }

    private static string NameOf(OperationDescriptor operation) => $"{operation.Resource}: {operation.Change.Action}";
}
