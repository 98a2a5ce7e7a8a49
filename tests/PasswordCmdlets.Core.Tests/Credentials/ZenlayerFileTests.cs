using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class ZenlayerFileTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Credentials = ".zenlayer/credentials.json";
    private const string Configuration = ".zenlayer/config.json";

    private const string Three = $$"""
        {"default":{"access_key_id":"AKDEFAULT","access_key_secret":"{{Secret}}"},
         "prod":{"access_key_id":"AKPROD","access_key_secret":"{{Secret}}"},
         "robot":{"token":"{{CredentialWorld.Token}}"}
        }
        """;

    [Theory]
    [InlineData(null, "AKDEFAULT")]
    [InlineData("""{"profiles":{}}""", "AKDEFAULT")]
    [InlineData("""{"current_profile":"","profiles":{}}""", "AKDEFAULT")]
    [InlineData("""{"current_profile":"prod","profiles":{"prod":{"language":"en","output":"json"}}}""", "AKPROD")]
    public async Task The_current_profile_is_read(string? configuration, string id)
    {
        using CredentialWorld world = new();
        world.Write(Credentials, Three);
        if (configuration is not null)
        {
            world.Write(Configuration, configuration);
        }

        CloudCredential credential = await world.FindAsync("Zenlayer");

        Assert.Equal(id, credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
    }

    [Fact]
    public async Task A_profile_may_hold_a_token()
    {
        using CredentialWorld world = new();
        string path = world.Write(Credentials, Three);
        world.Environment["ZENLAYER_PROFILE"] = "robot";

        CloudCredential credential = await world.FindAsync("Zenlayer");

        Assert.Equal(CredentialKind.BearerToken, credential.Kind);
        Assert.Equal("token of profile 'robot'", credential.AccessKeyId);
        Assert.Equal(CredentialWorld.Token, CredentialWorld.Plain(credential.Secret));
        Assert.Equal($"{path}, profile 'robot'", credential.Source);
    }

    [Fact]
    public async Task When_the_current_profile_is_unknown_no_other_replaces_it()
    {
        using CredentialWorld world = new();
        world.Write(Credentials, Three);
        string path = world.Write(Configuration, "{\"current_profile\":");

        Assert.Contains($"{path}: is not valid JSON (line 1)", await world.MissAsync("Zenlayer"), StringComparison.Ordinal);
        Assert.Equal("AKPROD", (await world.FindAsync("Zenlayer", "prod")).AccessKeyId);
    }

    [Fact]
    public async Task A_current_profile_that_is_missing_is_passed_over_with_the_ones_there_are()
    {
        using CredentialWorld world = new();
        world.Write(Credentials, Three);
        world.Write(Configuration, """{"current_profile":"gone"}""");

        Assert.Contains("has no profile 'gone', which it names as the current one. Its profiles: default, prod, robot",
            await world.MissAsync("Zenlayer"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"default":{"access_key_id":"A"}}""", "access_key_secret is missing")]
    [InlineData("""{"default":{}}""", "access_key_id is missing")]
    [InlineData("""{"default":{"token":"a\nS3CR3T"}}""", "token contains characters that are not allowed")]
    [InlineData("""{"default":"S3CR3T"}""", "has no profile 'default'")]
    [InlineData("""{"access_key_secret":"S3CR3T"}""", "has no profile 'default'")]
    public async Task A_profile_that_cannot_be_used_says_why(string content, string reason)
    {
        using CredentialWorld world = new();
        world.Write(Credentials, content);

        Assert.Contains(reason, await world.MissAsync("Zenlayer"), StringComparison.Ordinal);
    }
}
