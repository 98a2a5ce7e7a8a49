using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class CircuitBreakerTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_five_targets_a_minute_passes_and_one_probe_goes()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.RecordUnreachable(4);
        Assert.Equal(BreakerDecision.Allow, await breaker.AcquireAsync(Ends));
        breaker.RecordUnreachable(1);
        Task<BreakerDecision>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => breaker.AcquireAsync(Ends).AsTask())];

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(waiting, static task => Assert.False(task.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1.1));

        Task<BreakerDecision> probe = await Task.WhenAny(waiting);
        Assert.Equal(BreakerDecision.Probe, await probe);
        Assert.Equal(1, waiting.Count(static task => task.IsCompleted));

        breaker.RecordProbeFailure();
        Assert.Equal([BreakerDecision.Reject, BreakerDecision.Reject], await Task.WhenAll(waiting.Where(task => task != probe)));
        Assert.Equal(BreakerDecision.Reject, await breaker.AcquireAsync(Ends));
    }

    [Fact]
    public async Task A_probe_with_a_response_closes_the_breaker()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.RecordUnreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.AcquireAsync(Ends));
        Task<BreakerDecision> other = breaker.AcquireAsync(Ends).AsTask();
        Assert.True(breaker.IsOpen);

        breaker.RecordResponse();

        Assert.Equal(BreakerDecision.Allow, await other);
        breaker.RecordUnreachable(4);
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public async Task A_region_that_responded_to_another_call_is_not_abandoned_for_a_failed_probe()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.RecordUnreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.AcquireAsync(Ends));

        breaker.RecordResponse();
        breaker.RecordProbeFailure();

        Assert.Equal(BreakerDecision.Allow, await breaker.AcquireAsync(Ends));
    }

    [Fact]
    public async Task A_wait_for_a_region_can_be_cancelled()
    {
        CircuitBreaker breaker = new(new FakeTimeProvider());
        breaker.RecordUnreachable(5);
        using CancellationTokenSource source = new();
        Task<BreakerDecision> waits = breaker.AcquireAsync(source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
    }

    [Fact]
    public async Task A_wait_that_is_over_leaves_no_timer()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.RecordUnreachable(5);
        Task<BreakerDecision> waits = breaker.AcquireAsync(Ends).AsTask();
        Assert.Equal(1, time.PendingTimers);

        breaker.RecordResponse();

        Assert.Equal(BreakerDecision.Allow, await waits);
        Assert.Equal(0, time.PendingTimers);
    }

    [Fact]
    public async Task A_probe_that_was_not_sent_leaves_it_to_another()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.RecordUnreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.AcquireAsync(Ends));
        Task<BreakerDecision> other = breaker.AcquireAsync(Ends).AsTask();

        breaker.RecordProbeNotSent();

        Assert.Equal(BreakerDecision.Probe, await other);
    }
}
