using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox.Requests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>RAM roles from profiles and variables, against the sandbox's STS.</summary>
public sealed class AlibabaRoleTests
{
    private const string Cli = ".aliyun/config.json";
    private const string Ini = ".alibabacloud/credentials";
    private const string Arn = "acs:ram::1234567890123456:role/ops";
    private const string Provider = "acs:ram::1234567890123456:oidc-provider/sandbox-idp";
    private const string Oidc =
        "\"oidc_provider_arn\":\"" + Provider + "\",\"oidc_token_file\":\"~/token\",\"ram_role_arn\":\"" + Arn + "\"";
    private const string Key = "\"access_key_id\":\"sandbox-alice-id\",\"access_key_secret\":\"sandbox-alice-secret\"";

    [Fact]
    public async Task A_profile_of_mode_RamRoleArn_gives_a_session_of_the_role()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles($$"""
            {"name":"ops","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}","ram_session_name":"night","expired_seconds":900,
             "region_id":"cn-hangzhou"}
            """));

        CloudCredential credential = (await world.OpenAsync("Alibaba", "ops")).Credential!;

        Assert.StartsWith("STS.", credential.AccessKeyId, StringComparison.Ordinal);
        Assert.NotNull(credential.SecurityToken);
        Assert.Equal((Arn, Arn, "cn-hangzhou"), (credential.Account, credential.Role, credential.Region));
        Assert.Equal(TimeSpan.FromSeconds(900), credential.ExpiresAt - world.Sandbox.Clock.GetUtcNow());
        Assert.Equal(2, credential.Chain.Count);
        Assert.Contains("access key sand****e-id of ", credential.Chain[0], StringComparison.Ordinal);
        Assert.StartsWith($"role {Arn}, session night, of ", credential.Chain[1], StringComparison.Ordinal);
        Assert.Equal("night", world.Sandbox.Server.State.Keys.Find(PasswordCmdlets.Sandbox.Http.Cloud.Alibaba, credential.AccessKeyId)!
            .SessionName);
    }

    [Fact]
    public async Task A_chain_assumes_each_role_with_the_session_before()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles(
            $$"""{"name":"base","mode":"AK",{{Key}}}""",
            """{"name":"hub","mode":"ChainableRamRoleArn","source_profile":"base","ram_role_arn":"acs:ram::1234567890123456:role/hub"}""",
            $$"""{"name":"ops","mode":"ChainableRamRoleArn","source_profile":"hub","ram_role_arn":"{{Arn}}"}"""));

        CloudCredential credential = (await world.OpenAsync("Alibaba", "ops")).Credential!;

        Assert.Equal(Arn, credential.Account);
        Assert.Equal(3, credential.Chain.Count);
        RequestLogEntry[] calls = [.. world.Requests.Where(entry => entry.Action == "AssumeRole")];
        Assert.Equal(2, calls.Length);
        Assert.Equal("sandbox-alice-id", calls[0].AccessKeyId);
        Assert.StartsWith("STS.", calls[1].AccessKeyId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b → a → b")]
    [InlineData("b", "a → b → a")]
    public async Task Source_profiles_that_form_a_cycle_are_refused_with_the_cycle(string start, string cycle)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles(
            $$"""{"name":"a","mode":"ChainableRamRoleArn","source_profile":"b","ram_role_arn":"{{Arn}}"}""",
            $$"""{"name":"b","mode":"ChainableRamRoleArn","source_profile":"a","ram_role_arn":"{{Arn}}"}"""));

        string text = await world.MissAsync("Alibaba", start == "a" ? "b" : "a", ErrorIds.CredentialNotFound);

        Assert.Contains($"form a cycle ({cycle}); set source_profile of one of them", text, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("\"mode\":\"OIDC\"," + Oidc)]
    [InlineData("\"mode\":\"oidc\",\"duration_seconds\":\"900\"," + Oidc)]
    public async Task A_profile_of_mode_OIDC_exchanges_the_token_of_its_file(string settings)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync();
        world.Credentials.Write(Cli, Profiles($$"""{"name":"ci",{{settings}}}"""));

        CloudCredential credential = (await world.OpenAsync("Alibaba", "ci")).Credential!;

        Assert.Equal(Arn, credential.Account);
        RequestLogEntry call = Assert.Single(world.Requests);
        Assert.Equal(("AssumeRoleWithOIDC", null), (call.Action, call.AccessKeyId));
        Assert.DoesNotContain("?", call.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD")]
    [InlineData("ALIBABACLOUD")]
    public async Task Variables_of_a_token_give_a_session(string prefix)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync();
        SetVariables(world, prefix);

        Assert.Equal(Arn, (await world.OpenAsync("Alibaba")).Credential!.Account);
    }

    [Fact]
    public async Task The_SDKs_file_specifies_roles_too()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync();
        world.Credentials.Write(Ini, $"""
            [default]
            type = ram_role_arn
            access_key_id = sandbox-alice-id
            access_key_secret = sandbox-alice-secret
            role_arn = {Arn}
            role_session_name = s1
            [ci]
            type = oidc_role_arn
            role_arn = {Arn}
            oidc_provider_arn = {Provider}
            oidc_token_file_path = {world.TokenPath}
            """);

        Assert.Equal(Arn, (await world.OpenAsync("Alibaba")).Credential!.Account);
        Assert.Equal(Arn, (await world.OpenAsync("Alibaba", "ci")).Credential!.Account);
        Assert.Equal(["AssumeRole", "AssumeRoleWithOIDC"], world.Requests.Select(entry => entry.Action));
    }

    [Theory]
    [InlineData("none", "does not exist", "(EntityNotExist.Role): The role does not exist. Check the account id")]
    [InlineData("closed", "does not trust", "(NoPermission): The specified role does not trust you. Name the caller in the role's trust")]
    public async Task A_role_that_cannot_be_assumed_says_what_to_change(string role, string why, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles(
            $$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"acs:ram::1234567890123456:role/{{role}}"}"""));

        string text = await world.MissAsync("Alibaba", "x");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox-alice-secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RoleWorld.Subject, "other", 300, false, "OIDCToken.AudienceNotMatch): The audience of the token is no")]
    [InlineData("other", RoleWorld.Audience, 300, false, "NoPermission): There is no permission. The role does not trust")]
    [InlineData(RoleWorld.Subject, RoleWorld.Audience, -1, false, "OIDCToken.Expired): The token in the file has expired.")]
    [InlineData(RoleWorld.Subject, RoleWorld.Audience, 300, true, "OIDCToken.InvalidSignature): The token was not signed")]
    public async Task A_token_that_is_not_accepted_says_what_to_change(
        string subject, string audience, double seconds, bool forged, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        string token = await world.WriteTokenAsync(subject, audience, seconds, forged);
        SetVariables(world, "ALIBABA_CLOUD");

        string text = await world.MissAsync("Alibaba");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ram_role_arn\":\"ops\"", "ram_role_arn is not an ARN such as acs:ram::1234567890123456:role/ops; correct it")]
    [InlineData("\"region_id\":\"x\"", "ram_role_arn is missing; set it to an ARN such as acs:ram::1234567890123456:role/ops")]
    [InlineData("\"ram_role_arn\":\"" + Arn + "\",\"expired_seconds\":899", "expired_seconds is '899'; set it to 900 to 43200 seconds")]
    [InlineData("\"ram_role_arn\":\"" + Arn + "\",\"expired_seconds\":43201", "expired_seconds is '43201'; set it to 900 to 43200 seconds")]
    [InlineData("\"ram_role_arn\":\"" + Arn + "\",\"ram_session_name\":\"a b\"", "ram_session_name is invalid; set it to 2 to 64 letters")]
    [InlineData("\"ram_role_arn\":\"" + Arn + "\",\"external_id\":\"x\"", "external_id is invalid; set it to 2 to 1224 letters")]
    [InlineData("\"ram_role_arn\":\"" + Arn + "\",\"access_key_secret\":\"\"", "access_key_secret is missing")]
    public async Task Settings_outside_the_limits_are_refused_before_anything_is_sent(string settings, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles($$"""{"name":"x","mode":"RamRoleArn",{{Key}},{{settings}}}"""));

        Assert.Contains(expected, await world.MissAsync("Alibaba", "x", ErrorIds.CredentialNotFound), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task A_duration_above_the_maximum_of_the_role_says_so()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Cli, Profiles(
            $$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}","expired_seconds":7200}"""));

        string text = await world.MissAsync("Alibaba", "x");

        Assert.Contains("The duration exceeds the role's maximum session duration. Set a shorter one", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_corrected_with_a_warning()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.Sandbox.PostAsync("/_sandbox/clock", """{"skewSeconds":7200}""");
        world.Credentials.Write(Cli, Profiles($$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}"}"""));

        CredentialResolution resolution = await world.OpenAsync("Alibaba", "x");

        Assert.Contains("clock is off by about 7200 seconds", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_by_days_is_an_error()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.Sandbox.PostAsync("/_sandbox/clock", """{"skewSeconds":172800}""");
        world.Credentials.Write(Cli, Profiles($$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}"}"""));

        Assert.Contains("Set this machine's clock.", await world.MissAsync("Alibaba", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_key_in_variables_is_used_without_the_role_beside_it_and_a_warning_says_so()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "AKTEST";
        world.Credentials.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = CredentialWorld.Secret;
        world.Credentials.Environment["ALIBABA_CLOUD_ROLE_ARN"] = Arn;

        CredentialResolution resolution = await world.OpenAsync("Alibaba");

        Assert.Equal("AKTEST", resolution.Credential!.Account);
        Assert.Contains("ALIBABA_CLOUD_ROLE_ARN is set, and no role is assumed: the credential of ", Assert.Single(resolution.Warnings),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CloudSSO")]
    [InlineData("OAuth")]
    [InlineData("External")]
    public async Task The_session_that_the_CLI_keeps_is_used_until_it_expires(string mode)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        long end = world.Sandbox.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();
        world.Credentials.Write(Cli, Profiles($$"""
            {"name":"x","mode":"{{mode}}","access_key_id":"STS.x","access_key_secret":"{{CredentialWorld.Secret}}",
             "sts_token":"{{CredentialWorld.Token}}","sts_expiration":{{end}}}
            """));

        Assert.Equal("STS.x", (await world.OpenAsync("Alibaba", "x")).Credential!.AccessKeyId);
        world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(2));
        string text = await world.MissAsync("Alibaba", "x", ErrorIds.CredentialNotFound);
        Assert.Contains("its session has expired", text, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("\"sts_endpoint\":\"sts.evil.example\"", "role at, sts.evil.example, is not an https service host")]
    [InlineData("\"sts_endpoint\":\"http://sts.aliyuncs.com\"", "is not an https service host of Alibaba; correct or remove it")]
    [InlineData("\"sts_region\":\"evil.example/\"", "the region to assume the role in, 'evil.example/', is not a region id")]
    public async Task An_endpoint_outside_the_provider_is_refused(string setting, string expected)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profiles($$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}",{{setting}}}"""));

        Assert.Contains(expected, await world.MissAsync("Alibaba", "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sts_region\":\"cn-hangzhou\"", null, null, "sts.cn-hangzhou.aliyuncs.com")]
    [InlineData("\"sts_region\":\"cn-hangzhou\",\"enable_vpc\":true", null, null, "sts-vpc.cn-hangzhou.aliyuncs.com")]
    [InlineData("\"sts_region\":\"cn-hangzhou\",\"sts_endpoint\":\"sts.ap-southeast-1.aliyuncs.com\"", null, null,
        "sts.ap-southeast-1.aliyuncs.com")]
    [InlineData("\"sts_region\":\"cn-hangzhou\"", "ALIBABA_CLOUD_STS_REGION", "cn-beijing", "sts.cn-hangzhou.aliyuncs.com")]
    [InlineData("\"region_id\":\"cn-wuhan\"", "ALIBABA_CLOUD_STS_REGION", "cn-beijing", "sts.cn-beijing.aliyuncs.com")]
    [InlineData("\"region_id\":\"cn-wuhan\"", "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", "true", "sts.aliyuncs.com")]
    public async Task The_role_is_assumed_in_the_region_of_STS(string setting, string? variable, string? value, string host)
    {
        ScriptedServer server = new(static _ => AlibabaTestResponses.Error(404, "EntityNotExist.Role"));
        using HttpTransport transport = new(server);
        using CredentialWorld world = new() { Transport = transport };
        world.Write(Cli, Profiles($$"""{"name":"x","mode":"RamRoleArn",{{Key}},"ram_role_arn":"{{Arn}}",{{setting}}}"""));
        if (variable is not null)
        {
            world.Environment[variable] = value!;
        }

        await world.MissAsync("Alibaba", "x");

        Assert.Equal(host, Assert.Single(server.Calls).Address.Host);
    }

    [Fact]
    public async Task The_token_of_variables_is_exchanged_in_the_region_of_STS()
    {
        ScriptedServer server = new(static _ => AlibabaTestResponses.Error(404, "EntityNotExist.Role"));
        using HttpTransport transport = new(server);
        using CredentialWorld world = new() { Transport = transport };
        world.Environment["ALIBABA_CLOUD_ROLE_ARN"] = Arn;
        world.Environment["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = Provider;
        world.Environment["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = world.Write("token", "e30.e30.c2lnbmF0dXJl");
        world.Environment["ALIBABA_CLOUD_STS_REGION"] = "cn-hangzhou";

        await world.MissAsync("Alibaba");

        Assert.Equal("sts.cn-hangzhou.aliyuncs.com", Assert.Single(server.Calls).Address.Host);
    }

    private static string Profiles(params string[] profiles) => $$"""{"current":"none","profiles":[{{string.Join(",", profiles)}}]}""";

    private static void SetVariables(RoleWorld world, string prefix)
    {
        world.Credentials.Environment[prefix + "_ROLE_ARN"] = Arn;
        world.Credentials.Environment[prefix + "_OIDC_PROVIDER_ARN"] = Provider;
        world.Credentials.Environment[prefix + "_OIDC_TOKEN_FILE"] = world.TokenPath;
    }
}
