using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Interleavings.Scheduling;
using Xunit;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>Whole runs with a canary, a failure limit or a deadline, and runs that share an old password.</summary>
internal static class BrakeScenarios
{
    public static IEnumerable<Scenario> All =>
    [
        new("a canary that succeeds", static scheduler =>
        {
            bool isHandled = false;
            using World world = new(scheduler, RunScenarios.Options with { Canary = 1 })
            {
                HandlingError = _ =>
                {
                    isHandled = true;
                    return null;
                },
            };
            world.Provider.Leaving = body =>
                scheduler.Check(isHandled || body == "Change a", $"{body} left before the canary passed.");
            RunScenarios.SubmitAll(world, new ModelOperation());
            world.Finish();
            world.AssertAll(ChangeStatus.Accepted);
        }),
        new("a canary that fails", static scheduler =>
        {
            using World world = new(scheduler, RunScenarios.Options with { Canary = 1 });
            world.Provider.FaultOf = static _ => nameof(Fault.Rejected);
            RunScenarios.SubmitAll(world, new ModelOperation());
            world.Finish();
            Assert.Single(world.Provider.Sent.Distinct());
            Assert.Equal(2, world.Results.Count(static result => result.ErrorId == ErrorIds.CanaryFailed));
        }),
        new("a canary whose password cannot be stored", static scheduler =>
        {
            using World world = new(scheduler, RunScenarios.Options with { Canary = 1 })
            {
                HandlingError = static _ => ErrorIds.VaultWriteFailed,
            };
            RunScenarios.SubmitAll(world, new ModelOperation());
            world.Finish();
            Assert.Single(world.Provider.Sent.Distinct());
        }),
        new("stopped while the canary is in flight", static scheduler =>
        {
            using World world = new(scheduler, RunScenarios.Options with { Canary = 1, ThrottleLimit = 1 });
            world.Provider.Leaving = _ => world.StopFromAnotherThread();
            RunScenarios.SubmitAll(world, new ModelOperation());
            world.Finish();
        }),
        new("a deadline while the canary is in flight", static scheduler =>
        {
            DateTimeOffset deadline = scheduler.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
            using World world = new(scheduler, RunScenarios.Options with { Canary = 1, NotAfter = deadline, ThrottleLimit = 1 });
            int late = 0;
            world.Provider.Leaving = _ => late += scheduler.Time.GetUtcNow() >= deadline ? 1 : 0;
            RunScenarios.SubmitAll(world, new ModelOperation());
            world.Finish();

            // What had passed its last check by then still leaves.
            Assert.InRange(late, 0, 1);
        }),
        new("a deadline while the provider throttles", static scheduler =>
        {
            using World world = new(scheduler, RunScenarios.Options with
            {
                NotAfter = scheduler.Time.GetUtcNow() + TimeSpan.FromSeconds(2.5),
            });
            world.Provider.FaultOf = static _ => nameof(Fault.Throttled);
            RunScenarios.SubmitAll(world, new ModelOperation { BatchSize = 1, Rate = 1 });
            world.Finish();
        }),
        new("a failure limit", static scheduler => FailureLimited(scheduler, throttleLimit: 1)),
        new("a failure limit with two requests in flight", static scheduler => FailureLimited(scheduler, throttleLimit: 2)),
        new("a failure limit and a lost response", static scheduler =>
        {
            using World world = new(scheduler, RunScenarios.Options with { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = 1 });
            world.Provider.FaultOf = body => body.StartsWith("Change a", StringComparison.Ordinal) ? "lost" : null;
            RunScenarios.SubmitAll(world, new ModelOperation { BatchSize = 1, Describes = true });
            world.Finish();
        }),
        new("a wrong old password that is shared", static scheduler => OldPassword(scheduler, goesOn: false, isStopped: false)),
        new("a wrong old password, and going on is confirmed", static scheduler => OldPassword(scheduler, goesOn: true, isStopped: false)),
        new("a wrong old password, and the run is stopped", static scheduler => OldPassword(scheduler, goesOn: true, isStopped: true)),
        new("two runs before the last attempt of an instance", LastAttempt),
    ];

    private static void FailureLimited(Scheduler scheduler, int throttleLimit)
    {
        using World world = new(
            scheduler, RunScenarios.Options with { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = throttleLimit });
        world.Provider.FaultOf = static _ => nameof(Fault.Rejected);
        RunScenarios.SubmitAll(world, new ModelOperation { BatchSize = 1 });
        world.Finish();
        Assert.InRange(world.Results.Count(static result => result.Status != ChangeStatus.Cancelled), 1, throttleLimit);
        Assert.InRange(world.Provider.Sent.Distinct().Count(), 1, throttleLimit);
    }

    private static void OldPassword(Scheduler scheduler, bool goesOn, bool isStopped)
    {
        bool isAsked = false;
        int unasked = 0;
        using World world = new(scheduler, RunScenarios.Options);
        world.Answer = _ =>
        {
            isAsked = true;
            if (isStopped)
            {
                world.StopFromAnotherThread();
            }

            return goesOn;
        };
        world.Provider.FaultOf = _ =>
        {
            unasked += isAsked && goesOn ? 0 : 1;
            return WrongPassword(remaining: 4);
        };
        ProviderSession session = ModelProvider.NewSession("one", HuaweiProvider.Descriptor);
        DcsChangeOperation operation = NewChange(scheduler, new LockoutGuard(scheduler.Time));
        world.Submit(session, operation, "a", "eu-de");
        world.Submit(session, operation, "b", "eu-nl");
        world.Submit(session, operation, "c", "eu-nl");
        world.Finish();

        // After an outcome that is unknown the next target goes first.
        int unknown = world.Results.Count(static result => result.Status == ChangeStatus.Unknown);
        scheduler.Check(unasked <= 1 + unknown, $"{unasked} targets spent an attempt before the user was asked.");
    }

    // One of the two remaining attempts is kept, whichever run comes first.
    private static void LastAttempt(Scheduler scheduler)
    {
        LockoutGuard guard = new(scheduler.Time);
        guard.RecordRejection(new LockoutKey(HuaweiEndpoints.Provider, "DcsInstance", "a"), 2, new AttemptLimit(TimeSpan.FromMinutes(5)));
        int wrong = 0;
        int ended = 0;
        for (int run = 0; run < 2; run++)
        {
            scheduler.Add("run", () =>
            {
                using World world = new(scheduler, RunScenarios.Options);
                world.Provider.FaultOf = _ => WrongPassword(remaining: 2 - ++wrong);
                world.Submit(
                    ModelProvider.NewSession("one", HuaweiProvider.Descriptor), NewChange(scheduler, guard), "a", "eu-de");
                world.Finish();
                ended++;
            });
        }

        scheduler.WaitFor(() => ended == 2, "wait for both runs");
        Assert.True(wrong == 1 || (scheduler.IsSlow && wrong == 0), $"{wrong} attempts were spent.");
    }

    private static DcsChangeOperation NewChange(Scheduler scheduler, LockoutGuard guard) =>
        new("v2", new SecretText("Old-Pass-1".AsSpan()), force: false, guard, scheduler.Time);

    private static string WrongPassword(int remaining) =>
        $$"""{"result":"passwordFailed","retry_times_left":"{{remaining}}","lock_time":"5","lock_time_left":"5"}""";
}
