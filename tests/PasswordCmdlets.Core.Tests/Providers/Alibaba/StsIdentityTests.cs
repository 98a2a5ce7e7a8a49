using System;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.TestSupport.AlibabaTestResponses;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

/// <summary>Whose access key it is, and what depends on it.</summary>
public sealed class StsIdentityTests
{
    [Theory]
    [InlineData("196", "acs:ram::196:user/alice", "196", "alice")]
    [InlineData("196", "acs:ram::196:root", "196", null)]
    [InlineData("196", "acs:ram::196:assumed-role/ops/session", "196", null)]
    [InlineData("196", "acs:ram::197:user/alice", "196", null)]
    [InlineData("196", "acs:ram::196:user/al ice", "196", null)]
    [InlineData("19a", "acs:ram::19a:user/alice", null, null)]
    [InlineData("", "acs:ram:::user/alice", null, null)]
    public async Task The_account_and_the_user_are_read(string account, string arn, string? expectedAccount, string? expectedUser)
    {
        CallerIdentity? identity = await IdentifyAsync(() =>
            ScriptedAlibaba.Json($$"""{"RequestId":"{{RequestId}}","AccountId":"{{account}}","Arn":"{{arn}}"}"""));

        Assert.Equal((expectedAccount, expectedUser), (identity?.AccountId, identity?.UserName));
    }

    [Fact]
    public async Task A_response_that_does_not_tell_leaves_the_access_key_in_its_place()
    {
        Assert.Null(await IdentifyAsync(static () => Error(403, "Forbidden")));
        Assert.Null(await IdentifyAsync(static () => Done()));
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("bob", false)]
    [InlineData(null, false)]
    public void Wrong_old_passwords_count_for_the_user_of_the_account(string? second, bool isShared)
    {
        LockoutGuard guard = new(new FakeTimeProvider());
        Assert.Equal(ErrorIds.OldPasswordIncorrect, ErrorOf(guard, "alice"));

        // One attempt is left.
        Assert.Equal(isShared ? ErrorIds.LockoutGuard : ErrorIds.OldPasswordIncorrect, ErrorOf(guard, second));
    }

    private static async Task<CallerIdentity?> IdentifyAsync(Func<HttpResponseMessage> answer)
    {
        ScriptedAlibaba server = new(_ => answer());
        using RunHarness harness = new(server);
        await harness.Run.IdentifyAsync(harness.Session);
        Assert.Equal("https://sts.aliyuncs.com/", Assert.Single(server.Calls).Address.ToString());
        Assert.Equal("GetCallerIdentity", server.Calls[0].Action);
        return harness.Session.Identity;
    }

    private static string? ErrorOf(LockoutGuard guard, string? user)
    {
        using RunHarness harness = new(new ScriptedAlibaba(static call => call.Action == "GetPasswordPolicy"
            ? PasswordPolicy(maxLoginAttemps: 2)
            : Error(400, "InvalidParameter.OldPassword.Incorrect")));
        harness.Session.Identity = user is null ? null : new CallerIdentity("196", user);
        RamChangePasswordOperation operation = new(guard) { OldPassword = new SecretText("Old-Pass-1".AsSpan()) };
        PasswordTarget self = new() { Id = user ?? "testid", UserName = user, IsUser = true };
        return Assert.Single(harness.Change(operation, "New-Pass-1", self)).ErrorId;
    }
}
