using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>Sessions are shared and renewed, and never used for another role, session name, endpoint or origin.</summary>
public sealed class RoleSessionTests
{
    private const string Cli = ".aliyun/config.json";
    private const string Role = "\"ram_role_arn\":\"acs:ram::1234567890123456:role/ops\"";
    private const string Key = "\"access_key_id\":\"sandbox-alice-id\",\"access_key_secret\":\"sandbox-alice-secret\"";

    private const string Oidc = $$"""
        {"profiles":[{"name":"x","mode":"OIDC",{{Role}},"oidc_token_file":"~/token",
          "oidc_provider_arn":"acs:ram::1234567890123456:oidc-provider/sandbox-idp"}]}
        """;

    [Fact]
    public async Task However_many_commands_ask_at_once_there_is_one_call()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role}");

        CredentialResolution[] all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.OpenAsync("Alibaba", "x"))));

        Assert.Single(all.Select(static resolution => resolution.Credential!.AccessKeyId).Distinct());
        Assert.Equal(1, world.Count("AssumeRole"));
    }

    [Fact]
    public async Task A_session_is_renewed_once_for_all_before_it_expires_and_keeps_its_account()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role},\"expired_seconds\":900");
        CredentialResolution[] commands = [await world.OpenAsync("Alibaba", "x"), await world.OpenAsync("Alibaba", "x")];

        world.Sandbox.Clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(commands[0].Credential!.AccessKeyId, (await GetAsync(commands[0])).AccessKeyId);
        world.Sandbox.Clock.Advance(TimeSpan.FromSeconds(1));
        CloudCredential[] renewed = await Task.WhenAll(GetAsync(commands[0]), GetAsync(commands[1]));

        Assert.Equal(2, world.Count("AssumeRole"));
        Assert.Equal(renewed[0].AccessKeyId, renewed[1].AccessKeyId);
        Assert.NotEqual(commands[0].Credential!.AccessKeyId, renewed[0].AccessKeyId);
        Assert.Equal(commands[0].Credential!.Account, renewed[0].Account);
    }

    [Fact]
    public async Task A_chain_renews_the_session_before_it_too()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, $$"""
            {"profiles":[{"name":"hub","mode":"RamRoleArn",{{Key}},"ram_role_arn":"acs:ram::1234567890123456:role/hub"},
              {"name":"x","mode":"ChainableRamRoleArn","source_profile":"hub",{{Role}}}]}
            """);
        CredentialResolution command = await world.OpenAsync("Alibaba", "x");

        world.Sandbox.Clock.Advance(TimeSpan.FromHours(2));
        CloudCredential renewed = await GetAsync(command);

        Assert.Equal(4, world.Count("AssumeRole"));
        Assert.True(renewed.ExpiresAt > world.Sandbox.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("\"ram_session_name\":\"other\"")]
    [InlineData("\"expired_seconds\":1200")]
    [InlineData("\"policy\":\"{}\"")]
    [InlineData("\"external_id\":\"other\"")]
    [InlineData("\"region_id\":\"cn-beijing\"")]
    public async Task Another_setting_is_another_session(string setting)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role}");
        CredentialResolution first = await world.OpenAsync("Alibaba", "x");

        Write(world, $"{Key},{Role},{setting}");
        CredentialResolution second = await world.OpenAsync("Alibaba", "x");

        Assert.NotEqual(first.Credential!.AccessKeyId, second.Credential!.AccessKeyId);
    }

    [Fact]
    public async Task Another_endpoint_does_not_get_the_session()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role}");
        await world.OpenAsync("Alibaba", "x");
        CredentialQuery elsewhere = new()
        {
            Provider = ProviderCatalog.Get("Alibaba"),
            ProfileName = "x",
            IdentityEndpoint = new UriBuilder(world.Sandbox.Server.BaseAddress) { Host = "localhost" }.Uri,
        };

        await new CredentialChain(world.Credentials.Options).ResolveAsync(elsewhere, TestContext.Current.CancellationToken);

        Assert.Equal(2, world.Count("AssumeRole"));
    }

    [Fact]
    public async Task Another_secret_of_the_same_key_does_not_get_the_session()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role}");
        await world.OpenAsync("Alibaba", "x");

        Write(world, $"{Key},{Role}".Replace("alice-secret", "wrong", StringComparison.Ordinal));

        Assert.Contains("SignatureDoesNotMatch", await world.MissAsync("Alibaba", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_subject_in_the_same_file_does_not_get_the_session()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        WriteOidc(world);
        await world.WriteTokenAsync();
        await world.OpenAsync("Alibaba", "x");

        await world.WriteTokenAsync(subject: "sc://sandbox/other/prod");

        Assert.Contains("The role does not trust this token", await world.MissAsync("Alibaba", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_file_is_read_anew_at_each_renewal()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        WriteOidc(world);
        await world.WriteTokenAsync();
        CredentialResolution command = await world.OpenAsync("Alibaba", "x");

        world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(56));
        await world.WriteTokenAsync();
        CloudCredential renewed = await GetAsync(command);

        Assert.NotEqual(command.Credential!.AccessKeyId, renewed.AccessKeyId);
        Assert.Equal(2, world.Count("AssumeRoleWithOIDC"));
    }

    [Fact]
    public async Task A_renewal_that_fails_keeps_the_session_until_it_expires_and_then_says_why()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        WriteOidc(world);
        await world.WriteTokenAsync();
        CredentialResolution command = await world.OpenAsync("Alibaba", "x");

        world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(57));
        CloudCredential kept = await GetAsync(command);
        world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(4));
        CredentialUnavailableException failure = await Assert.ThrowsAsync<CredentialUnavailableException>(() => GetAsync(command));

        Assert.Equal(command.Credential!.AccessKeyId, kept.AccessKeyId);
        Assert.Equal(ErrorIds.AuthenticationFailed, failure.ErrorId);
        Assert.Contains("could not be renewed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The token in the file has expired. Have the pipeline write a new one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        WriteOidc(world);
        await world.WriteTokenAsync(seconds: -1);
        await world.MissAsync("Alibaba", "x");

        await world.WriteTokenAsync();

        await world.OpenAsync("Alibaba", "x");
    }

    [Fact]
    public async Task A_message_that_quotes_the_token_is_not_shown()
    {
        const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYzovL3NhbmRib3gifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
        using ScriptedServer server = new(static call => ScriptedServer.Json(
            400, $$"""{"RequestId":"6ef60bec-0242-43af-bb20-270359fb54a7","Code":"Strange","Message":"Read {{Token}}"}"""));
        using CredentialWorld world = new() { Transport = new HttpTransport(server) };
        world.Write("token", Token);
        world.Write(Cli, Oidc);

        CredentialResolution resolution = await world.ResolveAsync(new CredentialQuery
        {
            Provider = ProviderCatalog.Get("Alibaba"),
            ProfileName = "x",
            UseInstanceRole = false,
            IdentityEndpoint = new Uri("http://127.0.0.1:1"),
        });

        Assert.Contains(Token, Assert.Single(server.Calls).Body, StringComparison.Ordinal);
        Assert.Contains("(Strange)", resolution.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", resolution.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("Read", resolution.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_session_to_the_others()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        Write(world, $"{Key},{Role}");
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        CredentialQuery query = new()
        {
            Provider = ProviderCatalog.Get("Alibaba"),
            ProfileName = "x",
            IdentityEndpoint = world.Sandbox.Server.BaseAddress,
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CredentialChain(world.Credentials.Options).ResolveAsync(query, stopped.Token).AsTask());

        await world.OpenAsync("Alibaba", "x");
        Assert.True(world.Count("AssumeRole") <= 1);
    }

    private static Task<CloudCredential> GetAsync(CredentialResolution command) =>
        command.Source!.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private static void Write(RoleWorld world, string settings) =>
        world.Credentials.Write(Cli, $$"""{"profiles":[{"name":"x","mode":"RamRoleArn",{{settings}}}]}""");

    private static void WriteOidc(RoleWorld world) => world.Credentials.Write(Cli, Oidc);
}
