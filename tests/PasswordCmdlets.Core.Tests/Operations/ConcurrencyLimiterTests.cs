using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class ConcurrencyLimiterTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leases_go_to_the_partitions_in_turn()
    {
        ConcurrencyLimiter limiter = new(1);
        ConcurrencyLimiter.Lease held = await limiter.AcquireAsync("busy", false, Ends).AsTask();
        List<string> order = [];
        Task[] waiting =
        [
            .. new[] { "busy", "busy", "busy", "quiet" }.Select(partition => AcquireAndReleaseAsync(limiter, partition, order)),
        ];

        held.Dispose();
        await Task.WhenAll(waiting);

        Assert.InRange(order.IndexOf("quiet"), 0, 1);
    }

    [Fact]
    public void A_partition_without_a_response_yet_holds_five_leases_at_most()
    {
        ConcurrencyLimiter limiter = new(16);
        Assert.Equal(5, Enumerable.Range(0, 16).Count(_ => limiter.AcquireAsync("new", false, Ends).AsTask().IsCompleted));

        // The others have the rest.
        limiter.RecordResponse("alive");
        Assert.Equal(11, Enumerable.Range(0, 16).Count(_ => limiter.AcquireAsync("alive", false, Ends).AsTask().IsCompleted));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(9, 5)]
    [InlineData(64, 5)]
    public void A_partition_without_a_response_yet_leaves_half_of_few_leases_to_the_others(int leases, int untried)
    {
        ConcurrencyLimiter limiter = new(leases);

        Assert.Equal(untried, Enumerable.Range(0, leases).Count(_ => limiter.AcquireAsync("new", false, Ends).AsTask().IsCompleted));
    }

    [Fact]
    public void The_first_response_admits_the_others_of_the_partition()
    {
        ConcurrencyLimiter limiter = new(16);
        List<Task<ConcurrencyLimiter.Lease>> leases =
        [
            .. Enumerable.Range(0, 16).Select(_ => limiter.AcquireAsync("new", false, Ends).AsTask()),
        ];

        limiter.RecordResponse("new");

        Wait.Until(() => leases.TrueForAll(static lease => lease.IsCompleted));
    }

    [Fact]
    public async Task A_suspected_partition_holds_one_lease_until_it_responds()
    {
        ConcurrencyLimiter limiter = new(4);
        limiter.RecordResponse("partition");
        limiter.RecordNoResponse("partition");
        ConcurrencyLimiter.Lease one = await limiter.AcquireAsync("partition", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Lease> two = limiter.AcquireAsync("partition", false, Ends).AsTask();
        Assert.False(two.IsCompleted);

        limiter.RecordResponse("partition");

        (await two).Dispose();
        one.Dispose();
    }

    [Fact]
    public async Task A_partition_whose_callers_gave_up_keeps_no_lease_from_the_others()
    {
        ConcurrencyLimiter limiter = new(1);
        ConcurrencyLimiter.Lease held = await limiter.AcquireAsync("busy", false, Ends);
        using CancellationTokenSource source = new();
        Task<ConcurrencyLimiter.Lease> leaves = limiter.AcquireAsync("busy", false, source.Token).AsTask();
        Task<ConcurrencyLimiter.Lease> stays = limiter.AcquireAsync("quiet", false, Ends).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leaves);

        held.Dispose();

        await stays.WaitAsync(TimeSpan.FromSeconds(30), Ends);
    }

    [Fact]
    public async Task A_cancelled_wait_takes_no_lease()
    {
        ConcurrencyLimiter limiter = new(1);
        ConcurrencyLimiter.Lease held = await limiter.AcquireAsync("partition", false, Ends).AsTask();
        using CancellationTokenSource source = new();
        Task<ConcurrencyLimiter.Lease> leaves = limiter.AcquireAsync("partition", false, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await leaves);

        held.Dispose();

        Assert.True(limiter.AcquireAsync("partition", false, Ends).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_cancelled_call_takes_no_lease()
    {
        ConcurrencyLimiter limiter = new(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await limiter.AcquireAsync("partition", false, new CancellationToken(canceled: true)));

        Assert.True(limiter.AcquireAsync("partition", false, Ends).AsTask().IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_is_positive(int limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new ConcurrencyLimiter(limit));

    [Fact]
    public async Task A_describe_call_goes_before_the_changes_of_its_partition_and_after_earlier_ones()
    {
        ConcurrencyLimiter limiter = new(1);
        limiter.RecordResponse("partition");
        ConcurrencyLimiter.Lease held = await limiter.AcquireAsync("partition", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Lease> change = limiter.AcquireAsync("partition", false, Ends).AsTask();
        Task<ConcurrencyLimiter.Lease> describe = limiter.AcquireAsync("partition", true, Ends).AsTask();
        Task<ConcurrencyLimiter.Lease> nextDescribe = limiter.AcquireAsync("partition", true, Ends).AsTask();

        held.Dispose();
        (await describe).Dispose();
        Assert.False(change.IsCompleted);
        (await nextDescribe).Dispose();

        (await change).Dispose();
    }

    [Fact]
    public async Task Under_contention_no_more_calls_are_in_flight_than_the_limit()
    {
        ConcurrencyLimiter limiter = new(8);
        int inFlight = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => Task.Run(async () =>
        {
            string partition = $"partition {i % 3}";
            using (await limiter.AcquireAsync(partition, false, Ends).AsTask())
            {
                int now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                limiter.RecordResponse(partition);
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
        PartitionLimiter limiter = new(16);
        PartitionLimiter.Lease first = await limiter.AcquireAsync(100, Ends);
        PartitionLimiter.Lease second = await limiter.AcquireAsync(100, Ends);
        Task<PartitionLimiter.Lease> third = limiter.AcquireAsync(100, Ends);
        Assert.False(third.IsCompleted);

        first.Dispose();

        (await third.WaitAsync(TimeSpan.FromSeconds(30), Ends)).Dispose();
        second.Dispose();
    }

    [Fact]
    public async Task A_cancelled_group_leaves_the_room_as_it_was()
    {
        PartitionLimiter limiter = new(2);
        PartitionLimiter.Lease held = await limiter.AcquireAsync(1, Ends);
        PartitionLimiter.Lease more = await limiter.AcquireAsync(2, Ends);
        using CancellationTokenSource source = new();
        Task<PartitionLimiter.Lease> leaves = limiter.AcquireAsync(2, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);

        held.Dispose();
        more.Dispose();

        Assert.Equal(4, Enumerable.Range(0, 5).Count(_ => limiter.AcquireAsync(1, Ends).IsCompleted));
    }

    private static async Task AcquireAndReleaseAsync(ConcurrencyLimiter limiter, string partition, List<string> order)
    {
        using (await limiter.AcquireAsync(partition, false, Ends).AsTask())
        {
            lock (order)
            {
                order.Add(partition);
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
