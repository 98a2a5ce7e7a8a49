using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class WaitQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly object _gate = new();
    private readonly WaitQueue<string, int> _queue;

    public WaitQueueTests() => _queue = new(_gate);

    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_get_their_results_in_the_order_in_which_they_came()
    {
        Task<int> first = Wait("first", Ends);
        Task<int> second = Wait("second", Ends);

        lock (_gate)
        {
            Assert.True(_queue.TryRelease(1, out string? state));
            Assert.Equal(("first", 1), (state, _queue.Count));
            Assert.True(_queue.TryRelease(2));
            Assert.False(_queue.TryRelease(3, out state));
            Assert.Null(state);
        }

        Assert.Equal((1, 2), (await first.WaitAsync(Patience, Ends), await second.WaitAsync(Patience, Ends)));
    }

    [Fact]
    public async Task A_cancelled_waiter_leaves_the_queue_and_gets_no_result()
    {
        using CancellationTokenSource source = new();
        Task<int> leaves = Wait("leaves", source.Token);
        Task<int> stays = Wait("stays", Ends);

        await source.CancelAsync();

        OperationCanceledException cancelled =
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves.WaitAsync(Patience, Ends));
        Assert.Equal(source.Token, cancelled.CancellationToken);
        lock (_gate)
        {
            Assert.Equal(1, _queue.Count);
            Assert.True(_queue.TryRelease(1, out string? state));
            Assert.Equal("stays", state);
        }

        Assert.Equal(1, await stays.WaitAsync(Patience, Ends));
    }

    [Fact]
    public async Task A_cancellation_after_the_release_changes_nothing()
    {
        using CancellationTokenSource source = new();
        Task<int> waits = Wait("waits", source.Token);
        lock (_gate)
        {
            _queue.TryRelease(1);
        }

        await source.CancelAsync();

        Assert.Equal(1, await waits.WaitAsync(Patience, Ends));
    }

    [Fact]
    public async Task Those_that_a_condition_selects_are_released_and_then_all()
    {
        Task<int> even = Wait("2", Ends);
        Task<int> odd = Wait("3", Ends);
        Task<int> other = Wait("4", Ends);

        lock (_gate)
        {
            _queue.ReleaseWhere(static state => int.Parse(state, System.Globalization.CultureInfo.InvariantCulture) % 2 == 0, 7);
            Assert.Equal(1, _queue.Count);
            _queue.ReleaseAll(8);
            Assert.Equal(0, _queue.Count);
        }

        int[] results = await Task.WhenAll(even, odd, other).WaitAsync(Patience, Ends);
        Assert.Equal([7, 8, 7], results);
    }

    private Task<int> Wait(string state, CancellationToken cancellationToken)
    {
        WaitQueue<string, int>.Waiter waiter;
        lock (_gate)
        {
            waiter = _queue.Enqueue(state);
        }

        return waiter.WaitAsync(cancellationToken).AsTask();
    }
}
