using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class PasswordChangeRunTests
{
    private static readonly SecretText Secret = new("Brand-New-Pass-7".AsSpan());
    private static readonly SharedPassword Shared = new(Secret);

    [Fact]
    public void Every_target_has_one_result_whenever_the_run_is_stopped()
    {
        Gen<(int Targets, int Seed, int StopAt, bool OneEach)> cases =
            from targets in Gen.Choose(1, 300)
            from seed in Gen.Choose(0, int.MaxValue)
            from stopAt in Gen.Choose(0, 60)
            from oneEach in Gen.Elements(true, false)
            select (targets, seed, stopAt, oneEach);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            IReadOnlyList<TargetResult> results =
                RunAndStop(given.Targets, given.Seed, given.StopAt, given.OneEach, out HashSet<string> sent);

            return results.Count == given.Targets
                && results.Select(static result => result.Target.Id).Distinct().Count() == given.Targets
                && results.All(result => result.Status != ChangeStatus.Cancelled || !sent.Contains(result.Target.Id));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_target_that_is_in_the_run_already_is_a_duplicate()
    {
        using HttpTransport transport = new(new ScriptedServer(static (_, cancel) => ScriptedTencent.HangAsync(cancel)));
        using PasswordChangeRun run = NewRun(transport, new RunOptions(), TimeProvider.System);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();

        Assert.Equal(Submission.Accepted, run.TrySubmit(Target(1), session, operation, Shared));
        Assert.Equal(Submission.Duplicate, run.TrySubmit(Target(1), session, operation, Shared));
        Assert.Equal(Submission.Duplicate, run.TrySubmit(Target(1).Of("ops"), ScriptedTencent.Session(), operation, Shared));
    }

    [Fact]
    public void Two_users_of_an_instance_are_one_target_where_the_call_has_no_user()
    {
        using HttpTransport transport = new(new ScriptedServer(static (_, cancel) => ScriptedTencent.HangAsync(cancel)));
        using PasswordChangeRun run = NewRun(transport, new RunOptions(), TimeProvider.System);
        ProviderSession session = ScriptedTencent.Session();

        Assert.Equal([Submission.Accepted, Submission.Duplicate, Submission.Accepted], Submit(new ZecResetOperation(), "i-1"));
        Assert.Equal([Submission.Accepted, Submission.Accepted, Submission.Accepted], Submit(new CvmResetOperation(), "ins-1"));

        Submission[] Submit(ProviderOperation operation, string id) =>
        [
            run.TrySubmit(new PasswordTarget { Id = id }, session, operation, Shared),
            run.TrySubmit(new PasswordTarget { Id = id, UserName = "root" }, session, operation, Shared),
            run.TrySubmit(new PasswordTarget { Id = id + "2", UserName = "root" }, session, operation, Shared),
        ];
    }

    [Theory]
    [InlineData("Unknown", nameof(Submission.Duplicate))]
    [InlineData("Failed", nameof(Submission.Accepted))]
    public void A_target_whose_outcome_is_unknown_is_not_sent_again(string status, string submission)
    {
        using CallBench bench = new();
        bench.Responses = _ => Task.FromResult(CallBench.Play(status == "Unknown" ? "lost" : "Rejected"));
        using PasswordChangeRun run = bench.NewRun();
        ScriptedOperation operation = new() { DescribesFirst = false, EndsAs = CompletionKind.Immediate };
        PasswordTarget target = new() { Id = "a" };
        Assert.Equal(Submission.Accepted, run.TrySubmit(target, bench.Session, operation, Shared));
        ResultEvent? result = null;
        while (result is null)
        {
            Assert.True(run.Wait(TimeSpan.FromSeconds(30)));
            while (run.TryRead(out RunEvent? next))
            {
                result = next as ResultEvent ?? result;
            }
        }

        Assert.Equal(status, result.Result.Status.ToString());
        Assert.Equal(submission, run.TrySubmit(target, bench.Session, operation, Shared).ToString());
    }

    [Fact]
    public void A_full_run_accepts_more_as_results_are_read()
    {
        using HttpTransport transport = new(new ScriptedServer(ScriptedTencent.Response));
        using PasswordChangeRun run =
            NewRun(transport, new RunOptions { TargetsInMemory = 3, BatchLinger = TimeSpan.Zero }, TimeProvider.System);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Submission.Accepted, run.TrySubmit(Target(i), session, operation, Shared));
        }

        Assert.Equal(Submission.Full, run.TrySubmit(Target(3), session, operation, Shared));
        while (!ReadResult(run))
        {
            Assert.True(run.Wait(TimeSpan.FromSeconds(60)));
        }

        Assert.Equal(Submission.Accepted, run.TrySubmit(Target(3), session, operation, Shared));
    }

    [Fact]
    public void A_full_waiting_set_holds_further_targets_back()
    {
        using HttpTransport transport = new(new ScriptedServer(static (_, cancel) => ScriptedTencent.HangAsync(cancel)));
        using PasswordChangeRun run = NewRun(transport, new RunOptions { TargetsAwaited = 2 }, TimeProvider.System);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();

        Assert.Equal(Submission.Accepted, run.TryPoll(Target(1), session, operation, Shared, "r", 1, DateTimeOffset.UtcNow));
        Assert.Equal(Submission.Accepted, run.TryPoll(Target(2), session, operation, Shared, "r", 1, DateTimeOffset.UtcNow));
        Assert.Equal(Submission.Full, run.TryPoll(Target(3), session, operation, Shared, "r", 1, DateTimeOffset.UtcNow));
        Assert.Equal(Submission.Full, run.TrySubmit(Target(4), session, operation, Shared));
    }

    [Fact]
    public void An_authentication_failure_ends_the_account_at_once()
    {
        // The clock stands still: nothing may wait for its turn at ten a second.
        ScriptedServer server = new(static _ => ScriptedTencent.Error("AuthFailure.SecretIdNotFound"));
        using RunDriver driver = new(server, time: new FakeTimeProvider());
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        for (int i = 0; i < 5000; i++)
        {
            driver.Submit(Target(i), session, operation, Shared);
        }

        IReadOnlyList<TargetResult> results = driver.Finish();

        Assert.Equal(5000, results.Count);
        Assert.Contains(results, static result => result.ErrorId == ErrorIds.AuthenticationFailed);
        Assert.True(results.Count(static result => result.Status == ChangeStatus.Cancelled) > 4000);
        Assert.InRange(server.Calls.Count, 1, 64);
    }

    [Fact]
    public void Targets_that_come_one_by_one_are_sent_when_the_first_has_waited_long_enough()
    {
        FakeTimeProvider time = new();
        ScriptedServer server = new(ScriptedTencent.Response);
        using HttpTransport transport = new(server);
        using PasswordChangeRun run =
            NewRun(transport, new RunOptions { AttemptTimeout = TimeSpan.FromDays(1), Timeout = TimeSpan.FromDays(1) }, time);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        for (int i = 0; i < 20; i++)
        {
            run.TrySubmit(Target(i), session, operation, Shared);
            run.Wait(TimeSpan.FromMilliseconds(20));
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Wait.Until(() => server.Calls.Count > 0);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("hangs")]
    [InlineData("drops")]
    public void A_dead_region_ends_within_two_minutes_and_holds_up_no_other(string death)
    {
        (TimeSpan alive, _, _) = RunThreeRegions(null);
        (TimeSpan others, TimeSpan dead, List<TargetResult> lost) = RunThreeRegions(death);

        Assert.True(others <= alive + TimeSpan.FromSeconds(1), $"The others took {others} instead of {alive}.");
        Assert.InRange(dead, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(2));
        Assert.Equal(2000, lost.Count);
        Assert.All(lost, static result => Assert.Equal((ChangeStatus.Cancelled, 0), (result.Status, result.Attempts)));
    }

    private static (TimeSpan Others, TimeSpan Dead, List<TargetResult> Lost) RunThreeRegions(string? death)
    {
        FakeTimeProvider time = new();
        ScriptedServer server = new((call, cancel) =>
        {
            if (death is null || ScriptedTencent.Region(call) != "ap-dead")
            {
                return Task.FromResult(ScriptedTencent.Response(call));
            }

            return death == "hangs" ? ScriptedTencent.HangAsync(cancel) : throw new HttpRequestException(HttpRequestError.ResponseEnded);
        })
        {
            Refuses = request => death == "refused" && request.Headers.GetValues("X-TC-Region").Single() == "ap-dead",
        };
        using HttpTransport transport = new(server);
        using PasswordChangeRun run = NewRun(transport, new RunOptions(), time);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        foreach (string region in (string[])["ap-dead", "ap-one", "ap-two"])
        {
            for (int i = 0; i < 2000; i++)
            {
                Assert.Equal(Submission.Accepted, run.TrySubmit(Target(i, region), session, operation, Shared));
            }
        }

        run.Complete();
        DateTimeOffset began = time.GetUtcNow();
        TimeSpan others = TimeSpan.Zero;
        TimeSpan dead = TimeSpan.Zero;
        int left = 2 * 2000;
        List<TargetResult> lost = [];
        Stopwatch patience = Stopwatch.StartNew();
        while (!run.IsEnded)
        {
            // The clock moves while the engine waits; how long that takes depends on the machine alone.
            Assert.True(time.GetUtcNow() - began < TimeSpan.FromMinutes(10), "The run does not end.");
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(20), "The run does not move.");
            while (run.TryRead(out RunEvent? next))
            {
                if (next is not ResultEvent { Result: var result })
                {
                    continue;
                }

                if (result.Target.Region == "ap-dead")
                {
                    dead = time.GetUtcNow() - began;
                    lost.Add(result);
                }
                else
                {
                    others = time.GetUtcNow() - began;
                    left--;
                }
            }

            // While work waits for a thread it is the machine that is slow, not the engine that has nothing to do.
            if (!run.IsEnded && !run.Wait(TimeSpan.FromMilliseconds(5)) && ThreadPool.PendingWorkItemCount == 0)
            {
                // What only the dead region waits for is measured in minutes.
                time.Advance(TimeSpan.FromMilliseconds(left > 0 ? 50 : 500));
            }
        }

        return (others, dead, lost);
    }

    private static IReadOnlyList<TargetResult> RunAndStop(int targets, int seed, int stopAt, bool oneEach, out HashSet<string> sent)
    {
        HashSet<string> left = [];
        RunDriver? driver = null;
        int calls = 0;
        ScriptedServer server = new(async (call, cancel) =>
        {
            int number = Interlocked.Increment(ref calls);
            if (ScriptedTencent.Action(call) == ScriptedTencent.Reset)
            {
                lock (left)
                {
                    left.UnionWith(ScriptedTencent.Ids(call));
                }
            }

            if (number >= stopAt)
            {
                driver!.Stop();
            }

            return ((seed ^ (number * 7919)) & 15) switch
            {
                0 => ScriptedTencent.Error("RequestLimitExceeded"),
                1 => ScriptedTencent.Error("InternalError"),
                2 => ScriptedTencent.Error("InvalidInstanceId.NotFound"),
                3 => throw new HttpRequestException(HttpRequestError.ResponseEnded),
                5 => ScriptedServer.Json(502, "<html>"),
                6 when number >= stopAt => await ScriptedTencent.HangAsync(cancel),
                _ => ScriptedTencent.Response(call),
            };
        })
        {
            Refuses = _ => ((seed ^ (Volatile.Read(ref calls) * 104_729)) & 7) == 1 && Interlocked.Increment(ref calls) > 0,
        };
        using RunDriver run = driver = new RunDriver(
            server,
            new RunOptions
            {
                AttemptTimeout = TimeSpan.FromDays(1),
                Timeout = TimeSpan.FromDays(1),
                StopTimeout = TimeSpan.FromMilliseconds(20),
                Wait = (seed & 1) == 0,
            },
            new AutoAdvancingTimeProvider());
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        IPasswordSource passwords = oneEach ? new OneEach() : Shared;
        for (int i = 0; i < targets; i++)
        {
            run.Submit(Target(i), session, operation, passwords);
        }

        if (stopAt == 0)
        {
            run.Stop();
        }

        IReadOnlyList<TargetResult> results = run.Finish();
        sent = left;
        return results;
    }

    private static bool ReadResult(PasswordChangeRun run)
    {
        while (run.TryRead(out RunEvent? next))
        {
            if (next is ResultEvent)
            {
                return true;
            }
        }

        return false;
    }

    private static PasswordTarget Target(int number, string region = "ap-one") => new() { Id = $"ins-{number:d8}", Region = region };

    private static PasswordChangeRun NewRun(HttpTransport transport, RunOptions options, TimeProvider time) =>
        new(options, transport, new RateLimiters(time), time, new NullReport(), static () => 0.5);

    private sealed class OneEach : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => Secret;
    }
}
