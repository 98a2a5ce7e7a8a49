using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Brakes;

/// <summary>Runs with brakes against a provider that accepts, rejects, throttles, fails and loses at random.</summary>
public sealed class BrakePropertyTests
{
    private const int ThrottleLimit = 4;
    private static readonly SecretText Secret = new("Brand-New-Pass-7".AsSpan());

    [Fact]
    public void A_run_with_brakes_loses_no_target_and_sends_no_more_than_they_permit()
    {
        Gen<Case> cases =
            from targets in Gen.Choose(1, 350)
            from seed in Gen.Choose(0, int.MaxValue)
            from badness in Gen.Elements(0, 1, 4, 12)
            from canary in Gen.Elements<int?>(null, 1, 2, 7, 120)
            from limit in Gen.Elements(null, "0", "3", "5%", "40%")
            from oneEach in Gen.Elements(true, false)
            select new Case(targets, seed, badness, canary, limit, oneEach);
        Prop.ForAll(cases.ToArbitrary(), static given => Check(given)).QuickCheckThrowOnFailure();
    }

    private static void Check(Case given)
    {
        World world = new(given);
        using RunDriver run = new(
            new ScriptedServer(world.Respond) { Refuses = _ => world.Next() == 1 },
            new RunOptions
            {
                AttemptTimeout = TimeSpan.FromDays(1),
                Timeout = TimeSpan.FromDays(1),
                ThrottleLimit = ThrottleLimit,
                Canary = given.Canary,
                FailureLimit = given.Limit is null ? null : FailureLimit.Parse(given.Limit),
            },
            new AutoAdvancingTimeProvider());
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        IPasswordSource passwords = given.OneEach ? new OneForEach() : new SharedPassword(Secret);
        for (int i = 0; i < given.Targets; i++)
        {
            run.Submit(new PasswordTarget { Id = $"ins-{i:d8}", Region = "ap-one" }, session, operation, passwords);
        }

        IReadOnlyList<TargetResult> results = run.Finish();
        Assert.Equal(given.Targets, results.Select(static result => result.Target.Id).Distinct().Count());
        Assert.Equal(given.Targets, results.Count);
        Assert.DoesNotContain(
            results, result => result.Status == ChangeStatus.Cancelled && world.MayHaveExecuted.Contains(result.Target.Id));
        Assert.False(world.CanaryWasExceeded, "The canary was exceeded.");
        AssertWithinLimit(given, results);
    }

    private static void AssertWithinLimit(Case given, IReadOnlyList<TargetResult> results)
    {
        int failed = results.Count(static result => result.Status is ChangeStatus.Failed or ChangeStatus.Unknown);
        int inFlight = ThrottleLimit * (given.OneEach ? 1 : 100);
        int permitted = given.Limit switch
        {
            null => int.MaxValue - inFlight,
            { } share when share.EndsWith('%') => Math.Max(19, int.Parse(share.TrimEnd('%'), null) * results.Count / 100),
            { } count => int.Parse(count, null),
        };
        Assert.InRange(failed, 0, permitted + inFlight);
    }

    private sealed record Case(int Targets, int Seed, int Badness, int? Canary, string? Limit, bool OneEach);

    private sealed class World(Case given)
    {
        private readonly HashSet<string> _sent = [];
        private readonly HashSet<string> _succeeded = [];
        private int _calls;

        public HashSet<string> MayHaveExecuted { get; } = [];

        /// <summary>Whether another target was sent, or a batch was larger, while the canary was not complete.</summary>
        public bool CanaryWasExceeded { get; private set; }

        /// <summary>What the next call meets, from 0 to 15; more of them is bad the worse the case is.</summary>
        public int Next()
        {
            int chance = (int)((((uint)given.Seed ^ ((uint)Interlocked.Increment(ref _calls) * 2_654_435_761u)) >> 13) % 64);
            return chance < given.Badness * 4 ? chance % 6 : 15;
        }

        public HttpResponseMessage Respond(ServerCall call)
        {
            if (ScriptedTencent.Action(call) != ScriptedTencent.Reset)
            {
                return ScriptedTencent.Response(call);
            }

            IReadOnlyList<string> ids = ScriptedTencent.Ids(call);
            int next = Next();
            lock (_sent)
            {
                _sent.UnionWith(ids);
                CanaryWasExceeded |= given.Canary is { } size && _succeeded.Count < size && _sent.Count > size;
                if (next is 1 or 2 or 3 or 15)
                {
                    MayHaveExecuted.UnionWith(ids);
                }

                if (next is 1 or 15)
                {
                    _succeeded.UnionWith(ids);
                }
            }

            return next switch
            {
                0 => ScriptedTencent.Error("RequestLimitExceeded"),
                2 => ScriptedTencent.Error("InternalError"),
                3 => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                4 => ScriptedTencent.Error("InvalidInstanceId.NotFound"),
                5 => ScriptedTencent.Error("OperationDenied.InstanceOperationInProgress"),
                _ => ScriptedTencent.Response(call),
            };
        }
    }

    private sealed class OneForEach : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => Secret;
    }
}
