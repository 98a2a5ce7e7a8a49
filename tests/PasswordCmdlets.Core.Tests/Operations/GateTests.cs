using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class GateTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_go_to_the_lanes_in_turn()
    {
        FairGate gate = new(1);
        FairGate.Place held = await gate.EnterAsync("busy", false, Ends).AsTask();
        List<string> order = [];
        Task[] waiting = [.. new[] { "busy", "busy", "busy", "quiet" }.Select(lane => EnterAndLeaveAsync(gate, lane, order))];

        held.Dispose();
        await Task.WhenAll(waiting);

        Assert.True(order.IndexOf("quiet") <= 1, string.Join(",", order));
    }

    [Fact]
    public void A_lane_that_was_never_answered_holds_five_places_at_most()
    {
        FairGate gate = new(16);
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
        FairGate gate = new(places);

        Assert.Equal(untried, Enumerable.Range(0, places).Count(_ => gate.EnterAsync("new", false, Ends).AsTask().IsCompleted));
    }

    [Fact]
    public void The_first_answer_lets_the_others_of_the_lane_in()
    {
        FairGate gate = new(16);
        List<Task<FairGate.Place>> places = [.. Enumerable.Range(0, 16).Select(_ => gate.EnterAsync("new", false, Ends).AsTask())];

        gate.Answered("new");

        Assert.True(SpinWait.SpinUntil(() => places.TrueForAll(static place => place.IsCompleted), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_suspected_lane_holds_one_place_until_it_is_answered()
    {
        FairGate gate = new(4);
        gate.Answered("lane");
        gate.Unanswered("lane");
        FairGate.Place one = await gate.EnterAsync("lane", false, Ends).AsTask();
        Task<FairGate.Place> two = gate.EnterAsync("lane", false, Ends).AsTask();
        Assert.False(two.IsCompleted);

        gate.Answered("lane");

        (await two).Dispose();
        one.Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_place_along()
    {
        FairGate gate = new(1);
        FairGate.Place held = await gate.EnterAsync("lane", false, Ends).AsTask();
        using CancellationTokenSource source = new();
        Task<FairGate.Place> leaves = gate.EnterAsync("lane", false, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leaves);

        held.Dispose();

        Assert.True(gate.EnterAsync("lane", false, Ends).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_look_goes_before_the_changes_of_its_lane_and_after_earlier_looks()
    {
        FairGate gate = new(1);
        gate.Answered("lane");
        FairGate.Place held = await gate.EnterAsync("lane", false, Ends).AsTask();
        Task<FairGate.Place> change = gate.EnterAsync("lane", false, Ends).AsTask();
        Task<FairGate.Place> look = gate.EnterAsync("lane", true, Ends).AsTask();
        Task<FairGate.Place> nextLook = gate.EnterAsync("lane", true, Ends).AsTask();

        held.Dispose();
        (await look).Dispose();
        Assert.False(change.IsCompleted);
        (await nextLook).Dispose();

        (await change).Dispose();
    }

    [Fact]
    public async Task Under_contention_no_more_calls_are_in_flight_than_there_are_places()
    {
        FairGate gate = new(8);
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
        LaneGate gate = new(16);
        LaneGate.Room first = await gate.EnterAsync(100, Ends);
        LaneGate.Room second = await gate.EnterAsync(100, Ends);
        Task<LaneGate.Room> third = gate.EnterAsync(100, Ends);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third).Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_group_that_gives_up_leaves_the_lane_as_it_was()
    {
        LaneGate gate = new(2);
        LaneGate.Room held = await gate.EnterAsync(1, Ends);
        LaneGate.Room more = await gate.EnterAsync(2, Ends);
        using CancellationTokenSource source = new();
        Task<LaneGate.Room> leaves = gate.EnterAsync(2, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);

        held.Dispose();
        more.Dispose();

        using LaneGate.Room one = await gate.EnterAsync(2, Ends);
        using LaneGate.Room two = await gate.EnterAsync(2, Ends);
    }

    [Fact]
    public async Task After_five_targets_a_minute_passes_and_one_probe_goes()
    {
        FakeTimeProvider time = new();
        RegionBreaker breaker = new(time);
        breaker.Unreachable(4);
        Assert.Equal(Passage.Free, await breaker.MaySendAsync(Ends));
        breaker.Unreachable(1);
        Task<Passage>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => breaker.MaySendAsync(Ends).AsTask())];

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.All(waiting, static task => Assert.False(task.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1.1));

        Task<Passage> probe = await Task.WhenAny(waiting);
        Assert.Equal(Passage.Probe, await probe);
        Assert.Equal(1, waiting.Count(static task => task.IsCompleted));

        breaker.ProbeMissed();
        Assert.Equal([Passage.Closed, Passage.Closed], await Task.WhenAll(waiting.Where(task => task != probe)));
        Assert.True(breaker.IsGivenUp);
    }

    [Fact]
    public async Task A_probe_that_is_answered_opens_the_region_again()
    {
        FakeTimeProvider time = new();
        RegionBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Passage.Probe, await breaker.MaySendAsync(Ends));
        Task<Passage> other = breaker.MaySendAsync(Ends).AsTask();
        Assert.True(breaker.IsOpen);

        breaker.Reached();

        Assert.Equal(Passage.Free, await other);
        breaker.Unreachable(4);
        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public async Task A_region_that_answered_another_call_is_not_given_up_for_a_probe_that_was_not_answered()
    {
        FakeTimeProvider time = new();
        RegionBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Passage.Probe, await breaker.MaySendAsync(Ends));

        breaker.Reached();
        breaker.ProbeMissed();

        Assert.Equal(Passage.Free, await breaker.MaySendAsync(Ends));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_for_a_region_is_let_go()
    {
        RegionBreaker breaker = new(new FakeTimeProvider());
        breaker.Unreachable(5);
        using CancellationTokenSource source = new();
        Task<Passage> waits = breaker.MaySendAsync(source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
    }

    [Fact]
    public async Task A_probe_that_was_not_sent_leaves_it_to_another()
    {
        FakeTimeProvider time = new();
        RegionBreaker breaker = new(time);
        breaker.Unreachable(5);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Passage.Probe, await breaker.MaySendAsync(Ends));
        Task<Passage> other = breaker.MaySendAsync(Ends).AsTask();

        breaker.ProbeAbandoned();

        Assert.Equal(Passage.Probe, await other);
    }

    private static async Task EnterAndLeaveAsync(FairGate gate, string lane, List<string> order)
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
