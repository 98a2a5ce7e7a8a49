using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Sandbox.Requests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>CAM roles from profiles and variables, against the sandbox's STS.</summary>
public sealed class TencentRoleTests
{
    private const string Tccli = ".tccli/default.credential";
    private const string Ini = ".tencentcloud/credentials";
    private const string Arn = "qcs::cam::uin/100000000001:roleName/ops";
    private const string Key = "\"secretId\":\"sandbox-tencent-id\",\"secretKey\":\"sandbox-tencent-secret\"";

    [Fact]
    public async Task A_profile_of_tccli_with_a_role_gives_a_session()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Tccli, $$"""{{{Key}},"type":"default","role-arn":"{{Arn}}","role-session-name":"night"}""");

        CloudCredential credential = (await world.OpenAsync("Tencent")).Credential!;

        Assert.Equal((Arn, Arn), (credential.Account, credential.Role));
        Assert.NotNull(credential.SecurityToken);
        Assert.Equal(TimeSpan.FromHours(2), credential.ExpiresAt - world.Sandbox.Clock.GetUtcNow());
        Assert.Equal("AssumeRole", Assert.Single(world.Requests).Action);
    }

    [Fact]
    public async Task The_SDKs_file_specifies_a_role_too()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Ini, $"[default]\nsecret_id=sandbox-tencent-id\nsecret_key=sandbox-tencent-secret\nrole_arn={Arn}\n");

        Assert.Equal(Arn, (await world.OpenAsync("Tencent")).Credential!.Account);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_variables_of_tccli_assume_the_role_with_the_keys_of_variables_or_of_the_default_profile(bool inVariables)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Environment["TENCENTCLOUD_ROLE_ARN"] = Arn;
        world.Credentials.Environment["TENCENTCLOUD_ROLE_SESSION_NAME"] = "ci";
        if (inVariables)
        {
            world.Credentials.Environment["TENCENTCLOUD_SECRET_ID"] = "sandbox-tencent-id";
            world.Credentials.Environment["TENCENTCLOUD_SECRET_KEY"] = "sandbox-tencent-secret";
        }
        else
        {
            world.Credentials.Write(Tccli, $$"""{{{Key}}}""");
        }

        CloudCredential credential = (await world.OpenAsync("Tencent")).Credential!;

        Assert.Equal(Arn, credential.Account);
        Assert.EndsWith("TENCENTCLOUD_ROLE_ARN", credential.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variables_of_a_token_give_a_session_without_a_signature_and_without_the_token_in_a_header()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        string token = await world.WriteTokenAsync();
        SetVariables(world);

        CloudCredential credential = (await world.OpenAsync("Tencent")).Credential!;

        Assert.Equal(Arn, credential.Account);
        RequestLogEntry call = Assert.Single(world.Requests);
        Assert.Equal("AssumeRoleWithWebIdentity", call.Action);
        Assert.Null(call.AccessKeyId);
        Assert.Single(call.Headers, static header => header.Key == "Authorization");
        Assert.DoesNotContain(call.Headers, header => header.Value.Contains(token[..40], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("qcs::cam::uin/100000000001:roleName/none", "(ResourceNotFound.RoleNotFound): The role does not exist. Check the account")]
    [InlineData("qcs::cam::uin/2:roleName/ops", "(ResourceNotFound.RoleNotFound)")]
    [InlineData("qcs::cam::uin/100000000001:roleName/closed", "(UnauthorizedOperation): The role does not trust the caller. Name the")]
    public async Task A_role_that_cannot_be_assumed_says_what_to_change(string arn, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync(
            """{"roles":[{"provider":"tencent","name":"closed","maximumSeconds":7200}]}""");
        world.Credentials.Write(Tccli, $$"""{{{Key}},"role-arn":"{{arn}}","role-session-name":"night"}""");

        string text = await world.MissAsync("Tencent");

        Assert.True(text.Contains(expected, StringComparison.Ordinal), text);
    }

    [Theory]
    [InlineData(RoleWorld.Subject, "other", 300, false, "AudienceNotMatch")]
    [InlineData(RoleWorld.Subject, RoleWorld.Audience, -1, false, "Expired")]
    [InlineData(RoleWorld.Subject, RoleWorld.Audience, 300, true, "InvalidSignature")]
    [InlineData("other", RoleWorld.Audience, 300, false, "(UnauthorizedOperation): The role does not trust the token. Name the caller")]
    public async Task A_token_that_is_not_accepted_says_what_to_change(
        string subject, string audience, double seconds, bool forged, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync(subject, audience, seconds, forged);
        SetVariables(world);

        string text = await world.MissAsync("Tencent");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.True(subject == "other" || text.Contains("Check that the token in the file is current", StringComparison.Ordinal), text);
    }

    [Theory]
    [InlineData("ops", "s1", "role-arn is not an ARN such as qcs::cam::uin/100000000001:roleName/ops; correct it")]
    [InlineData("qcs::cam::uin/x:roleName/ops", "s1", "role-arn is not an ARN such as")]
    [InlineData("qcs::cam::uin/1:user/ops", "s1", "role-arn is not an ARN such as")]
    [InlineData(Arn, "s", "role-session-name is invalid; set it to 2 to 128 letters")]
    public async Task Settings_outside_the_limits_are_refused_before_anything_is_sent(string arn, string session, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Write(Tccli, $$"""{{{Key}},"role-arn":"{{arn}}","role-session-name":"{{session}}"}""");

        Assert.Contains(expected, await world.MissAsync("Tencent", errorId: ErrorIds.CredentialNotFound), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    private static void SetVariables(RoleWorld world)
    {
        world.Credentials.Environment["TKE_REGION"] = "ap-guangzhou";
        world.Credentials.Environment["TKE_ROLE_ARN"] = Arn;
        world.Credentials.Environment["TKE_PROVIDER_ID"] = "sandbox-idp";
        world.Credentials.Environment["TKE_WEB_IDENTITY_TOKEN_FILE"] = world.TokenPath;
    }
}
