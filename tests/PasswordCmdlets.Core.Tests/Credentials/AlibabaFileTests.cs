using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class AlibabaFileTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;
    private const string Cli = ".aliyun/config.json";
    private const string Ini = ".alibabacloud/credentials";

    [Theory]
    [InlineData("AK")]
    [InlineData("ak")]
    public async Task The_current_profile_of_the_aliyun_command_is_read(string mode)
    {
        using CredentialWorld world = new();
        string path = world.Write(Cli, $$"""
            {"current":"prod","profiles":[
              {"name":"default","mode":"AK","access_key_id":"AKDEFAULT","access_key_secret":"{{Secret}}"},
              {"name":"prod","mode":"{{mode}}","access_key_id":"AKPROD","access_key_secret":"{{Secret}}",
               "sts_token":"{{Token}}","region_id":"cn-beijing","language":"zh"}],
             "meta_path":""}
            """);

        CloudCredential credential = await world.FindAsync("Alibaba");

        Assert.Equal("AKPROD", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Null(credential.SecurityToken);
        Assert.Equal("cn-beijing", credential.Region);
        Assert.Equal($"{path}, profile 'prod'", credential.Source);
    }

    [Fact]
    public async Task Without_a_current_profile_it_is_the_one_called_default()
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", "\"mode\":\"AK\"", current: null));

        Assert.Equal("AKTEST", (await world.FindAsync("Alibaba")).AccessKeyId);
    }

    [Fact]
    public async Task A_current_profile_that_is_missing_is_passed_over_with_the_ones_there_are()
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("other", "\"mode\":\"AK\"", current: "gone"));

        Assert.Contains("has no profile 'gone', which it names as the current one. Its profiles: other", await world.MissAsync("Alibaba"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_keys_come_with_their_token_and_end()
    {
        using CredentialWorld world = new();
        long end = world.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        world.Write(Cli, Profile("default", $"\"mode\":\"StsToken\",\"sts_token\":\"{Token}\",\"sts_expiration\":{end}"));

        CloudCredential credential = await world.FindAsync("Alibaba");

        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal(end, credential.ExpiresAt!.Value.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("\"mode\":\"StsToken\"", "sts_token is missing")]
    [InlineData("\"mode\":\"StsToken\",\"sts_token\":\"S3CR3T\",\"sts_expiration\":1", "its temporary keys have expired")]
    [InlineData("\"mode\":\"\"", "has no mode; run 'aliyun configure'")]
    [InlineData("\"mode\":\"ChainableRamRoleArn\"", "source_profile is missing; set it to a profile")]
    [InlineData("\"mode\":\"ChainableRamRoleArn\",\"source_profile\":\"gone\"", "its source profile 'gone' does not exist")]
    [InlineData("\"mode\":\"ChainableRamRoleArn\",\"source_profile\":\"default\"",
        "its source profiles form a cycle (default → default); set source_profile")]
    [InlineData("\"mode\":\"CloudSSO\"", "is of mode CloudSSO and has no session; run 'aliyun configure --profile default'")]
    [InlineData("\"mode\":\"OAuth\",\"sts_token\":\"S3CR3T\",\"sts_expiration\":1",
        "is of mode OAuth and its session has expired; run 'aliyun configure --profile default'")]
    [InlineData("\"mode\":\"External\",\"process_command\":\"echo S3CR3T\"",
        "is of mode External and has no session; run its command yourself")]
    [InlineData("\"mode\":\"CredentialsURI\"", "is of mode CredentialsURI, which is not supported; use a profile")]
    [InlineData("\"mode\":\"RsaKeyPair\"", "is of mode RsaKeyPair, which is not supported; use a profile")]
    [InlineData("\"mode\":\"BearerToken\"", "is of mode BearerToken, which is not supported; use a profile")]
    [InlineData("\"mode\":\"Anonymous\"", "is of mode Anonymous, which is not supported; use a profile")]
    [InlineData("\"mode\":\"New\\u001b[2J\"", "is of the unknown mode 'New?[2J'")]
    [InlineData("\"mode\":\"AK\",\"access_key_secret\":\"\"", "access_key_secret is missing")]
    [InlineData("\"mode\":\"AK\",\"access_key_id\":null", "access_key_id is missing")]
    [InlineData("\"mode\":\"AK\",\"endpoint\":\"ecs.evil.example\"", "its endpoint ecs.evil.example is not a service host of Alibaba")]
    public async Task An_unusable_profile_is_an_error_if_it_was_selected_and_skipped_if_not(string settings, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", settings));
        world.Write(Ini, $"[default]\ntype=access_key\naccess_key_id=AKINI\naccess_key_secret={Secret}\n");

        CredentialResolution passed = await world.ResolveAsync("Alibaba");
        string refused = await world.MissAsync("Alibaba", "default");

        Assert.Equal("AKINI", passed.Credential!.AccessKeyId);
        Assert.Contains(passed.Tried, attempt => attempt.Outcome.StartsWith(reason, StringComparison.Ordinal));
        Assert.Contains(passed.Warnings, warning => warning.Contains("is used instead", StringComparison.Ordinal));
        Assert.Contains("profile 'default': " + reason, refused, StringComparison.Ordinal);
        Assert.DoesNotContain(Ini, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_PROFILE")]
    [InlineData("ALIBABACLOUD_PROFILE")]
    [InlineData("ALICLOUD_PROFILE")]
    public async Task A_variable_picks_the_profile(string name)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("dev", "\"mode\":\"AK\"", current: "default"));
        world.Environment[name] = "dev";

        Assert.Equal("AKTEST", (await world.FindAsync("Alibaba")).AccessKeyId);
    }

    [Theory]
    [InlineData("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")]
    [InlineData("ALIBABA_CLOUD_IGNORE_PROFILE", "TRUE")]
    public async Task The_aliyun_commands_file_can_be_switched_off(string name, string value)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", "\"mode\":\"AK\""));
        world.Environment[name] = value;

        Assert.Contains($"skipped: {name} is true", await world.MissAsync("Alibaba"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"current\":\"default\",\n\"profiles\":[{\"access_key_secret\":\"S3CR3T\"", "is not valid JSON (line 3)")]
    [InlineData(" ", "is not valid JSON (line 1)")]
    [InlineData("[]", "is not a JSON object (line 1)")]
    public async Task A_malformed_file_is_passed_over_with_its_line(string content, string reason)
    {
        using CredentialWorld world = new();
        string path = world.Write(Cli, content);

        Assert.Contains($"{path}: {reason}", await world.MissAsync("Alibaba"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ecs.cn-beijing.aliyuncs.com", "ecs", true)]
    [InlineData("ecs-vpc.cn-beijing.aliyuncs.com", "ecs", true)]
    [InlineData("ecs-vpc.cn-beijing.aliyuncs.com", "ram", false)]
    [InlineData("ram.aliyuncs.com", "ram", true)]
    [InlineData("ram.aliyuncs.com", "ecs", false)]
    public async Task An_endpoint_counts_for_the_service_it_belongs_to(string endpoint, string service, bool counts)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", $"\"mode\":\"AK\",\"endpoint\":\"{endpoint}\""));

        CloudCredential credential = await world.FindAsync("Alibaba");

        Assert.NotNull(credential.Endpoint);
        Assert.Equal(counts ? credential.Endpoint : null, credential.EndpointFor(service));
    }

    [Theory]
    [InlineData("type = access_key\n", null)]
    [InlineData("enable = true\ntype=access_key\n", null)]
    [InlineData("", null)]
    [InlineData("type = sts\nsecurity_token = S3CR3T-token-0123456789\n", Token)]
    public async Task The_SDKs_file_is_read(string lines, string? token)
    {
        using CredentialWorld world = new();
        string path = world.Write(Ini,
            $"# SDK\r\n[default]\r\naccess_key_id = AKINI\r\naccess_key_secret = \"{Secret}\"\r\nregion_id=cn-hongkong\r\n{lines}");

        CloudCredential credential = await world.FindAsync("Alibaba");

        Assert.Equal("AKINI", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(token, credential.SecurityToken is null ? null : CredentialWorld.Plain(credential.SecurityToken));
        Assert.Equal("cn-hongkong", credential.Region);
        Assert.Equal($"{path}, profile 'default'", credential.Source);
    }

    [Theory]
    [InlineData("enable=false", "is disabled (enable=false)")]
    [InlineData("type=sts", "security_token is missing")]
    [InlineData("type=ram_role_arn", "role_arn is missing; set it to an ARN such as acs:ram::")]
    [InlineData("type=oidc_role_arn\nrole_arn=acs:ram::1:role/r", "oidc_provider_arn is missing; set it to an ARN such as acs:ram::")]
    [InlineData("type=rsa_key_pair", "is of type rsa_key_pair, which is not supported; use a profile")]
    [InlineData("type=bearer", "is of type bearer, which is not supported; use a profile")]
    [InlineData("type=new", "is of the unknown type 'new'")]
    [InlineData("access_key_secret=", "access_key_secret is missing")]
    public async Task A_section_that_cannot_be_used_says_why(string line, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Ini, $"[default]\naccess_key_id=AKINI\naccess_key_secret={Secret}\n{line}\n");

        Assert.Contains($"profile 'default': {reason}", await world.MissAsync("Alibaba"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_variable_names_another_file_which_then_comes_first(bool withTilde)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", "\"mode\":\"AK\""));
        string path = world.Write("elsewhere/keys", $"[default]\ntype=access_key\naccess_key_id=AKINI\naccess_key_secret={Secret}\n");
        world.Environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] = withTilde ? "~/elsewhere/keys" : path;

        Assert.Equal("AKINI", (await world.FindAsync("Alibaba")).AccessKeyId);
    }

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData(".", "is a directory")]
    public async Task A_named_file_that_does_not_serve_ends_the_search(string path, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", "\"mode\":\"AK\""));
        world.Environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] = "~/" + path;

        Assert.Contains(reason, await world.MissAsync("Alibaba"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_with_control_characters_is_used_as_it_is_and_shown_without_them()
    {
        using CredentialWorld world = new();
        world.Environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] =
            world.Write("a\u001b[2Jb", $"[default]\naccess_key_id=AKINI\naccess_key_secret={Secret}\n");

        CloudCredential credential = await world.FindAsync("Alibaba");
        string text = await world.MissAsync("Alibaba", "gone");

        Assert.EndsWith("a?[2Jb, profile 'default'", credential.Source, StringComparison.Ordinal);
        Assert.Contains("a?[2Jb: has no profile 'gone'", text, StringComparison.Ordinal);
    }

    private static string Profile(string name, string settings, string? current = "default") => $$"""
        { {{(current is null ? string.Empty : $"\"current\":\"{current}\",")}}
          "profiles":[{"name":"{{name}}","access_key_id":"AKTEST","access_key_secret":"{{Secret}}",{{settings}}}]}
        """;

    [Fact]
    public async Task A_variable_names_another_file_of_the_aliyun_command()
    {
        using CredentialWorld world = new();
        world.Write(Cli, Profile("default", "\"mode\":\"AK\"", current: null));
        string path = world.Write("elsewhere.json",
            $$"""{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"AKOTHER","access_key_secret":"{{Secret}}"}]}""");
        world.Environment["ALIBABA_CLOUD_CONFIG_FILE"] = path;

        Assert.Equal("AKOTHER", (await world.FindAsync("Alibaba")).AccessKeyId);

        world.Environment["ALIBABA_CLOUD_CONFIG_FILE"] = path + ".gone";
        Assert.Contains("elsewhere.json.gone: does not exist", await world.MissAsync("Alibaba"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_SDKs_file_may_end_in_ini_and_the_other_one_comes_first()
    {
        using CredentialWorld world = new();
        string ini = world.Write(Ini + ".ini", $"[default]\naccess_key_id=AKINI\naccess_key_secret={Secret}\n");
        CloudCredential credential = await world.FindAsync("Alibaba");
        Assert.Equal(("AKINI", $"{ini}, profile 'default'"), (credential.AccessKeyId, credential.Source));

        world.Write(Ini, $"[default]\naccess_key_id=AKPLAIN\naccess_key_secret={Secret}\n");
        Assert.Equal("AKPLAIN", (await world.FindAsync("Alibaba")).AccessKeyId);
    }
}
