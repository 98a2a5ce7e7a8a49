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

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>-Wait: how an accepted change comes to its end.</summary>
public sealed class CompletionTests
{
    private const string Describe = "DescribeInstances";

    [Fact]
    public async Task Finished_resets_succeed_a_hundred_a_poll()
    {
        await using EngineWorld world = await StartAsync(20_000);

        IReadOnlyCollection<TargetResult> results = Reset(world, 250);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        Assert.All(world.Sandbox.Requests.Entries.Where(static entry => entry.Action == Describe),
            static entry => Assert.InRange(entry.TargetIds.Count, 1, 100));
    }

    [Fact]
    public async Task A_reset_that_fails_later_is_failed_with_the_providers_reason()
    {
        await using EngineWorld world = await StartAsync(5_000, failsWith: "disk gone");

        TargetResult result = Assert.Single(Reset(world, 1));

        Assert.Equal(ChangeStatus.Failed, result.Status);
        Assert.Contains("disk gone", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_operation_that_came_after_it_makes_it_unknown_and_no_timeout()
    {
        await using EngineWorld world = await StartAsync(-1);

        TargetResult result =
            Assert.Single(
                Reset(world, 1, look => look == 4,
                    () => world.Sandbox.State.Tencent.Instances.Find("ins-good0000")!.RecordOtherOperation("StartInstances", "other",
                        world.Time.GetUtcNow())));

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
    }

    [Fact]
    public async Task An_instance_that_vanishes_is_unknown()
    {
        await using EngineWorld world = await StartAsync(-1);

        TargetResult result = Assert.Single(Reset(world, 1, look => look == 4, () => world.Sandbox.State.Tencent.Instances.Clear()));

        Assert.Equal(ChangeStatus.Unknown, result.Status);
    }

    [Fact]
    public async Task What_does_not_end_is_accepted_when_the_time_is_over_and_is_polled_ever_more_slowly()
    {
        await using EngineWorld world = await StartAsync(-1);

        TargetResult result = Assert.Single(Reset(world, 1));

        Assert.Equal((ChangeStatus.Accepted, ErrorIds.WaitTimeout), (result.Status, result.ErrorId));

        // Thirty minutes at one poll a second would be 1800, at one in fifteen 120.
        Assert.InRange(world.Arrived(Describe), 50, 160);
    }

    [Fact]
    public async Task A_poll_that_fails_is_made_again()
    {
        await using EngineWorld world = await StartAsync(60_000);
        world.Options = world.Options with { MaximumRetryCount = 0 };
        world.Sandbox.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = Describe, After = 1, First = 3 });

        Assert.Equal(ChangeStatus.Succeeded, Assert.Single(Reset(world, 1)).Status);
    }

    private static Task<EngineWorld> StartAsync(int operationMilliseconds, string? failsWith = null) => EngineWorld.StartAsync($$"""
        {
          "accessKeys": [ { "provider": "tencent", "id": "key", "secret": "secret" } ],
          "tencent": {
            "options": { "operationMilliseconds": {{operationMilliseconds}} },
            "instances": [ { "generate": { "count": 10000, "prefix": "ins-good" }, "region": "ap-guangzhou"{{(failsWith is null
                ? string.Empty
                : $", \"failsWith\": \"{failsWith}\"")}} } ]
              }
            }
        """);

    private static IReadOnlyCollection<TargetResult> Reset(EngineWorld world, int count, Func<int, bool>? when = null,
        Action? happen = null)
    {
        world.Options = world.Options with { Wait = true };
        IEnumerable<PasswordTarget> targets = Enumerable.Range(0, count)
            .Select(static i => new PasswordTarget { Id = $"ins-good{i:d4}", Region = "ap-guangzhou" });
        return
        [
            .. world.Change(world.Session(TencentProvider.Descriptor), new CvmResetOperation(), "Brand-New-Pass-7", targets,
                inner => new Watcher(inner, when ?? (static _ => false), happen ?? (static () => { }))).Values,
        ];
    }

    private sealed class Watcher(HttpMessageHandler inner, Func<int, bool> when, Action happen) : DelegatingHandler(inner)
    {
        private int _looks;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.GetValues("X-TC-Action").Single() == Describe && when(Interlocked.Increment(ref _looks)))
            {
                happen();
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
