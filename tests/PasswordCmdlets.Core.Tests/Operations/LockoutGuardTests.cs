using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class LockoutGuardTests
{
    private static readonly LockoutKey Instance = new("Huawei", "DcsInstance", "instance-1");
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly AttemptLimit Limit = new(FiveMinutes);

    private readonly FakeTimeProvider _time = new();
    private readonly LockoutGuard _guard;

    public LockoutGuardTests() => _guard = new LockoutGuard(_time);

    [Fact]
    public void A_target_without_attempts_is_allowed() => Assert.Null(_guard.Check(Instance, Limit));

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    [InlineData(null)]
    public void With_more_than_one_remaining_attempt_or_no_count_the_next_is_allowed(int? remainingAttempts)
    {
        _guard.RecordRejection(Instance, remainingAttempts, Limit);

        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void At_one_remaining_attempt_it_rejects_and_returns_the_time_to_wait()
    {
        _guard.RecordRejection(Instance, 1, Limit);
        _time.Advance(TimeSpan.FromSeconds(61));

        string refusal = Assert.IsType<string>(_guard.Check(Instance, Limit));
        Assert.Contains("instance-1", refusal, StringComparison.Ordinal);
        Assert.Contains("One attempt", refusal, StringComparison.Ordinal);
        Assert.Contains("4 minutes", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, "Wait 1 second.")]
    [InlineData(1, "Wait 1 second.")]
    [InlineData(29.1, "Wait 30 seconds.")]
    [InlineData(60, "Wait 60 seconds.")]
    [InlineData(60.1, "Wait 2 minutes.")]
    [InlineData(299, "Wait 5 minutes.")]
    public void The_time_to_wait_is_shown_in_minutes_and_at_the_end_in_seconds(double seconds, string wait)
    {
        _guard.RecordLock(Instance, TimeSpan.FromSeconds(seconds));

        Assert.EndsWith(wait, _guard.Check(Instance, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_rejects_until_it_expires()
    {
        _guard.RecordLock(Instance, FiveMinutes);

        _time.Advance(FiveMinutes - TimeSpan.FromTicks(1));
        Assert.Contains("locked", _guard.Check(Instance, Limit), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void No_remaining_attempt_counts_as_locked()
    {
        _guard.RecordRejection(Instance, 0, Limit);

        Assert.Contains("is locked", _guard.Check(Instance, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public void A_count_of_the_provider_ends_a_lock_and_an_unknown_outcome_does_not()
    {
        _guard.RecordLock(Instance, FiveMinutes);
        _guard.RecordUnknownOutcome(Instance, Limit);
        Assert.Contains("is locked", _guard.Check(Instance, Limit), StringComparison.Ordinal);

        _guard.RecordRejection(Instance, 3, Limit);
        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public async Task A_limit_of_one_attempt_rejects_the_first()
    {
        AttemptLimit one = Limit with { Attempts = 1 };

        Assert.Equal("The first wrong old password locks instance-1.", _guard.Check(Instance, one));
        Assert.Equal("The first wrong old password locks instance-1.",
            await _guard.ReserveAsync(Instance, one, force: false, TestContext.Current.CancellationToken));
        Assert.Null(await _guard.ReserveAsync(Instance, one, force: true, TestContext.Current.CancellationToken));

        _guard.RecordRejection(Instance, null, one);
        Assert.Contains("is locked", _guard.Check(Instance, one), StringComparison.Ordinal);

        _guard.RecordSuccess(Instance);
        Assert.Equal("The first wrong old password locks instance-1.", _guard.Check(Instance, one));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "One attempt")]
    [InlineData(3, "is locked")]
    public void Rejections_without_a_number_of_attempts_count_against_the_limit_when_it_is_known(int rejections, string? rejection)
    {
        for (int i = 0; i < rejections; i++)
        {
            _guard.RecordRejection(Instance, null, Limit);
        }

        string? message = _guard.Check(Instance, Limit with { Attempts = 3 });

        Assert.Equal(rejection is null, message is null);
        Assert.Contains(rejection ?? string.Empty, message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_success_clears_what_was_remembered()
    {
        _guard.RecordRejection(Instance, 1, Limit);

        _guard.RecordSuccess(Instance);

        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void An_unknown_outcome_may_have_cost_an_attempt()
    {
        _guard.RecordRejection(Instance, 2, Limit);

        _guard.RecordUnknownOutcome(Instance, Limit);

        Assert.NotNull(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void An_unknown_outcome_without_a_known_count_blocks_nothing()
    {
        _guard.RecordUnknownOutcome(Instance, Limit);

        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void Unknown_outcomes_are_counted_from_the_first_where_the_number_of_attempts_is_known()
    {
        for (int i = 0; i < 3; i++)
        {
            _guard.RecordUnknownOutcome(Instance, Limit with { Attempts = 5 });
            Assert.Null(_guard.Check(Instance, Limit));
        }

        _guard.RecordUnknownOutcome(Instance, Limit with { Attempts = 5 });
        Assert.Contains("One attempt", _guard.Check(Instance, Limit), StringComparison.Ordinal);

        _guard.RecordRejection(Instance, 3, Limit with { Attempts = 5 });
        Assert.Null(_guard.Check(Instance, Limit));

        _guard.RecordUnknownOutcome(Instance, Limit with { Attempts = 5 });
        _time.Advance(FiveMinutes);
        _guard.RecordUnknownOutcome(Instance, Limit with { Attempts = 5 });
        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void An_unknown_outcome_is_counted_where_the_provider_returns_no_count()
    {
        _guard.RecordRejection(Instance, null, Limit);
        _guard.RecordUnknownOutcome(Instance, Limit);
        Assert.Null(_guard.Check(Instance, Limit));

        _guard.RecordRejection(Instance, null, Limit with { Attempts = 4 });

        Assert.Contains("One attempt", _guard.Check(Instance, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_provider_does_not_say_it_counts_by_itself()
    {
        for (int i = 0; i < 3; i++)
        {
            _guard.RecordRejection(Instance, null, Limit with { Attempts = 5 });
            Assert.Null(_guard.Check(Instance, Limit));
        }

        _guard.RecordRejection(Instance, null, Limit with { Attempts = 5 });

        Assert.NotNull(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void It_counts_on_from_the_last_count_of_the_provider()
    {
        _guard.RecordRejection(Instance, 2, Limit);

        _guard.RecordRejection(Instance, null, Limit with { Attempts = 5 });

        Assert.Contains("One attempt", _guard.Check(Instance, Limit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_provider_has_forgotten_does_not_count_while_an_old_password_is_in_flight()
    {
        _guard.RecordRejection(Instance, 2, Limit);
        Assert.Null(await Reserve());
        _time.Advance(FiveMinutes);

        _guard.RecordRejection(Instance, null, Limit with { Attempts = 3 });

        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void What_it_counted_by_itself_ends_with_the_time()
    {
        _guard.RecordRejection(Instance, null, Limit with { Attempts = 3 });
        _time.Advance(FiveMinutes);

        _guard.RecordRejection(Instance, null, Limit with { Attempts = 3 });

        Assert.Null(_guard.Check(Instance, Limit));
    }

    [Fact]
    public void Instances_resources_and_providers_are_told_apart()
    {
        _guard.RecordLock(Instance, FiveMinutes);

        Assert.Null(_guard.Check(Instance with { Id = "instance-2" }, Limit));
        Assert.Null(_guard.Check(Instance with { Resource = "RamUser" }, Limit));
        Assert.Null(_guard.Check(Instance with { Provider = "Alibaba" }, Limit));
    }

    [Fact]
    public void What_is_still_in_force_survives_any_number_of_others()
    {
        _guard.RecordLock(Instance, TimeSpan.FromHours(1));
        for (int i = 0; i < 5000; i++)
        {
            _guard.RecordRejection(Instance with { Id = $"other-{i}" }, 4, Limit);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        Assert.NotNull(_guard.Check(Instance, Limit));
    }

    [Fact]
    public async Task Of_two_at_once_the_second_waits_for_the_outcome_of_the_first()
    {
        _guard.RecordRejection(Instance, 2, Limit);
        Assert.Null(await Reserve());
        Task<string?> second = Reserve();
        Assert.False(second.IsCompleted);

        _guard.RecordRejection(Instance, 1, Limit);
        _guard.Release(Instance);

        Assert.Contains("One attempt", await second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_sent_at_a_time_and_the_last_attempt_is_kept()
    {
        int remainingAttempts = 5;
        int outside = 0;
        int atOnce = 0;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(async () =>
        {
            if (await Reserve() is not null)
            {
                return;
            }

            if (Interlocked.Increment(ref outside) > 1)
            {
                Interlocked.Increment(ref atOnce);
            }

            await Task.Yield();
            _guard.RecordRejection(Instance, Interlocked.Decrement(ref remainingAttempts), Limit);
            Interlocked.Decrement(ref outside);
            _guard.Release(Instance);
        })));

        Assert.Equal((1, 0), (remainingAttempts, atOnce));
    }

    [Fact]
    public async Task After_a_success_those_that_waited_go_one_after_the_other()
    {
        Assert.Null(await Reserve());
        Task<string?> second = Reserve();
        Task<string?> third = Reserve();

        _guard.RecordSuccess(Instance);
        _guard.Release(Instance);

        Assert.Null(await second);
        Assert.False(third.IsCompleted);
        _guard.Release(Instance);
        Assert.Null(await third);
    }

    [Fact]
    public async Task A_cancelled_waiter_takes_no_turn()
    {
        using CancellationTokenSource stopping = new();
        Assert.Null(await Reserve());
        Task<string?> stopped = _guard.ReserveAsync(Instance, Limit, force: false, stopping.Token).AsTask();
        Task<string?> next = Reserve();

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        _guard.Release(Instance);

        Assert.Null(await next);
    }

    [Fact]
    public async Task Force_does_not_wait_and_the_others_wait_for_it()
    {
        _guard.RecordRejection(Instance, 1, Limit);
        Assert.Null(await Reserve(force: true));
        Assert.Null(await Reserve(force: true));
        Task<string?> other = Reserve();

        _guard.Release(Instance);
        await WaitForLaterWaitersAsync();
        Assert.False(other.IsCompleted);
        _guard.RecordSuccess(Instance);
        _guard.Release(Instance);

        Assert.Null(await other);
    }

    [Fact]
    public async Task A_reservation_beside_a_forced_one_is_waited_for_too()
    {
        Assert.Null(await Reserve());
        Assert.Null(await Reserve(force: true));
        Task<string?> other = Reserve();

        _guard.Release(Instance);
        await WaitForLaterWaitersAsync();
        Assert.False(other.IsCompleted);
        _guard.Release(Instance);

        Assert.Null(await other);
    }

    [Fact]
    public async Task Another_instance_is_not_waited_for()
    {
        Assert.Null(await Reserve());

        LockoutKey other = Instance with { Id = "instance-2" };

        Assert.Null(await _guard.ReserveAsync(other, Limit, force: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_rejected_target_holds_no_reservation()
    {
        _guard.RecordRejection(Instance, 1, Limit);
        Assert.NotNull(await Reserve());
        _time.Advance(FiveMinutes);

        Assert.Null(await Reserve());
    }

    // Waits for ten later waiters of another instance. A waiter that was released before has then completed too.
    private async Task WaitForLaterWaitersAsync()
    {
        LockoutKey another = Instance with { Id = "another" };
        for (int i = 0; i < 10; i++)
        {
            await _guard.ReserveAsync(another, Limit, force: false, TestContext.Current.CancellationToken);
            ValueTask<string?> waiting = _guard.ReserveAsync(another, Limit, force: false, TestContext.Current.CancellationToken);
            _guard.Release(another);
            await waiting;
            _guard.Release(another);
        }
    }

    private Task<string?> Reserve(bool force = false) =>
        _guard.ReserveAsync(Instance, Limit, force, TestContext.Current.CancellationToken).AsTask();
}
