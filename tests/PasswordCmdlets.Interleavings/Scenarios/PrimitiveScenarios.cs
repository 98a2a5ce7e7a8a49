using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>Limiters, brakes and the guard by themselves: three callers, of which one may give up at any time.</summary>
internal static class PrimitiveScenarios
{
    public static IEnumerable<Scenario> All => Parts.Select(static part => part with { Delays = 2, HasPointsAtLoads = true });

    private static IEnumerable<Scenario> Parts =>
    [
        new("concurrency limiter", static scheduler =>
        {
            ConcurrencyLimiter limiter = new(1);
            Contend(scheduler, 1, async (caller, token) =>
                await limiter.AcquireAsync(caller == 1 ? "other" : "one", goesFirst: caller == 2, token));
        }),
        new("concurrency limiter, while a partition is suspected", static scheduler =>
        {
            ConcurrencyLimiter limiter = new(2);
            scheduler.Add("no response", () => limiter.RecordNoResponse("one"));
            scheduler.Add("response", () => limiter.RecordResponse("one"));
            Contend(scheduler, 2, async (caller, token) =>
                await limiter.AcquireAsync(caller < 3 ? "one" : $"other {caller}", goesFirst: false, token));
        }),
        new("partition limiter", static scheduler =>
        {
            PartitionLimiter limiter = new(1);
            Contend(scheduler, 2, async (_, token) => await limiter.AcquireAsync(1, token));
        }),
        new("partition limiter, with large groups", static scheduler =>
        {
            PartitionLimiter limiter = new(2);
            Contend(scheduler, 2, async (caller, token) => await limiter.AcquireAsync(caller == 1 ? 1 : 2, token));
        }),
        new("rate limiter", static scheduler =>
        {
            AdaptiveRateLimiter limiter = new(new RateContract(1, TimeSpan.FromSeconds(1)), scheduler.Time);
            scheduler.Add("throttled", () => limiter.RecordThrottled(TimeSpan.FromSeconds(2), scheduler.Time.GetTimestamp()));
            Contend(scheduler, 1, async (_, token) => (await limiter.AcquireAsync(ThrottlePatience.Unlimited, token))!);
        }),
        new("credential proof", static scheduler =>
        {
            CredentialProof proof = new();
            scheduler.Add("throttled", () => proof.RecordResponse(Fault.Throttled));
            Contend(scheduler, 2, async (caller, token) => (await proof.AcquireAsync(caller is 1 or 4 ? "other" : "one", token))!);
        }),
        new("credential proof, while a response comes", static scheduler =>
        {
            CredentialProof proof = new();
            scheduler.Add("accepted", () => proof.RecordResponse(Fault.None));
            Contend(scheduler, 3, async (_, token) =>
                await proof.AcquireAsync("one", token) ?? (IDisposable)new Releaser(static () => { }));
        }),
        new("open batches", static scheduler =>
        {
            OpenBatches batches = new(1);
            Contend(scheduler, 1, async (_, token) =>
            {
                do
                {
                    token.ThrowIfCancellationRequested();
                    await batches.WaitAsync(token);
                }
                while (!batches.TryOpen());

                return new Releaser(batches.Close);
            });
        }),
        new("lock-out guard", static scheduler =>
        {
            LockoutGuard guard = new(scheduler.Time);
            LockoutKey key = new("provider", "instance", "a");
            Contend(scheduler, 1, async (_, token) =>
            {
                await guard.ReserveAsync(key, new AttemptLimit(TimeSpan.FromMinutes(5)), force: false, token);
                return new Releaser(() => guard.Release(key));
            });
        }),
        new("circuit breaker", static scheduler =>
        {
            CircuitBreaker breaker = new(scheduler.Time);
            breaker.RecordUnreachable(CircuitBreaker.ConsecutiveTargets);
            int probes = 0;
            Contend(scheduler, 3, async (caller, token) =>
            {
                BreakerDecision decision = await breaker.AcquireAsync(token);
                if (decision == BreakerDecision.Probe)
                {
                    scheduler.Check(++probes == 1, "Two probes are in flight.");
                    return new Releaser(() =>
                    {
                        probes--;
                        (caller == 1 ? (Action)breaker.RecordProbeNotSent : breaker.RecordResponse)();
                    });
                }

                scheduler.Check(decision == BreakerDecision.Allow, "A region that responded is abandoned.");
                return new Releaser(static () => { });
            });
        }),
        new("events", static scheduler =>
        {
            RunEvents events = new();
            scheduler.Add("engine", () =>
            {
                events.Write(new NoticeEvent(NoticeLevel.Verbose, "first"));
                events.Write(new NoticeEvent(NoticeLevel.Verbose, "second"));
                events.Complete();
            });
            int read = 0;
            while (events.Wait(TimeSpan.FromSeconds(1)))
            {
                while (events.TryRead(out _))
                {
                    read++;
                }
            }

            scheduler.Check(read == 2, $"{read} of two events were read.");
        }),
        new("a question while the run is stopped", static scheduler =>
        {
            RunEvents events = new();
            CancellationTokenSource stopping = new();
            bool isAnswered = false;
            scheduler.Add("engine", async () =>
            {
                await events.AskAsync("Caption", "Question", stopping.Token);
                isAnswered = true;
            });
            scheduler.Add("Ctrl+C", () => Controlled.Cancellation.Cancel(stopping));
            scheduler.Add("reader", () =>
            {
                if (events.TryRead(out RunEvent? next))
                {
                    ((QuestionEvent)next!).Answer(true);
                }
            });
            scheduler.WaitFor(() => isAnswered, "wait for the answer");
        }),
    ];

    // Three callers acquire, hold and release; the last may give up while it waits. At the end others can hold all of it together.
    private static void Contend(
        Scheduler scheduler, int most, Func<int, CancellationToken, Task<IDisposable>> acquireAsync)
    {
        CancellationTokenSource givesUp = new();
        TaskCompletionSource together = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int held = 0;
        int ended = 0;
        async void Call(int caller, CancellationToken token)
        {
            try
            {
                using IDisposable lease = await acquireAsync(caller, token);
                scheduler.Check(++held <= most, $"{held} callers have what {most} may have.");
                scheduler.Point("hold");
                await Task.Yield();
                if (caller >= 3)
                {
                    if (held == most)
                    {
                        together.SetResult();
                    }

                    await together.Task;
                }

                held--;
            }
            catch (OperationCanceledException)
            {
                scheduler.Check(token.CanBeCanceled, "A caller that did not give up was cancelled.");
            }

            ended++;
        }

        for (int caller = 0; caller < 3; caller++)
        {
            int number = caller;
            scheduler.Add($"caller {caller}", () => Call(number, number == 2 ? givesUp.Token : CancellationToken.None));
        }

        scheduler.Add("give up", () => Controlled.Cancellation.Cancel(givesUp));
        scheduler.WaitFor(() => ended == 3, "wait for the callers");
        for (int caller = 3; caller < 3 + most; caller++)
        {
            Call(caller, CancellationToken.None);
        }

        scheduler.WaitFor(() => ended == 3 + most, "wait for what was released");
    }

    private sealed class Releaser(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
