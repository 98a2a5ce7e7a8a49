using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class GateTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_go_to_the_lanes_in_turn()
    {
        ConcurrencyLimiter gate = new(1);
        ConcurrencyLimiter.Place held = await gate.EnterAsync("busy", false, Ends).AsTask();
        List<string> order = [];
        Task[] waiting = [.. new[] { "busy", "busy", "busy", "quiet" }.Select(lane => EnterAndLeaveAsync(gate, lane, order))];

        held.Dispose();
        await Task.WhenAll(waiting);

        Assert.True(order.IndexOf("quiet") <= 1, string.Join(",", order));
    }

    [Fact]
    public void A_lane_that_was_never_answered_holds_five_places_at_most()
    {
        ConcurrencyLimiter gate = new(16);
        Assert.Equal(5, Enumerable.Range(0, 16).Count(_ => gate.EnterAsync("new", false, Ends).AsTask().IsCompleted));

        // The others have the rest.
        gate.Answered("alive");
        Assert.Equal(11, Enumerable.Range(0, 16).Count(_ => gate.EnterAsync("alive", false, Ends).AsTask().IsCompleted));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(9, 5)]
    [InlineData(64, 5)]
    public void A_lane_that_was_never_answered_leaves_half_of_few_places_to_the_others(int places, int untried)
    {
        ConcurrencyLimiter gate = new(places);

        Assert.Equal(untried, Enumerable.Range(0, places).Count(_ => gate.EnterAsync("new", false, Ends).AsTask().IsCompleted));
    }

    [Fact]
    public void The_first_answer_lets_the_others_of_the_lane_in()
    {
        ConcurrencyLimiter gate = new(16);
        List<Task<ConcurrencyLimiter.Place>> places = [.. Enumerable.Range(0, 16).Select(_ => gate.EnterAsync("new", false, Ends).AsTask())];

        gate.Answered("new");

        Assert.True(SpinWait.SpinUntil(() => places.TrueForAll(static place => place.IsCompleted), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_suspected_lane_holds_one_place_until_it_is_answered()
    {
        ConcurrencyLimiter gate = new(4);
        gate.Answered("lane");
        gate.Unanswered("lane");
        ConcurrencyLimiter.Place one = await gate.EnterAsync("lane", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Place> two = gate.EnterAsync("lane", false, Ends).AsTask();
        Assert.False(two.IsCompleted);

        gate.Answered("lane");

        (await two).Dispose();
        one.Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_place_along()
    {
        ConcurrencyLimiter gate = new(1);
        ConcurrencyLimiter.Place held = await gate.EnterAsync("lane", false, Ends).AsTask();
        using CancellationTokenSource source = new();
        Task<ConcurrencyLimiter.Place> leaves = gate.EnterAsync("lane", false, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leaves);

        held.Dispose();

        Assert.True(gate.EnterAsync("lane", false, Ends).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_look_goes_before_the_changes_of_its_lane_and_after_earlier_looks()
    {
        ConcurrencyLimiter gate = new(1);
        gate.Answered("lane");
        ConcurrencyLimiter.Place held = await gate.EnterAsync("lane", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Place> change = gate.EnterAsync("lane", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Place> look = gate.EnterAsync("lane", true, Ends).AsTask();
        Task<ConcurrencyLimiter.Place> nextLook = gate.EnterAsync("lane", true, Ends).AsTask();

        held.Dispose();
        (await look).Dispose();
        Assert.False(change.IsCompleted);
        (await nextLook).Dispose();

        (await change).Dispose();
    }

    [Fact]
    public async Task Under_contention_no_more_calls_are_in_flight_than_there_are_places()
    {
        ConcurrencyLimiter gate = new(8);
        int inFlight = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(async () =>
        {
            string lane = $"lane {i % 3}";
            using (await gate.EnterAsync(lane, false, Ends).AsTask())
            {
                int now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                gate.Answered(lane);
                await Task.Yield();
                Interlocked.Decrement(ref inFlight);
            }
        }, Ends)));

        Assert.InRange(most, 1, 8);
        Assert.Equal(0, inFlight);
    }

    [Fact]
    public async Task Groups_of_many_calls_enter_two_at_a_time()
    {
        PartitionLimiter gate = new(16);
        PartitionLimiter.Room first = await gate.EnterAsync(100, Ends);
        PartitionLimiter.Room second = await gate.EnterAsync(100, Ends);
        Task<PartitionLimiter.Room> third = gate.EnterAsync(100, Ends);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third).Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_group_that_gives_up_leaves_the_lane_as_it_was()
    {
        PartitionLimiter gate = new(2);
        PartitionLimiter.Room held = await gate.EnterAsync(1, Ends);
        PartitionLimiter.Room more = await gate.EnterAsync(2, Ends);
        using CancellationTokenSource source = new();
        Task<PartitionLimiter.Room> leaves = gate.EnterAsync(2, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);

        held.Dispose();
        more.Dispose();

        using PartitionLimiter.Room one = await gate.EnterAsync(2, Ends);
        using PartitionLimiter.Room two = await gate.EnterAsync(2, Ends);
    }

    [Fact]
    public async Task After_five_targets_a_minute_passes_and_one_probe_goes()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.Unreachable(4);
        Assert.Equal(BreakerDecision.Free, await breaker.MaySendAsync(Ends));
        breaker.Unreachable(1);
        Task<BreakerDecision>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => breaker.MaySendAsync(Ends).AsTask())];

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(waiting, static task => Assert.False(task.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1.1));

        Task<BreakerDecision> probe = await Task.WhenAny(waiting);
        Assert.Equal(BreakerDecision.Probe, await probe);
        Assert.Equal(1, waiting.Count(static task => task.IsCompleted));

        breaker.ProbeMissed();
        Assert.Equal([BreakerDecision.Closed, BreakerDecision.Closed], await Task.WhenAll(waiting.Where(task => task != probe)));
        Assert.True(breaker.IsGivenUp);
    }

    [Fact]
    public async Task A_probe_that_is_answered_opens_the_region_again()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.MaySendAsync(Ends));
        Task<BreakerDecision> other = breaker.MaySendAsync(Ends).AsTask();
        Assert.True(breaker.IsOpen);

        breaker.Reached();

        Assert.Equal(BreakerDecision.Free, await other);
        breaker.Unreachable(4);
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public async Task A_region_that_answered_another_call_is_not_given_up_for_a_probe_that_was_not_answered()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.MaySendAsync(Ends));

        breaker.Reached();
        breaker.ProbeMissed();

        Assert.Equal(BreakerDecision.Free, await breaker.MaySendAsync(Ends));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_for_a_region_is_let_go()
    {
        CircuitBreaker breaker = new(new FakeTimeProvider());
        breaker.Unreachable(5);
        using CancellationTokenSource source = new();
        Task<BreakerDecision> waits = breaker.MaySendAsync(source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
    }

    [Fact]
    public async Task A_probe_that_was_not_sent_leaves_it_to_another()
    {
        FakeTimeProvider time = new();
        CircuitBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(BreakerDecision.Probe, await breaker.MaySendAsync(Ends));
        Task<BreakerDecision> other = breaker.MaySendAsync(Ends).AsTask();

        breaker.ProbeAbandoned();

        Assert.Equal(BreakerDecision.Probe, await other);
    }

    private static async Task EnterAndLeaveAsync(ConcurrencyLimiter gate, string lane, List<string> order)
    {
        using (await gate.EnterAsync(lane, false, Ends).AsTask())
        {
            lock (order)
            {
                order.Add(lane);
            }
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
