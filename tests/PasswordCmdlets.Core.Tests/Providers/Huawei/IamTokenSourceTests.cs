using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Huawei.Iam;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class IamTokenSourceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<CallOutcome>> _exchanges = [];

    [Fact]
    public async Task A_token_serves_until_shortly_before_it_ends()
    {
        IamTokenSource source = Source(TimeSpan.FromHours(24));
        CloudCredential first = await source.GetAsync(CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Same(first, await source.GetAsync(CancellationToken.None));
        Assert.Empty(_exchanges);

        _time.Advance(TimeSpan.FromTicks(1));
        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");
        Assert.Equal("second", Text(await next));
        Assert.Equal((CredentialKind.IamToken, "admin"), ((await next).Kind, (await next).AccessKeyId));
    }

    [Fact]
    public async Task A_token_without_an_end_serves_an_hour()
    {
        IamTokenSource source = Source(null);

        _time.Advance(TimeSpan.FromMinutes(49));
        Assert.Equal("first", Text(await source.GetAsync(CancellationToken.None)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");

        Assert.Equal("second", Text(await next));
    }

    [Fact]
    public async Task A_token_that_ends_before_all_time_is_replaced()
    {
        IamTokenSource source = Source(DateTimeOffset.MinValue - _time.GetUtcNow());

        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");

        Assert.Equal("second", Text(await next));
    }

    [Fact]
    public async Task However_many_wait_one_is_asked_for()
    {
        IamTokenSource source = Source(TimeSpan.FromHours(1));
        Assert.True(source.Rejected(await source.GetAsync(CancellationToken.None)));

        Task<CloudCredential>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => source.GetAsync(CancellationToken.None).AsTask())];
        Issue("second");

        Assert.All(await Task.WhenAll(waiting), static credential => Assert.Equal("second", Text(credential)));
        Assert.Single(_exchanges);
    }

    [Fact]
    public async Task A_token_that_another_call_had_replaced_already_needs_no_renewal()
    {
        IamTokenSource source = Source(TimeSpan.FromHours(1));
        CloudCredential first = await source.GetAsync(CancellationToken.None);
        Assert.True(source.Rejected(first));
        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");
        await next;

        Assert.True(source.Rejected(first));

        Assert.Same(await next, await source.GetAsync(CancellationToken.None));
        Assert.Single(_exchanges);
    }

    [Fact]
    public async Task A_replacement_that_is_rejected_at_once_is_the_end()
    {
        IamTokenSource source = Source(TimeSpan.FromHours(24));
        Assert.True(source.Rejected(await source.GetAsync(CancellationToken.None)));
        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");

        Assert.False(source.Rejected(await next));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_replacement_that_served_for_a_while_may_be_replaced_again(int hours)
    {
        IamTokenSource source = Source(TimeSpan.FromHours(24));
        Assert.True(source.Rejected(await source.GetAsync(CancellationToken.None)));
        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second");
        CloudCredential second = await next;

        _time.Correction = TimeSpan.FromHours(hours);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.True(source.Rejected(second));
    }

    [Fact]
    public async Task A_rejected_renewal_gives_its_reason_and_the_next_call_asks_again()
    {
        IamTokenSource source = Source(TimeSpan.Zero);
        Task<CloudCredential> failing = source.GetAsync(CancellationToken.None).AsTask();
        Exchange(0)
            .SetResult(new CallOutcome
            {
                End = CallEnd.Completed,
                Reply = new ProviderReply { Fault = Fault.AccessDenied, Message = "The account is frozen." },
                MayHaveExecuted = false,
                Attempts = 1,
            });
        CredentialUnavailableException failure = await Assert.ThrowsAsync<CredentialUnavailableException>(() => failing);
        Assert.Contains("The account is frozen.", failure.Message, StringComparison.Ordinal);

        Task<CloudCredential> next = source.GetAsync(CancellationToken.None).AsTask();
        Issue("second", 1);

        Assert.Equal("second", Text(await next));
    }

    private static string Text(CloudCredential credential) => credential.Secret.Reveal(0, static (text, _) => text.ToString());

    private IamTokenSource Source(TimeSpan? lifetime) => new(
        HuaweiWorld.User(),
        new IamToken(HuaweiWorld.Secret("first"), lifetime is null ? null : _time.GetUtcNow() + lifetime, "p1"),
        () =>
        {
            TaskCompletionSource<CallOutcome> exchange = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_exchanges)
            {
                _exchanges.Add(exchange);
            }

            return exchange.Task;
        },
        _time);

    private TaskCompletionSource<CallOutcome> Exchange(int number)
    {
        Wait.Until(() =>
        {
            lock (_exchanges)
            {
                return _exchanges.Count > number;
            }
        });
        return _exchanges[number];
    }

    private void Issue(string token, int number = 0) => Exchange(number).SetResult(new CallOutcome
    {
        End = CallEnd.Completed,
        Reply = new ProviderReply
        {
            Fault = Fault.None,
            Content = new IamToken(HuaweiWorld.Secret(token), _time.GetUtcNow() + TimeSpan.FromHours(24), "p1"),
        },
        MayHaveExecuted = false,
        Attempts = 1,
    });
}
