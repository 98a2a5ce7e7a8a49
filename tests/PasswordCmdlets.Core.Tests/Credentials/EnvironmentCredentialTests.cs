using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class EnvironmentCredentialTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;

    [Theory]
    [InlineData("Alibaba", "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN")]
    [InlineData("Alibaba", "ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_SECURITY_TOKEN")]
    [InlineData("Alibaba", "ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECURITY_TOKEN")]
    [InlineData("Alibaba", "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN")]
    [InlineData("Alibaba", "ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN")]
    [InlineData("Tencent", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN")]
    [InlineData("Tencent", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SESSION_TOKEN")]
    [InlineData("Tencent", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_SECURITY_TOKEN")]
    [InlineData("Tencent", "TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY", "TENCENTCLOUD_SESSIONTOKEN")]
    [InlineData("Huawei", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN")]
    [InlineData("Huawei", "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_SECURITY_TOKEN")]
    [InlineData("Huawei", "OS_ACCESS_KEY", "OS_SECRET_KEY", "OS_SECURITY_TOKEN")]
    [InlineData("Huawei", "OS_ACCESS_KEY_ID", "OS_ACCESS_KEY_SECRET", "OS_AKSK_SECURITY_TOKEN")]
    [InlineData("Huawei", "OS_AK", "OS_SK", "OS_ST")]
    [InlineData("Zenlayer", "ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", null)]
    [InlineData("Zenlayer", "ZENLAYER_ACCESS_KEY_ID", "ZENLAYER_ACCESS_KEY_SECRET", null)]
    public async Task Every_spelling_of_the_tools_is_read(string provider, string id, string secret, string? token)
    {
        using CredentialWorld world = new();
        world.Environment[id] = " AKTEST ";
        world.Environment[secret] = Secret + "\r";
        if (token is not null)
        {
            world.Environment[token] = Token;
        }

        CloudCredential credential = await world.FindAsync(provider);

        Assert.Equal(CredentialKind.AccessKey, credential.Kind);
        Assert.Equal("AKTEST", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(token is null ? null : Token,
            credential.SecurityToken is null ? null : CredentialWorld.Plain(credential.SecurityToken));
        Assert.Equal($"environment ({id}, {secret})", credential.Source);
    }

    [Theory]
    [InlineData("Alibaba", "ALIBABA_CLOUD_REGION_ID")]
    [InlineData("Alibaba", "ALIBABACLOUD_REGION_ID")]
    [InlineData("Alibaba", "ALICLOUD_REGION_ID")]
    [InlineData("Alibaba", "ALICLOUD_REGION")]
    [InlineData("Alibaba", "ALIBABA_CLOUD_REGION")]
    [InlineData("Tencent", "TENCENTCLOUD_REGION")]
    [InlineData("Huawei", "HW_REGION_NAME")]
    [InlineData("Huawei", "OS_REGION_NAME")]
    [InlineData("Huawei", "OS_REGION_ID")]
    public async Task The_region_comes_along(string provider, string name)
    {
        using CredentialWorld world = Keys(provider);
        world.Environment[name] = "eu-de";

        Assert.Equal("eu-de", (await world.FindAsync(provider)).Region);
    }

    [Fact]
    public async Task The_bare_region_names_count_only_with_the_bare_keys()
    {
        using CredentialWorld world = Keys("Alibaba");
        world.Environment["REGION"] = "us-east-1";
        Assert.Null((await world.FindAsync("Alibaba")).Region);

        world.Environment.Clear();
        world.Environment["ACCESS_KEY_ID"] = "AKTEST";
        world.Environment["ACCESS_KEY_SECRET"] = Secret;
        world.Environment["REGION"] = "us-east-1";
        Assert.Equal("us-east-1", (await world.FindAsync("Alibaba")).Region);
    }

    [Fact]
    public async Task A_malformed_region_or_project_is_not_used_and_a_warning_says_so()
    {
        using CredentialWorld world = Keys("Huawei");
        world.Environment["HW_REGION_NAME"] = "evil.example/\u001b[31m";
        world.Environment["HUAWEICLOUD_SDK_PROJECT_ID"] = "../../other";

        CredentialResolution resolution = await world.ResolveAsync("Huawei");

        Assert.Null(resolution.Credential!.Region);
        Assert.Null(resolution.Credential.ProjectId);
        Assert.Contains(resolution.Warnings, warning => warning.Contains("evil.example/?[31m", StringComparison.Ordinal));
        Assert.Contains(resolution.Warnings, warning => warning.Contains("project id", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task An_empty_variable_is_not_set(string value)
    {
        using CredentialWorld world = new();
        world.Environment["TENCENTCLOUD_SECRET_ID"] = value;
        world.Environment["TENCENTCLOUD_SECRET_KEY"] = value;

        Assert.Contains("TENCENTCLOUD_SECRETKEY): not set", await world.MissAsync("Tencent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_pair_is_passed_over_and_a_warning_says_so_when_another_source_serves()
    {
        using CredentialWorld world = Keys("Huawei");
        world.Environment.Remove("HUAWEICLOUD_SDK_SK");
        world.Environment["HW_ACCESS_KEY"] = "AKOTHER";
        world.Environment["HW_SECRET_KEY"] = Secret;

        CredentialResolution resolution = await world.ResolveAsync("Huawei");

        Assert.Equal("AKOTHER", resolution.Credential!.AccessKeyId);
        Assert.Contains("HUAWEICLOUD_SDK_SK is not set", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tencent", "TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_ROLE_SESSION_NAME", "TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_ROLE_ARN is not an ARN such as qcs::cam::uin/")]
    [InlineData("Huawei", "HW_ASSUME_ROLE_AGENCY_NAME", null, "HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_ASSUME_ROLE_DOMAIN_NAME is missing")]
    [InlineData("Huawei", "OS_AGENCY_NAME", null, "OS_ACCESS_KEY", "OS_SECRET_KEY", "OS_AGENCY_DOMAIN_NAME is missing")]
    [InlineData("Huawei", "HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK",
        "the token file in HUAWEICLOUD_SDK_ID_TOKEN_FILE does not exist")]
    [InlineData("Huawei", "HW_ASSUME_ROLE_AGENCY_NAME", "HW_AUTH_URL", "HW_AUTH_TOKEN", null,
        "HW_ASSUME_ROLE_AGENCY_NAME asks for an agency, which is assumed with an access key; set HW_ACCESS_KEY and HW_SECRET_KEY")]
    public async Task Keys_beside_a_role_that_cannot_be_assumed_are_not_used_and_have_no_fallback(string provider, string role,
        string? session, string id, string? secret, string reason)
    {
        using CredentialWorld world = new();
        world.Environment[id] = "AKTEST";
        world.Environment[secret ?? "UNUSED"] = Secret;
        world.Environment[role] = "agency";
        if (session is not null)
        {
            world.Environment[session] = "s";
        }

        world.Write(".tencentcloud/credentials", $"[default]\nsecret_id=AKFILE\nsecret_key={Secret}\n");
        world.Write(".huaweicloud/credentials", $"[basic]\nak=AKFILE\nsk={Secret}\n");

        string text = await world.MissAsync(provider);

        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.DoesNotContain("credentials:", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alibaba", "a credentials URI is not supported", "ALIBABA_CLOUD_CREDENTIALS_URI")]
    [InlineData("Huawei", "a pod identity is not supported", "HC_CONTAINER_CREDENTIALS_FULL_URI",
        "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE")]
    public async Task Ways_that_are_not_supported_are_named_with_what_to_do_instead(string provider, string reason, params string[] names)
    {
        using CredentialWorld world = new();
        foreach (string name in names)
        {
            world.Environment[name] = "http://127.0.0.1/" + CredentialWorld.Mark;
        }

        string text = await world.MissAsync(provider);

        Assert.Contains(reason + "; ", text, StringComparison.Ordinal);
        Assert.Contains($"environment ({string.Join(", ", names)})", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZENLAYERCLOUD_DOMAIN", "console.zenlayer.com", "https://console.zenlayer.com/")]
    [InlineData("ZENLAYERCLOUD_DOMAIN", "https://CONSOLE.zenlayer.com", "https://console.zenlayer.com/")]
    public async Task An_endpoint_of_the_providers_services_comes_along(string name, string value, string endpoint)
    {
        using CredentialWorld world = Keys("Zenlayer");
        world.Environment[name] = value;

        CloudCredential credential = await world.FindAsync("Zenlayer");

        Assert.Equal(new Uri(endpoint), credential.Endpoint);
        Assert.Equal(credential.Endpoint, credential.EndpointFor("console"));
    }

    [Theory]
    [InlineData("console.zenlayer.com.evil.example", "is not a service host of Zenlayer; to use that host, specify -Endpoint")]
    [InlineData("http://127.0.0.1:5080", "its endpoint is plain http; to use it, specify -Endpoint")]
    [InlineData("http://localhost", "its endpoint is plain http")]
    [InlineData("https://127.0.0.1:5080", "is not a service host of Zenlayer")]
    [InlineData("http://console.zenlayer.com", "unencrypted")]
    [InlineData("https://user:" + CredentialWorld.Mark + "@console.zenlayer.com", "user name or password")]
    [InlineData("http://[", "is not a valid address")]
    public async Task An_endpoint_anywhere_else_makes_its_source_fail(string value, string reason)
    {
        using CredentialWorld world = Keys("Zenlayer");
        world.Environment["ZENLAYERCLOUD_DOMAIN"] = value;

        Assert.Contains(reason, await world.MissAsync("Zenlayer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Zenlayer_token_is_sent_as_it_is()
    {
        using CredentialWorld world = new();
        world.Environment["ZENLAYER_TOKEN"] = Token;
        world.Environment["ZENLAYER_ENDPOINT"] = "console.zenlayer.com";

        CloudCredential credential = await world.FindAsync("Zenlayer");

        Assert.Equal(CredentialKind.BearerToken, credential.Kind);
        Assert.Equal("ZENLAYER_TOKEN", credential.AccessKeyId);
        Assert.Equal("ZENLAYER_TOKEN", credential.MaskedAccessKeyId);
        Assert.Equal(Token, CredentialWorld.Plain(credential.Secret));
        Assert.Equal("console.zenlayer.com", credential.Endpoint!.Host);
    }

    [Fact]
    public async Task A_malformed_Zenlayer_token_is_passed_over()
    {
        using CredentialWorld world = new();
        world.Environment["ZENLAYER_TOKEN"] = "two\n" + Token;

        Assert.Contains("ZENLAYER_TOKEN contains characters", await world.MissAsync("Zenlayer"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OS_TOKEN", "OS_AUTH_URL")]
    [InlineData("OS_TOKEN_ID", "OS_AUTH_URL")]
    [InlineData("OS_AUTH_TOKEN", "OS_AUTH_URL")]
    [InlineData("HW_AUTH_TOKEN", "HW_AUTH_URL")]
    public async Task An_IAM_token_is_read(string name, string address)
    {
        using CredentialWorld world = new();
        world.Environment[name] = Token;
        world.Environment[address] = "https://iam.eu-de.otc.t-systems.com:443/v3/";
        world.Environment["OS_PROJECT_ID"] = "0123abcd";
        world.Environment["OS_PROJECT_NAME"] = "eu-de_team";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal(CredentialKind.IamToken, credential.Kind);
        Assert.Equal(name, credential.AccessKeyId);
        Assert.Equal(new Uri("https://iam.eu-de.otc.t-systems.com/"), credential.IamEndpoint);
        Assert.Equal("0123abcd", credential.ProjectId);
        Assert.Equal("eu-de_team", credential.ProjectName);
        Assert.Equal("eu-de", credential.Region);
    }

    [Theory]
    [InlineData("OS_USERNAME", "OS_PASSWORD", "OS_USER_DOMAIN_NAME", "OS_AUTH_URL")]
    [InlineData("HW_USER_NAME", "HW_USER_PASSWORD", "HW_DOMAIN_NAME", null)]
    public async Task An_IAM_user_is_read_with_the_password_as_it_stands(string user, string password, string domain, string? address)
    {
        using CredentialWorld world = new();
        world.Environment[user] = "Jürgen";
        world.Environment[password] = $" {Secret} ";
        world.Environment[domain] = "OTC-EU-DE-1";
        world.Environment["OS_REGION_NAME"] = "eu-de";
        if (address is not null)
        {
            world.Environment[address] = "https://iam.eu-de.otc.t-systems.com/v3";
        }

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal(CredentialKind.IamUser, credential.Kind);
        Assert.Equal("Jürgen", credential.AccessKeyId);
        Assert.Equal($" {Secret} ", CredentialWorld.Plain(credential.Secret));
        Assert.Equal("OTC-EU-DE-1", credential.DomainName);
        Assert.Equal("eu-de", credential.Region);
    }

    [Fact]
    public async Task An_IAM_user_may_name_the_domain_by_its_id()
    {
        using CredentialWorld world = OpenStackUser();
        world.Environment.Remove("OS_USER_DOMAIN_NAME");
        world.Environment["OS_USER_DOMAIN_ID"] = "d1";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Null(credential.DomainName);
        Assert.Equal("d1", credential.DomainId);
    }

    [Theory]
    [InlineData("OS_USER_DOMAIN_NAME", null, "OS_USER_DOMAIN_NAME (or HW_DOMAIN_NAME) is not set")]
    [InlineData("OS_AUTH_URL", null, "OS_AUTH_URL is not set")]
    [InlineData("OS_PASSWORD", null, "OS_PASSWORD is not set")]
    [InlineData("OS_USERNAME", null, "OS_USERNAME is not set")]
    [InlineData("OS_AUTH_URL", "https://keystone.example:5000/v3", "is for another cloud: OS_AUTH_URL is keystone.example")]
    [InlineData("OS_AUTH_URL", "http://[", "its IAM endpoint is not a valid address")]
    public async Task An_IAM_user_that_is_incomplete_or_another_clouds_is_passed_over(string name, string? value, string reason)
    {
        using CredentialWorld world = OpenStackUser();
        if (value is null)
        {
            world.Environment.Remove(name);
        }
        else
        {
            world.Environment[name] = value;
        }

        Assert.Contains(reason, await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_for_another_OpenStack_cloud_are_no_reason_to_warn()
    {
        using CredentialWorld world = OpenStackUser();
        world.Environment["OS_AUTH_URL"] = "https://keystone.example/v3";
        world.Write(".huaweicloud/credentials", $"[basic]\nak=AKFILE\nsk={Secret}\n");

        CredentialResolution resolution = await world.ResolveAsync("Huawei");

        Assert.Equal("AKFILE", resolution.Credential!.AccessKeyId);
        Assert.Empty(resolution.Warnings);
    }

    [Fact]
    public async Task The_first_source_that_serves_ends_the_search()
    {
        using CredentialWorld world = Keys("Alibaba");

        CredentialResolution resolution = await world.ResolveAsync("Alibaba");

        Assert.Equal(["-AccessKey", "environment (ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET)"],
            resolution.Tried.Select(attempt => attempt.Source));
        Assert.StartsWith("The credential for Alibaba comes from environment", resolution.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("Set ALIBABA", resolution.Describe(), StringComparison.Ordinal);
    }

    private static CredentialWorld OpenStackUser()
    {
        CredentialWorld world = new();
        world.Environment["OS_USERNAME"] = "user";
        world.Environment["OS_PASSWORD"] = Secret;
        world.Environment["OS_USER_DOMAIN_NAME"] = "domain";
        world.Environment["OS_AUTH_URL"] = "https://iam.eu-de.otc.t-systems.com/v3";
        return world;
    }

    private static CredentialWorld Keys(string provider)
    {
        (string id, string secret) = provider switch
        {
            "Alibaba" => ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
            "Tencent" => ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
            "Huawei" => ("HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"),
            _ => ("ZENLAYERCLOUD_ACCESS_KEY_ID", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD"),
        };
        CredentialWorld world = new();
        world.Environment[id] = "AKTEST";
        world.Environment[secret] = Secret;
        return world;
    }
}
