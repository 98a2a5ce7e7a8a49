using System;
using System.IO;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class TencentFileTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;
    private const string Ini = ".tencentcloud/credentials";

    [Fact]
    public async Task The_default_profile_of_tccli_is_read_with_its_region()
    {
        using CredentialWorld world = new();
        string path = world.Write(".tccli/default.credential", $$"""{"secretId":"AKTEST","secretKey":"{{Secret}}","token":"{{Token}}"}""");
        world.Write(".tccli/default.configure",
            """
            {"_sys_param":{"region":"ap-guangzhou","output":"json"},"cvm":{"endpoint":"cvm.tencentcloudapi.com",
            "version":"2017-03-12"}}
            """);

        CloudCredential credential = await world.FindAsync("Tencent");

        Assert.Equal("AKTEST", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal("ap-guangzhou", credential.Region);
        Assert.Null(credential.Endpoint);
        Assert.Equal(path, credential.Source);
    }

    [Fact]
    public async Task A_profile_without_configuration_has_no_region()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));

        Assert.Null((await world.FindAsync("Tencent")).Region);
    }

    [Fact]
    public async Task An_endpoint_of_its_own_comes_along()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));
        world.Write(".tccli/default.configure", """{"_sys_param":{},"cvm":{"endpoint":"cvm.internal.tencentcloudapi.com"}}""");

        CloudCredential credential = await world.FindAsync("Tencent");
        Assert.Equal("cvm.internal.tencentcloudapi.com", credential.EndpointFor("cvm")!.Host);
        Assert.Null(credential.EndpointFor("lighthouse"));
    }

    [Fact]
    public async Task A_foreign_endpoint_makes_the_profile_fail()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));
        world.Write(".tccli/default.configure", """{"cvm":{"endpoint":"cvm.evil.example"}}""");

        Assert.Contains("its endpoint cvm.evil.example is not a service host of Tencent", await world.MissAsync("Tencent"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_configuration_costs_the_region_alone()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));
        world.Write(".tccli/default.configure", "{");

        CredentialResolution resolution = await world.ResolveAsync("Tencent");

        Assert.NotNull(resolution.Credential);
        Assert.Contains("is not valid JSON", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "ap-tokyo")]
    [InlineData("default", "ap-guangzhou")]
    public async Task The_region_variable_wins_over_the_default_profile_and_a_picked_profile_over_the_variable(
        string? profile, string region)
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));
        world.Write(".tccli/default.configure", """{"_sys_param":{"region":"ap-guangzhou"}}""");
        world.Environment["TENCENTCLOUD_REGION"] = "ap-tokyo";

        Assert.Equal(region, (await world.FindAsync("Tencent", profile)).Region);
    }

    [Theory]
    [InlineData("\"type\":\"oauth\",\"expiresAt\":9999999999", "is of type oauth (a logon in the browser), which only tccli can use;")]
    [InlineData("\"type\":\"sso\"", "is of type sso (a logon in the browser), which only tccli can use; set TENCENTCLOUD_SECRET_ID")]
    [InlineData("\"type\":\"new\"", "is of the unknown type 'new'")]
    [InlineData("\"secretKey\":\" \"", "secretKey is missing")]
    [InlineData("\"secretId\":null", "secretId is missing")]
    public async Task An_unusable_profile_is_an_error_if_it_was_selected_and_skipped_if_not(string settings, string reason)
    {
        using CredentialWorld world = new();
        string path = world.Write(".tccli/default.credential", $$"""{"secretId":"AKTEST","secretKey":"{{Secret}}",{{settings}}}""");
        world.Write(Ini, $"[default]\nsecret_id=AKINI\nsecret_key={Secret}\n");

        CredentialResolution passed = await world.ResolveAsync("Tencent");
        string refused = await world.MissAsync("Tencent", "default");

        Assert.Equal("AKINI", passed.Credential!.AccessKeyId);
        Assert.Single(passed.Warnings);
        Assert.Contains($"{path}: {reason}", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("")]
    public async Task The_ordinary_type_is_keys(string type)
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", $$"""{"type":"{{type}}","secretId":"AKTEST","secretKey":"{{Secret}}"}""");

        Assert.Equal("AKTEST", (await world.FindAsync("Tencent")).AccessKeyId);
    }

    [Fact]
    public async Task TCCLI_PROFILE_picks_the_profile()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKDEFAULT"));
        world.Write(".tccli/prod.credential", Keys("AKPROD"));
        world.Environment["TCCLI_PROFILE"] = "prod";

        Assert.Equal("AKPROD", (await world.FindAsync("Tencent")).AccessKeyId);
    }

    [Fact]
    public async Task A_picked_profile_that_is_missing_ends_the_search_with_the_ones_there_are()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKDEFAULT"));
        world.Write(".tccli/prod.credential", Keys("AKPROD"));
        world.Write(Ini, $"[default]\nsecret_id=AKINI\nsecret_key={Secret}\n");
        world.Environment["TCCLI_PROFILE"] = "gone";

        string text = await world.MissAsync("Tencent");

        Assert.Contains("has no profile 'gone'. Its profiles: default, prod", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AKINI", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..\\outside")]
    [InlineData("a:b")]
    public async Task A_profile_name_cannot_lead_out_of_the_directory(string name)
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKDEFAULT"));
        world.Write("outside.credential", Keys("AKOUTSIDE"));

        Assert.Contains($"has no profile '{name}'. Its profiles: default", await world.MissAsync("Tencent", name),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[default]\nsecret_id = AKINI\nsecret_key = S3CR3T/key+with=signs\n")]
    [InlineData("\uFEFF[default]\r\nsecret_id=\"AKINI\"\r\nsecret_key=\"S3CR3T/key+with=signs\"\r\n")]
    [InlineData("; why\n[default]\nsecret_id=old\nsecret_id=AKINI\nsecret_key=S3CR3T/key+with=signs\n[other]\nsecret_id=x\n")]
    public async Task The_SDKs_file_is_read(string content)
    {
        using CredentialWorld world = new();
        world.Write(Ini, content);

        CloudCredential credential = await world.FindAsync("Tencent");

        Assert.Equal("AKINI", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
    }

    [Fact]
    public async Task The_file_for_all_users_is_read_when_there_is_none_at_home()
    {
        using CredentialWorld world = new();
        Directory.CreateDirectory(Path.Combine(world.System, "tencentcloud"));
        string shared = Path.Combine(world.System, "tencentcloud", "credentials");
        File.WriteAllText(shared, $"[default]\nsecret_id=AKSHARED\nsecret_key={Secret}\n");

        CloudCredential credential = await world.FindAsync("Tencent");
        Assert.Equal("AKSHARED", credential.AccessKeyId);
        Assert.StartsWith(shared, credential.Source, StringComparison.Ordinal);

        world.Write(Ini, $"[default]\nsecret_id=AKINI\nsecret_key={Secret}\n");
        Assert.Equal("AKINI", (await world.FindAsync("Tencent")).AccessKeyId);
    }

    [Fact]
    public async Task A_file_named_by_a_variable_that_does_not_serve_ends_the_search()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/default.credential", Keys("AKTEST"));
        world.Environment["TENCENTCLOUD_CREDENTIALS_FILE"] = "~/missing";

        Assert.Contains("does not exist", await world.MissAsync("Tencent"), StringComparison.Ordinal);
    }

    private static string Keys(string id) => $$"""{"secretId":"{{id}}","secretKey":"{{Secret}}"}""";
}
