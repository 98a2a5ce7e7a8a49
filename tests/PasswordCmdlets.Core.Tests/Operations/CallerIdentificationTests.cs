using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class CallerIdentificationTests : IDisposable
{
    private readonly CallBench _bench = new();

    [Theory]
    [InlineData("None 1234567890123456", "1234567890123456", null)]
    [InlineData("None", null, "its response does not say it")]
    [InlineData("AccessDenied", null, "AccessDenied")]
    [InlineData("unsent", null, "the connection could not be opened")]
    public async Task The_account_is_what_the_provider_says_or_else_the_access_key(string response, string? account, string? reason)
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0 };
        _bench.Responses = _ => Task.FromResult(CallBench.Play(response));
        ProviderSession session = Session(Call());

        await CallerIdentification.IdentifyAsync(session, _bench.Services);

        PasswordTarget user = new() { Id = "alice", IsUser = true };
        Assert.Equal((account, account ?? "first"), (session.Identity?.AccountId, session.AccountOf(user)));
        if (reason is null)
        {
            Assert.Empty(_bench.Notices);
        }
        else
        {
            (NoticeLevel level, string text) = Assert.Single(_bench.Notices);
            Assert.Equal((NoticeLevel.Verbose, $"Act failed ({reason}): the access key first stands for its account."), (level, text));
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(60, 10)]
    public async Task It_takes_no_longer_than_ten_seconds_or_a_target_may(int timeout, int expected)
    {
        _bench.Options = _bench.Options with { Timeout = TimeSpan.FromSeconds(timeout) };
        _bench.Responses = _bench.HangAsync;
        DateTimeOffset began = _bench.Time.GetUtcNow();

        await CallerIdentification.IdentifyAsync(Session(Call()), _bench.Services);

        Assert.Equal(TimeSpan.FromSeconds(expected), _bench.Time.GetUtcNow() - began);
    }

    [Fact]
    public async Task A_provider_whose_targets_are_no_users_is_not_asked()
    {
        await CallerIdentification.IdentifyAsync(Session(null), _bench.Services);

        Assert.Empty(_bench.Arrived);
    }

    public void Dispose() => _bench.Dispose();

    private static ApiCall Call() => CallBench.Call(Idempotency.ReadOnly) with
    {
        Read = static response =>
        {
            ProviderReply reply = CallBench.Read(response);
            return reply with { Message = null, Content = reply.Message is { } account ? new CallerIdentity(account, null) : null };
        },
    };

    private ProviderSession Session(ApiCall? identify) => new()
    {
        Provider = new ProviderDescriptor
        {
            Name = "Test",
            Signer = _bench.Session.Signer,
            Endpoints = _bench.Session.Provider.Endpoints,
            Credentials = _bench.Session.Provider.Credentials,
            CredentialRemedy = "none",
            Operations = [],
            Identify = identify,
        },
        Account = "first",
        Credentials = _bench.Session.Credentials,
        Signer = _bench.Session.Signer,
        EndpointOf = _bench.Session.EndpointOf,
    };
}
