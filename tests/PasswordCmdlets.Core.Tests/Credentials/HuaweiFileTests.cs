using System;
using System.IO;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class HuaweiFileTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;
    private const string Ini = ".huaweicloud/credentials";
    private const string Clouds = ".config/openstack/clouds.yaml";

    [Fact]
    public async Task The_SDKs_file_is_read_with_project_and_IAM_endpoint()
    {
        using CredentialWorld world = new();
        string path = world.Write(Ini,
            $"[basic]\nak = AKTEST\nsk = {Secret}\nproject_id = 0123abcd\nsecurity_token = {Token}\niam_endpoint = "
                + "https://iam.eu-de.otc.t-systems.com/v3\n[global]\nak=AKGLOBAL\n");
        world.Environment["HW_REGION_NAME"] = "eu-de";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal("AKTEST", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal("0123abcd", credential.ProjectId);
        Assert.Equal("eu-de", credential.Region);
        Assert.Equal(new Uri("https://iam.eu-de.otc.t-systems.com/"), credential.IamEndpoint);
        Assert.Equal($"{path}, profile 'basic'", credential.Source);
    }

    [Fact]
    public async Task Without_a_basic_section_the_global_one_serves()
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[global]\nak=AKGLOBAL\nsk={Secret}\ndomain_id=d1\n");

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal("AKGLOBAL", credential.AccessKeyId);
        Assert.Equal("d1", credential.DomainId);
    }

    [Theory]
    [InlineData("sk=", "sk is missing")]
    [InlineData("iam_endpoint=https://iam.evil.example", "its IAM endpoint iam.evil.example is not a service host of Huawei")]
    [InlineData("iam_endpoint=http://iam.myhuaweicloud.com", "unencrypted")]
    [InlineData("idp_id=i\nid_token_file=/t/none", "the token file in id_token_file does not exist; have the pipeline")]
    public async Task A_section_that_cannot_be_used_says_why(string line, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[basic]\nak=AKTEST\nsk={Secret}\n{line}\n");

        Assert.Contains(reason, await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_section_can_be_picked_and_a_missing_one_lists_all_there_are()
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[basic]\nak=A\nsk={Secret}\n[prod]\nak=AKPROD\nsk={Secret}\n");
        world.Write(Clouds, $"clouds:\n  otc:\n    auth:\n      ak: x\n");

        Assert.Equal("AKPROD", (await world.FindAsync("Huawei", "prod")).AccessKeyId);
        string text = await world.MissAsync("Huawei", "gone");
        Assert.Contains("has no profile 'gone'. Its profiles: basic, prod", text, StringComparison.Ordinal);
        Assert.Contains("has no profile 'gone'. Its profiles: otc", text, StringComparison.Ordinal);
        Assert.Contains("environment: skipped: -ProfileName is specified", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_named_by_a_variable_is_read_instead()
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[basic]\nak=AKHOME\nsk={Secret}\n");
        world.Environment["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] = world.Write("other", $"[basic]\nak=AKOTHER\nsk={Secret}\n");

        Assert.Equal("AKOTHER", (await world.FindAsync("Huawei")).AccessKeyId);
    }

    [Fact]
    public async Task The_encrypted_keys_of_KooCLI_are_mentioned_and_not_read()
    {
        using CredentialWorld world = new();
        string path = world.Write(".hcloud/config.json", "S3CR3T");

        Assert.Contains($"the keys that hcloud keeps encrypted in {path} are not read", await world.MissAsync("Huawei"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_of_clouds_yaml_is_read_when_it_is_picked()
    {
        using CredentialWorld world = new();
        string path = world.Write(Clouds, $"""
            clouds:
              other:
                auth: {"{auth_url: https://keystone.example}"}
              otc:
                profile: otc
                auth:
                  auth_url: https://iam.eu-de.otc.t-systems.com/v3
                  username: user   # me
                  password: '{Secret} '
                  user_domain_name: OTC-EU-DE-1
                  project_name: eu-de_team
                regions: [eu-de]
                interface: public
            """);
        world.Environment["OS_CLOUD"] = "otc";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal(CredentialKind.IamUser, credential.Kind);
        Assert.Equal("user", credential.AccessKeyId);
        Assert.Equal(Secret + " ", CredentialWorld.Plain(credential.Secret));
        Assert.Equal("OTC-EU-DE-1", credential.DomainName);
        Assert.Equal("eu-de_team", credential.ProjectName);
        Assert.Equal("eu-de", credential.Region);
        Assert.Equal(new Uri("https://iam.eu-de.otc.t-systems.com/"), credential.IamEndpoint);
        Assert.Equal($"{path}, profile 'otc'", credential.Source);
        Assert.Equal("user", (await world.FindAsync("Huawei", "otc")).AccessKeyId);
    }

    [Fact]
    public async Task Without_a_selected_cloud_clouds_yaml_is_not_read()
    {
        using CredentialWorld world = new();
        world.Write(Clouds, "clouds:\n  otc:\n    auth:\n      auth_url: https://iam.eu-de.otc.t-systems.com\n");

        Assert.Contains("clouds.yaml: skipped: OS_CLOUD is not set", await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ak: AKTEST\n      sk: S3CR3T/key+with=signs", nameof(CredentialKind.AccessKey), "AKTEST")]
    [InlineData("token: S3CR3T/key+with=signs", nameof(CredentialKind.IamToken), "token of clouds.yaml")]
    public async Task A_cloud_may_have_keys_or_a_token(string lines, string kind, string id)
    {
        using CredentialWorld world = new();
        world.Write(Clouds,
            $"clouds:\n  otc:\n    region_name: eu-nl\n    profile: otc\n    auth:\n      {lines}\n      project_id: 0123abcd\n");
        world.Environment["OS_CLOUD"] = "otc";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal(kind, credential.Kind.ToString());
        Assert.Equal(id, credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal("eu-nl", credential.Region);
        Assert.Equal(new Uri("https://iam.eu-nl.otc.t-systems.com/"), credential.IamEndpoint);
    }

    [Theory]
    [InlineData("password", nameof(CredentialKind.IamUser), "user")]
    [InlineData("v3password", nameof(CredentialKind.IamUser), "user")]
    [InlineData("token", nameof(CredentialKind.IamToken), "token of clouds.yaml")]
    [InlineData("V3Token", nameof(CredentialKind.IamToken), "token of clouds.yaml")]
    [InlineData("aksk", nameof(CredentialKind.AccessKey), "AKTEST")]
    [InlineData("", nameof(CredentialKind.AccessKey), "AKTEST")]
    public async Task The_type_of_a_cloud_selects_its_identity(string type, string kind, string id)
    {
        using CredentialWorld world = new();
        world.Write(Clouds,
            $"clouds:\n  otc:\n    auth_type: \"{type}\"\n    auth:\n      auth_url: https://iam.eu-de.otc.t-systems.com\n"
                + "      username: user\n      password: S3CR3T\n      domain_name: d\n      token: S3CR3T\n"
                + "      ak: AKTEST\n      sk: S3CR3T\n");
        world.Environment["OS_CLOUD"] = "otc";

        CloudCredential credential = await world.FindAsync("Huawei");

        Assert.Equal((kind, id), (credential.Kind.ToString(), credential.AccessKeyId));
    }

    [Fact]
    public async Task The_password_may_be_in_secure_yaml()
    {
        using CredentialWorld world = new();
        world.Write(Clouds,
            "clouds:\n  otc:\n    auth:\n      auth_url: https://iam.eu-de.otc.t-systems.com\n      username: "
                + "user\n      domain_name: d\n");
        world.Write(".config/openstack/secure.yaml", $"clouds:\n  otc:\n    auth:\n      password: \"{Secret}\"\n");
        world.Environment["OS_CLOUD"] = "otc";

        Assert.Equal(Secret, CredentialWorld.Plain((await world.FindAsync("Huawei")).Secret));
    }

    [Theory]
    [InlineData("OS_CLIENT_CONFIG_FILE", "my.yaml")]
    [InlineData(null, ".config/openstack/clouds.yml")]
    public async Task Clouds_yaml_may_be_elsewhere(string? variable, string path)
    {
        using CredentialWorld world = new();
        world.Write(path,
            $"clouds:\n  otc:\n    auth:\n      auth_url: https://iam.eu-de.otc.t-systems.com\n      ak: AKTEST\n      sk: {Secret}\n");
        world.Environment["OS_CLOUD"] = "otc";
        if (variable is not null)
        {
            world.Environment[variable] = "~/" + path;
        }

        Assert.Equal("AKTEST", (await world.FindAsync("Huawei")).AccessKeyId);
    }

    [Fact]
    public async Task Clouds_yaml_for_all_users_is_read_too()
    {
        using CredentialWorld world = new();
        Directory.CreateDirectory(Path.Combine(world.System, "openstack"));
        File.WriteAllText(Path.Combine(world.System, "openstack", "clouds.yaml"),
            $"clouds:\n  otc:\n    auth:\n      auth_url: https://iam.eu-de.otc.t-systems.com\n      ak: AKTEST\n      sk: {Secret}\n");

        Assert.Equal("AKTEST", (await world.FindAsync("Huawei", "otc")).AccessKeyId);
    }

    [Theory]
    [InlineData("auth:\n      auth_url: https://keystone.example/v3\n      username: u\n      password: S3CR3T\n      domain_name: d",
        "its IAM endpoint keystone.example is not a service host of Huawei")]
    [InlineData("auth:\n      username: u\n      password: S3CR3T\n      domain_name: d", "auth_url is missing")]
    [InlineData("auth:\n      auth_url: https://iam.myhuaweicloud.com\n      username: u\n      password: S3CR3T",
        "user_domain_name is missing")]
    [InlineData("auth:\n      auth_url: https://iam.myhuaweicloud.com\n      username: u\n      domain_name: d", "password is missing")]
    [InlineData("auth:\n      auth_url: https://iam.myhuaweicloud.com\n      password: S3CR3T", "username is missing")]
    [InlineData("auth:\n      auth_url: https://iam.myhuaweicloud.com\n      ak: A", "sk is missing")]
    [InlineData("auth_type: password\n    auth:\n      auth_url: https://iam.myhuaweicloud.com\n      ak: A\n      sk: S3CR3T",
        "username is missing")]
    [InlineData("auth_type: token\n    auth:\n      auth_url: https://iam.myhuaweicloud.com\n      ak: A\n      sk: S3CR3T",
        "token is missing")]
    [InlineData("auth_type: aksk\n    auth:\n      auth_url: https://iam.myhuaweicloud.com\n      token: S3CR3T", "ak is missing")]
    [InlineData("auth_type: v3oidcpassword\n    auth:\n      password: S3CR3T", "logs in by 'v3oidcpassword', which is not supported")]
    [InlineData("auth:\n      application_credential_id: i\n      application_credential_secret: S3CR3T",
        "logs in by an application credential, which is not supported")]
    [InlineData("auth:\n      target_agency_name: a\n      ak: A\n      sk: S3CR3T",
        "asks for an agency, which is read from variables only; set OS_ACCESS_KEY")]
    [InlineData("auth:\n      <<: *defaults\n      password: S3CR3T", "uses a form of YAML that is not read (line 4)")]
    [InlineData("auth: {password: S3CR3T}", "uses a form of YAML that is not read (line 3)")]
    public async Task A_cloud_that_cannot_be_used_ends_the_search_with_the_reason(string lines, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[basic]\nak=AKINI\nsk={Secret}\n");
        world.Write(Clouds, $"clouds:\n  otc:\n    {lines}\n");
        world.Environment["OS_CLOUD"] = "otc";

        Assert.Contains(reason, await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clouds.yaml", "clouds:\n\t- S3CR3T")]
    [InlineData("secure.yaml", "S3CR3T")]
    public async Task A_file_that_is_not_understood_is_named_with_its_line(string name, string content)
    {
        using CredentialWorld world = new();
        world.Write(Clouds, "clouds:\n  otc:\n    auth:\n      ak: A\n");
        string path = world.Write(".config/openstack/" + name, content);
        world.Environment["OS_CLOUD"] = "otc";

        string text = await world.MissAsync("Huawei");

        Assert.Contains($"{path}: is ", text, StringComparison.Ordinal);
        Assert.Contains("(line ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picked_cloud_without_any_file_ends_the_search()
    {
        using CredentialWorld world = new();
        world.Environment["OS_CLOUD"] = "otc";

        Assert.Contains("clouds.yaml: does not exist", await world.MissAsync("Huawei"), StringComparison.Ordinal);
    }
}
