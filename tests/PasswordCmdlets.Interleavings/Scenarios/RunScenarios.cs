using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>Whole runs: two accounts, few targets, batches of two, one or two requests in flight.</summary>
internal static class RunScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("a target that ends unsent", static scheduler =>
        {
            using World world = new(scheduler, Options with { BatchLinger = TimeSpan.Zero });
            world.Submit(ModelProvider.NewSession("one"), new ModelOperation { FailsUnsent = true }, "a");
            world.Finish();
        }),
        new("two accounts", static scheduler =>
        {
            using World world = new(scheduler, Options);
            SubmitAll(world, new ModelOperation());
            world.Finish();
            world.AssertAll(ChangeStatus.Accepted);
        })
        {
            HasPointsAtLoads = true,
        },
        new("stopped", static scheduler =>
        {
            using World world = new(scheduler, Options with { ThrottleLimit = 1 });
            world.StopFromAnotherThread();
            SubmitAll(world, new ModelOperation { BatchSize = 1 });
            world.Finish();
        }),
        new("stopped while a request is in flight", static scheduler =>
        {
            using World world = new(scheduler, Options with { ThrottleLimit = 1, StopTimeout = TimeSpan.FromSeconds(1) });
            world.Provider.Leaving = _ => world.StopFromAnotherThread();
            SubmitAll(world, new ModelOperation { Describes = true });
            world.Finish();
        }),
        new("abandoned while a request is in flight", static scheduler =>
        {
            World world = new(scheduler, Options with { ThrottleLimit = 1 });
            world.Provider.Leaving = body => scheduler.Check(world.Provider.InFlight == 1, $"{body} left beside another request.");
            SubmitAll(world, new ModelOperation { BatchSize = 1 });
            scheduler.WaitFor(() => world.Provider.Sent.Count > 0, "wait for a request");
            world.Run.Stop();
            world.Run.Complete();
            world.Run.Wait(TimeSpan.FromSeconds(1));
            world.Dispose();
        }),
        new("a full run that is stopped", static scheduler =>
        {
            using World world = new(scheduler, Options with { TargetsInMemory = 1 });
            world.StopFromAnotherThread();
            SubmitAll(world, new ModelOperation { BatchSize = 1 });
            world.Finish();
        }),
        new("throttled", static scheduler =>
        {
            using World world = new(scheduler, Options with { ThrottleTimeout = TimeSpan.FromSeconds(5) });
            int throttles = 2;
            world.Provider.FaultOf = _ => throttles-- > 0 ? nameof(Fault.Throttled) : null;
            SubmitAll(world, new ModelOperation { BatchSize = 1, Rate = 1 });
            world.Finish();
            world.AssertAll(ChangeStatus.Accepted);
        }),
        new("throttled and stopped", static scheduler =>
        {
            using World world = new(scheduler, Options with { ThrottleLimit = 1 });
            int throttles = 1;
            world.Provider.FaultOf = _ => throttles-- > 0 ? nameof(Fault.Throttled) : null;
            world.Provider.Leaving = _ => world.StopFromAnotherThread();
            SubmitAll(world, new ModelOperation { BatchSize = 1, Rate = 1 });
            world.Finish();
        }),
        new("a lost response that a describe call resolves", static scheduler =>
        {
            using World world = new(scheduler, Options with { Wait = true });
            bool isLost = false;
            world.Provider.FaultOf = body =>
            {
                if (isLost || body.StartsWith("Describe", StringComparison.Ordinal))
                {
                    return null;
                }

                isLost = true;
                world.Provider.Execute(body);
                return "lost";
            };
            SubmitAll(world, new ModelOperation { Describes = true });
            world.Finish();
            world.AssertAll(ChangeStatus.Succeeded);
        }),
        new("a batch that one target spoils", static scheduler =>
        {
            using World world = new(scheduler, Options);
            world.Provider.FaultOf = static body =>
                body.StartsWith("Change a", StringComparison.Ordinal) ? nameof(Fault.TargetBusy) : null;
            SubmitAll(world, new ModelOperation());
            world.Finish();
            world.AssertAll(ChangeStatus.Accepted, failed: "a");
        }),
        new("an access key that is rejected", static scheduler =>
        {
            using World world = new(scheduler, Options);
            world.Provider.FaultOf = static _ => nameof(Fault.AuthenticationFailed);
            SubmitAll(world, new ModelOperation { BatchSize = 1 });
            world.Finish();
            Assert.InRange(world.Provider.Sent.Count(static body => body != "Change c"), 0, 1);
            Assert.DoesNotContain(world.Results, static result => result.Status is ChangeStatus.Accepted or ChangeStatus.Succeeded);
        }),
    ];

    public static RunOptions Options => new() { ThrottleLimit = 2, MaximumRetryCount = 1, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Two targets of one account, and one of another in another region.</summary>
    public static void SubmitAll(World world, ProviderOperation operation)
    {
        ProviderSession one = ModelProvider.NewSession("one");
        world.Submit(one, operation, "a");
        world.Submit(one, operation, "b");
        world.Submit(ModelProvider.NewSession("two"), operation, "c", "there");
    }
}
