using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox.Faults;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Faults;

/// <summary>A Tencent reset whose response was lost: only proof shows that an operation is ours.</summary>
public sealed class AmbiguousResetTests
{
    private const string Reset = "ResetInstancesPassword";
    private const string Describe = "DescribeInstances";

    [Fact]
    public async Task A_request_id_in_the_error_proves_it_without_a_baseline()
    {
        await using EngineWorld world = await StartAsync();
        world.Options = world.Options with { MaximumRetryCount = 0 };
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = Describe, First = 1 });
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = Reset, AfterCommit = true });

        TargetResult result = ResetAll(world, 1).Single();

        Assert.Equal((ChangeStatus.Accepted, null), (result.Status, result.ErrorId));
        Assert.Equal(1, world.Arrived(Reset));
    }

    [Fact]
    public async Task A_request_id_in_the_error_that_the_describe_call_does_not_show_proves_nothing()
    {
        await using EngineWorld world = await StartAsync();
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = Reset });

        IReadOnlyList<TargetResult> results = ResetAll(world, 2, (instance, _) => Other(world, instance, "other"));

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Unknown, result.Status));
        Assert.All(results, static result => Assert.StartsWith(
            "The change may or may not have taken effect: the provider responded with InternalError. ", result.Message,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_baseline_and_a_request_id_the_outcome_is_unknown()
    {
        await using EngineWorld world = await StartAsync();
        world.Options = world.Options with { MaximumRetryCount = 0 };
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = Describe, First = 1 });
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Reset, Action = Reset, AfterCommit = true });

        TargetResult result = ResetAll(world, 1).Single();

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
        Assert.StartsWith("The change may or may not have taken effect: the connection broke. ", result.Message,
            StringComparison.Ordinal);
        Assert.Equal((1, 1), (world.Arrived(Reset), world.Arrived(Describe)));
    }

    [Fact]
    public async Task A_whole_batch_that_shows_one_new_reset_is_ours()
    {
        await using EngineWorld world = await StartAsync();
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Reset, Action = Reset, AfterCommit = true });

        IReadOnlyList<TargetResult> results = ResetAll(world, 100);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
        Assert.Single(results.Select(static result => result.RequestId).Distinct());
        Assert.Equal(1, world.Arrived(Reset));
    }

    [Fact]
    public async Task A_reset_that_shows_late_is_still_ours()
    {
        await using EngineWorld world = await StartAsync(lagMilliseconds: 5000);
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.Reset, Action = Reset, AfterCommit = true });

        Assert.All(ResetAll(world, 3), static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
    }

    [Fact]
    public async Task Different_new_resets_in_one_batch_are_of_another_client()
    {
        await using EngineWorld world = await StartAsync();

        IReadOnlyList<TargetResult> results =
            ResetAll(world, 3, (instance, number) => Other(world, instance, $"other-{number}"), loseIt: true);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Unknown, result.Status));
    }

    [Fact]
    public async Task A_new_reset_of_one_instance_alone_is_not_that_of_the_batch()
    {
        await using EngineWorld world = await StartAsync();

        IReadOnlyList<TargetResult> results =
            ResetAll(world, 3, (instance, number) => Other(world, number == 0 ? instance : null, "other"), loseIt: true);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Unknown, result.Status));
    }

    [Theory]
    [InlineData(1, 58, nameof(ChangeStatus.Accepted))]
    [InlineData(1, 61, nameof(ChangeStatus.Unknown))]
    [InlineData(2, 61, nameof(ChangeStatus.Accepted))]
    public async Task A_reset_of_one_instance_is_ours_where_the_instance_did_not_show_it_just_before(int count, int seconds, string status)
    {
        await using EngineWorld world = await StartAsync();
        int attempts = 0;

        IReadOnlyList<TargetResult> results = ResetAll(
            world, count, (instance, _) => Other(world, attempts > 1 ? instance : null, "ours or not"), loseIt: true, throttle: () =>
            {
                world.Time.Correction = TimeSpan.FromSeconds(seconds);
                return ++attempts == 1;
            });

        Assert.All(results, result => Assert.Equal(status, result.Status.ToString()));
    }

    [Fact]
    public async Task Another_kind_of_operation_is_no_reset_of_ours()
    {
        await using EngineWorld world = await StartAsync();

        IReadOnlyList<TargetResult> results =
            ResetAll(world, 2, (instance, _) => Other(world, instance, "started", "StartInstances"), loseIt: true);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Unknown, result.Status));
    }

    private static Task<EngineWorld> StartAsync(int lagMilliseconds = 0) => EngineWorld.StartAsync($$"""
        {
          "accessKeys": [ { "provider": "tencent", "id": "key", "secret": "secret" } ],
          "tencent": { "options": { "describeLagMilliseconds": {{lagMilliseconds}} },
            "instances": [ { "generate": { "count": 1000, "prefix": "ins-good" }, "region": "ap-guangzhou" } ] }
        }
        """);

    // When the reset is on its way, before it arrives or is lost, something happens to each instance.
    private static IReadOnlyList<TargetResult> ResetAll(EngineWorld world, int count, Action<string, int>? meanwhile = null,
        bool loseIt = false, Func<bool>? throttle = null)
    {
        List<PasswordTarget> targets =
        [
            .. Enumerable.Range(0, count).Select(static i => new PasswordTarget { Id = $"ins-good{i:d4}", Region = "ap-guangzhou" }),
        ];
        void Happen()
        {
            for (int i = 0; i < count && meanwhile is not null; i++)
            {
                meanwhile(targets[i].Id, i);
            }
        }

        return
        [
            .. world.Change(world.Session(TencentProvider.Descriptor), new CvmResetOperation(), "Brand-New-Pass-7", targets,
                inner => new Meddler(inner, Happen, loseIt, throttle)).Values,
        ];
    }

    private static void Other(EngineWorld world, string? instance, string requestId, string operation = Reset)
    {
        if (instance is not null)
        {
            world.Sandbox.State.Tencent.Instances.Find(instance)!.RecordOtherOperation(operation, requestId, world.Time.GetUtcNow());
        }
    }

    private sealed class Meddler(HttpMessageHandler inner, Action happen, bool loseIt, Func<bool>? throttle) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.GetValues("X-TC-Action").Single() == Reset)
            {
                await request.Content!.ReadAsByteArrayAsync(cancellationToken);
                if (throttle?.Invoke() == true)
                {
                    return ScriptedTencent.Error("RequestLimitExceeded");
                }

                happen();
                if (loseIt)
                {
                    throw new HttpRequestException(HttpRequestError.ResponseEnded);
                }
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
