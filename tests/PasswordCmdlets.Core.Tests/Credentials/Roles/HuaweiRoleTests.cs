using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>Agencies and identity providers from variables and files, against the sandbox's IAM.</summary>
public sealed class HuaweiRoleTests
{
    private const string Ini = ".huaweicloud/credentials";

    [Theory]
    [InlineData("HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME", 3600)]
    [InlineData("HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_ID", 3600)]
    [InlineData("OS_ACCESS_KEY", "OS_SECRET_KEY", "OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME", 3600)]
    public async Task An_agency_beside_keys_in_variables_gives_a_session(
        string id, string secret, string agency, string domain, int seconds)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        SetAgency(world, id, secret, agency, domain);

        CloudCredential credential = (await world.OpenAsync("Huawei")).Credential!;

        Assert.Equal("iam::sandbox-domain:agency:ops", credential.Account);
        Assert.NotNull(credential.SecurityToken);
        Assert.Equal(TimeSpan.FromSeconds(seconds), credential.ExpiresAt - world.Sandbox.Clock.GetUtcNow());
        Assert.Equal("CreateTemporaryAccessKey", Assert.Single(world.Requests).Action);
    }

    [Fact]
    public async Task A_token_of_an_identity_provider_is_exchanged_in_two_calls()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        string token = await world.WriteTokenAsync();
        SetToken(world);
        world.Credentials.Environment["HUAWEICLOUD_SDK_AK"] = "AKTEST";
        world.Credentials.Environment["HUAWEICLOUD_SDK_SK"] = CredentialWorld.Secret;

        CloudCredential credential = (await world.OpenAsync("Huawei")).Credential!;

        Assert.Equal("iam:::oidcProvider:sandbox-idp", credential.Account);
        Assert.Equal(TimeSpan.FromHours(6), credential.ExpiresAt - world.Sandbox.Clock.GetUtcNow());
        Assert.Equal(["KeystoneCreateUserTokenByIdToken", "CreateTemporaryAccessKey"], world.Requests.Select(entry => entry.Action));
        Assert.All(world.Requests, static call => Assert.DoesNotContain("?", call.Url, StringComparison.Ordinal));
        Assert.DoesNotContain(world.Requests.SelectMany(static call => call.Headers),
            header => header.Value.Contains(token[..40], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_token_of_Terraforms_variables_comes_before_a_key()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync();
        SetTerraformToken(world);
        world.Credentials.Environment["HW_ACCESS_KEY"] = "AKTEST";
        world.Credentials.Environment["HW_SECRET_KEY"] = CredentialWorld.Secret;

        CloudCredential credential = (await world.OpenAsync("Huawei")).Credential!;

        Assert.Equal("iam:::oidcProvider:sandbox-idp", credential.Account);
        Assert.Equal(["KeystoneCreateUserTokenByIdToken", "CreateTemporaryAccessKey"], world.Requests.Select(entry => entry.Action));
    }

    [Fact]
    public async Task The_agency_of_Terraforms_variables_is_assumed_with_the_keys_of_the_token()
    {
        await using RoleWorld world = await RoleWorld.StartAsync(
            """{"roles":[{"provider":"huawei","name":"hub","account":"sandbox-domain","trusts":["role/ops"]}]}""");
        await world.WriteTokenAsync();
        SetTerraformToken(world);
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");
        world.Credentials.Environment["HW_ASSUME_ROLE_AGENCY_NAME"] = "hub";

        CloudCredential credential = (await world.OpenAsync("Huawei")).Credential!;

        Assert.Equal(("iam::sandbox-domain:agency:hub", 3), (credential.Account, credential.Chain.Count));
        Assert.DoesNotContain("sandbox-huawei-id", world.Requests.Select(static entry => entry.AccessKeyId));
    }

    [Theory]
    [InlineData(null, "HW_ASSUME_ROLE_ID_TOKEN_FILE is missing; set it to the file with the token of the identity provider")]
    [InlineData(CredentialWorld.Token, "HW_ASSUME_ROLE_ID_TOKEN is not read; write the token of the identity provider into a file and set "
        + "HW_ASSUME_ROLE_ID_TOKEN_FILE to it")]
    public async Task An_identity_provider_without_a_token_file_is_an_error_and_no_key_is_used(string? token, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        world.Credentials.Environment["HW_ASSUME_ROLE_IDP_ID"] = "sandbox-idp";
        world.Credentials.Environment["HW_ACCESS_KEY"] = "AKTEST";
        world.Credentials.Environment["HW_SECRET_KEY"] = CredentialWorld.Secret;
        if (token is not null)
        {
            world.Credentials.Environment["HW_ASSUME_ROLE_ID_TOKEN"] = token;
        }

        string text = await world.MissAsync("Huawei", errorId: ErrorIds.CredentialNotFound);

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task The_SDKs_file_specifies_an_identity_provider_too()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync();
        world.Credentials.Write(Ini, $"[basic]\nidp_id=sandbox-idp\nid_token_file={world.TokenPath}\nproject_id=p1\ndomain_id=d1\n");

        CloudCredential credential = (await world.OpenAsync("Huawei")).Credential!;

        Assert.Equal(("iam::d1:oidcProvider:sandbox-idp", "p1"), (credential.Account, credential.ProjectId));
    }

    [Theory]
    [InlineData(RoleWorld.Subject, "other", 300, "AudienceNotMatch")]
    [InlineData(RoleWorld.Subject, RoleWorld.Audience, -1, "Expired")]
    [InlineData("other", RoleWorld.Audience, 300, "No conversion rule matches the token.")]
    public async Task A_token_that_is_not_accepted_says_what_to_change(string subject, string audience, double seconds, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.WriteTokenAsync(subject, audience, seconds);
        SetToken(world);

        string text = await world.MissAsync("Huawei");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("Check that the token in the file is current, that its audience is the client id", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "The agency does not exist.")]
    [InlineData("closed", "You are not authorized to perform the requested action.")]
    public async Task An_agency_that_cannot_be_assumed_says_what_to_change(string agency, string expected)
    {
        await using RoleWorld world = await RoleWorld.StartAsync(
            """{"roles":[{"provider":"huawei","name":"closed","account":"sandbox-domain"}]}""");
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");
        world.Credentials.Environment["HW_ASSUME_ROLE_AGENCY_NAME"] = agency;

        string text = await world.MissAsync("Huawei");

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("the caller needs the permission Agent Operator", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_corrected_with_a_warning()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.Sandbox.PostAsync("/_sandbox/clock", """{"skewSeconds":7200}""");
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");

        CredentialResolution resolution = await world.OpenAsync("Huawei");

        Assert.Contains("clock is off by about 7200 seconds", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_by_days_is_an_error()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        await world.Sandbox.PostAsync("/_sandbox/clock", """{"skewSeconds":172800}""");
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");

        Assert.Contains("Set this machine's clock; the provider allows 15 minutes.", await world.MissAsync("Huawei"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_not_a_wrong_clock()
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");
        world.Credentials.Environment["HW_SECRET_KEY"] = CredentialWorld.Secret;

        Assert.DoesNotContain("clock", await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("899")]
    [InlineData("86401")]
    [InlineData("an hour")]
    public async Task A_duration_outside_the_limits_is_refused_before_anything_is_sent(string duration)
    {
        await using RoleWorld world = await RoleWorld.StartAsync();
        SetAgency(world, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME");
        world.Credentials.Environment["HW_ASSUME_ROLE_DURATION"] = duration;

        string text = await world.MissAsync("Huawei", errorId: ErrorIds.CredentialNotFound);

        Assert.Contains($"HW_ASSUME_ROLE_DURATION is '{duration}'; set it to 900 to 86400 seconds", text, StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Theory]
    [InlineData("eu-de", null, "iam.eu-de.otc.t-systems.com")]
    [InlineData("eu-nl", null, "iam.eu-nl.otc.t-systems.com")]
    [InlineData("eu-ch2", null, "iam-pub.eu-ch2.sc.otc.t-systems.com")]
    [InlineData("eu-west-0", null, "iam.eu-west-0.prod-cloud-ocb.orange-business.com")]
    [InlineData("eu-west-101", null, "iam.eu-west-101.myhuaweicloud.eu")]
    [InlineData("eu-de", "https://iam.eu-nl.otc.t-systems.com", "iam.eu-nl.otc.t-systems.com")]
    [InlineData("cn-north-4", null, "iam.myhuaweicloud.com")]
    [InlineData("RegionOne", null, "iam.myhuaweicloud.com")]
    [InlineData(null, null, "iam.myhuaweicloud.com")]
    public async Task A_token_and_an_agency_go_to_the_operator_of_the_region(string? region, string? endpoint, string host)
    {
        ScriptedServer server = new(static _ => ScriptedServer.Json(400, "{}"));
        using HttpTransport transport = new(server);
        using CredentialWorld world = new() { Transport = transport };
        string token = world.Write("token", "e30.e30.c2lnbmF0dXJl");
        world.Write(Ini, $"[basic]\nidp_id=idp\nid_token_file={token}\nregion={region}\niam_endpoint={endpoint}\n");

        await AssertHostAsync("basic");
        world.Environment["HW_REGION_NAME"] = region ?? string.Empty;
        world.Environment["HW_AUTH_URL"] = endpoint ?? string.Empty;
        world.Environment["HW_ACCESS_KEY"] = "AKTEST";
        world.Environment["HW_SECRET_KEY"] = CredentialWorld.Secret;
        world.Environment["HW_ASSUME_ROLE_AGENCY_NAME"] = "ops";
        world.Environment["HW_ASSUME_ROLE_DOMAIN_NAME"] = "d";
        await AssertHostAsync();
        world.Environment["HUAWEICLOUD_SDK_IAM_ENDPOINT"] = endpoint ?? string.Empty;
        world.Environment["HUAWEICLOUD_SDK_IDP_ID"] = "idp";
        world.Environment["HUAWEICLOUD_SDK_ID_TOKEN_FILE"] = token;
        await AssertHostAsync();

        async Task AssertHostAsync(string? profile = null)
        {
            int earlier = server.Calls.Count;
            await world.MissAsync("Huawei", profile);
            Assert.Equal(host, Assert.Single(server.Calls.Skip(earlier).Select(static call => call.Address.Host).Distinct()));
        }
    }

    private static void SetAgency(RoleWorld world, string id, string secret, string agency, string domain)
    {
        world.Credentials.Environment[id] = "sandbox-huawei-id";
        world.Credentials.Environment[secret] = "sandbox-huawei-secret";
        world.Credentials.Environment[agency] = "ops";
        world.Credentials.Environment[domain] = "sandbox-domain";
    }

    private static void SetTerraformToken(RoleWorld world)
    {
        world.Credentials.Environment["HW_ASSUME_ROLE_IDP_ID"] = "sandbox-idp";
        world.Credentials.Environment["HW_ASSUME_ROLE_ID_TOKEN_FILE"] = world.TokenPath;
    }

    private static void SetToken(RoleWorld world)
    {
        world.Credentials.Environment["HUAWEICLOUD_SDK_IDP_ID"] = "sandbox-idp";
        world.Credentials.Environment["HUAWEICLOUD_SDK_ID_TOKEN_FILE"] = world.TokenPath;
    }
}
