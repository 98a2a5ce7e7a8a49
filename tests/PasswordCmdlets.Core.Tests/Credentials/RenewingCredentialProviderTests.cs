using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class RenewingCredentialProviderTests
{
    private readonly FakeTimeProvider _clock = new();
    private int _fetched;

    [Fact]
    public async Task A_credential_is_kept_until_five_minutes_before_it_ends()
    {
        RenewingCredentialProvider source = Source(Lasting(TimeSpan.FromHours(1)), () => Lasting(TimeSpan.FromHours(1)));

        CloudCredential first = await source.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(54));
        CloudCredential kept = await source.GetAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(1));
        CloudCredential renewed = await source.GetAsync(CancellationToken.None);

        Assert.Same(first, kept);
        Assert.NotSame(first, renewed);
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_short_lived_credential_is_kept_for_half_its_life()
    {
        RenewingCredentialProvider source = Source(Lasting(TimeSpan.FromMinutes(4)), () => Lasting(TimeSpan.FromMinutes(4)));

        _clock.Advance(TimeSpan.FromSeconds(119));
        await source.GetAsync(CancellationToken.None);
        Assert.Equal(0, _fetched);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await source.GetAsync(CancellationToken.None);

        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_credential_without_an_end_is_kept()
    {
        RenewingCredentialProvider source = Source(Credential("A", null), () => Credential("B", null));

        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal("A", (await source.GetAsync(CancellationToken.None)).AccessKeyId);
    }

    [Fact]
    public async Task A_credential_that_looks_spent_by_this_clock_is_not_fetched_for_every_call()
    {
        RenewingCredentialProvider source = Source(Lasting(TimeSpan.FromHours(-1)), () => Lasting(TimeSpan.FromHours(-1)));

        for (int i = 0; i < 5; i++)
        {
            await source.GetAsync(CancellationToken.None);
        }

        Assert.Equal(0, _fetched);
    }

    [Fact]
    public async Task However_many_callers_ask_there_is_one_fetch()
    {
        TaskCompletionSource<CloudCredential> response = new();
        RenewingCredentialProvider source = new(Credential("A", _clock.GetUtcNow()), async _ =>
        {
            Interlocked.Increment(ref _fetched);
            return await response.Task;
        }, _clock);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Task<CloudCredential>[] callers = [.. Enumerable.Range(0, 50).Select(_ => source.GetAsync(CancellationToken.None).AsTask())];
        response.SetResult(Lasting(TimeSpan.FromHours(1)));
        CloudCredential[] all = await Task.WhenAll(callers);

        Assert.Equal(1, _fetched);
        Assert.Single(all.Distinct());
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_fetch_to_the_others()
    {
        TaskCompletionSource<CloudCredential> response = new();
        RenewingCredentialProvider source = new(Credential("A", _clock.GetUtcNow()), _ => response.Task, _clock);
        _clock.Advance(TimeSpan.FromMinutes(1));
        using CancellationTokenSource cancellation = new();

        Task<CloudCredential> impatient = source.GetAsync(cancellation.Token).AsTask();
        Task<CloudCredential> patient = source.GetAsync(CancellationToken.None).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        response.SetResult(Credential("B", null));

        Assert.Equal("B", (await patient).AccessKeyId);
    }

    [Fact]
    public async Task A_rejected_credential_is_renewed_once_for_all_that_were_rejected()
    {
        CloudCredential first = Lasting(TimeSpan.FromHours(1));
        RenewingCredentialProvider source = Source(first, () => Lasting(TimeSpan.FromHours(1)));

        Assert.True(source.Rejected(first));
        Assert.True(source.Rejected(first));
        CloudCredential second = await source.GetAsync(CancellationToken.None);
        Assert.True(source.Rejected(first));
        CloudCredential again = await source.GetAsync(CancellationToken.None);

        Assert.NotEqual(first.AccessKeyId, second.AccessKeyId);
        Assert.Same(second, again);
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_rejected_credential_that_the_service_returns_again_is_not_renewed_without_end()
    {
        CloudCredential first = Credential("A", _clock.GetUtcNow().AddHours(1));
        RenewingCredentialProvider source = Source(first, () => Credential("A", _clock.GetUtcNow().AddHours(1)));

        Assert.True(source.Rejected(first));
        CloudCredential same = await source.GetAsync(CancellationToken.None);

        Assert.False(source.Rejected(same));
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task Each_new_credential_may_be_rejected_once()
    {
        CloudCredential current = Lasting(TimeSpan.FromHours(1));
        RenewingCredentialProvider source = Source(current, () => Lasting(TimeSpan.FromHours(1)));

        for (int i = 0; i < 3; i++)
        {
            Assert.True(source.Rejected(current));
            current = await source.GetAsync(CancellationToken.None);
        }

        Assert.Equal(3, _fetched);
    }

    [Fact]
    public async Task While_the_old_one_lasts_a_failed_renewal_is_borne_and_not_repeated_for_every_call()
    {
        RenewingCredentialProvider source = new(Lasting(TimeSpan.FromHours(1)), Failing, _clock);
        _clock.Advance(TimeSpan.FromMinutes(56));

        for (int i = 0; i < 5; i++)
        {
            Assert.NotNull(await source.GetAsync(CancellationToken.None));
        }

        Assert.Equal(1, _fetched);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await source.GetAsync(CancellationToken.None);
        Assert.Equal(2, _fetched);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(10, 2)]
    public async Task The_pause_after_a_failed_renewal_lasts_ten_seconds_whatever_the_time_of_day(int seconds, int fetched)
    {
        RenewingCredentialProvider source = new(Lasting(TimeSpan.FromHours(1)), Failing, _clock);
        _clock.Advance(TimeSpan.FromMinutes(56));
        await source.GetAsync(CancellationToken.None);

        _clock.Correction = seconds < 10 ? TimeSpan.FromMinutes(3) : TimeSpan.FromSeconds(-30);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await source.GetAsync(CancellationToken.None);

        Assert.Equal(fetched, _fetched);
    }

    [Fact]
    public async Task When_the_old_one_has_ended_a_failed_renewal_is_an_error_that_says_why()
    {
        RenewingCredentialProvider source = new(Lasting(TimeSpan.FromHours(1)), Failing, _clock);
        _clock.Advance(TimeSpan.FromHours(2));

        CredentialUnavailableException error =
            await Assert.ThrowsAsync<CredentialUnavailableException>(() => source.GetAsync(CancellationToken.None).AsTask());
        CredentialUnavailableException paused =
            await Assert.ThrowsAsync<CredentialUnavailableException>(() => source.GetAsync(CancellationToken.None).AsTask());

        Assert.Contains("instance role 'r' could not be renewed: no metadata service", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, paused.Message);
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_rejected_credential_whose_renewal_fails_is_not_returned_again()
    {
        CloudCredential first = Lasting(TimeSpan.FromHours(1));
        RenewingCredentialProvider source = new(first, Failing, _clock);

        Assert.True(source.Rejected(first));

        await Assert.ThrowsAsync<CredentialUnavailableException>(() => source.GetAsync(CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Any_other_failure_of_a_fetch_is_not_remembered()
    {
        Queue<Func<CloudCredential>> responses = new([() => throw new InvalidOperationException(), () => Lasting(TimeSpan.FromHours(1))]);
        RenewingCredentialProvider source = Source(Credential("A", _clock.GetUtcNow()), () => responses.Dequeue()());
        _clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<InvalidOperationException>(() => source.GetAsync(CancellationToken.None).AsTask());

        Assert.NotNull(await source.GetAsync(CancellationToken.None));
    }

    private RenewingCredentialProvider Source(CloudCredential first, Func<CloudCredential> fetch) => new(first, _ =>
    {
        _fetched++;
        return Task.FromResult(fetch());
    }, _clock);

    private Task<CloudCredential> Failing(CancellationToken cancellationToken)
    {
        _fetched++;
        throw new CredentialUnavailableException("no metadata service responded");
    }

    private CloudCredential Lasting(TimeSpan life) => Credential(Guid.NewGuid().ToString("N"), _clock.GetUtcNow() + life);

    private static CloudCredential Credential(string id, DateTimeOffset? end) => new()
    {
        Provider = AlibabaProvider.Descriptor,
        AccessKeyId = id,
        Secret = new SecretText("hunter2".AsSpan()),
        ExpiresAt = end,
        Source = "instance role 'r'",
    };
}
