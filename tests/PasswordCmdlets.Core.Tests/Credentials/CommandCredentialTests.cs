using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class CommandCredentialTests
{
    [Fact]
    public async Task The_key_of_the_command_wins_with_region_and_project_of_the_environment()
    {
        using CredentialWorld world = new();
        world.Environment["HUAWEICLOUD_SDK_AK"] = "ENVIRONMENT";
        world.Environment["HUAWEICLOUD_SDK_SK"] = CredentialWorld.Secret;
        world.Environment["HW_REGION_NAME"] = "eu-de";
        world.Environment["HUAWEICLOUD_SDK_PROJECT_ID"] = "0123abcd";

        CredentialResolution resolution =
            await world.ResolveAsync(Query("Huawei", "AKCOMMAND", CredentialWorld.Secret, CredentialWorld.Token));

        CloudCredential credential = resolution.Credential!;
        Assert.Equal("AKCOMMAND", credential.AccessKeyId);
        Assert.Equal(CredentialWorld.Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(CredentialWorld.Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal("eu-de", credential.Region);
        Assert.Equal("0123abcd", credential.ProjectId);
        Assert.Equal("-AccessKey", credential.Source);
        Assert.Equal([new CredentialAttempt("-AccessKey", "used", Served: true)], resolution.Tried);
    }

    [Theory]
    [InlineData("AK", "", "its password, the secret access key, is missing")]
    [InlineData("AK\u0301", CredentialWorld.Secret, "contains characters that are not allowed")]
    [InlineData("AK", " \n", "its password, the secret access key, is missing")]
    [InlineData("AK", CredentialWorld.Secret + "\n" + CredentialWorld.Secret, "such as a line break")]
    public async Task A_key_that_cannot_be_one_ends_the_search_and_stays_with_the_caller(string id, string secret, string reason)
    {
        using CredentialWorld world = new();
        world.Environment["TENCENTCLOUD_SECRET_ID"] = "ENVIRONMENT";
        world.Environment["TENCENTCLOUD_SECRET_KEY"] = CredentialWorld.Secret;
        CredentialQuery query = Query("Tencent", id, secret, token: null);

        CredentialResolution resolution = await world.ResolveAsync(query);

        Assert.Null(resolution.Credential);
        CredentialAttempt attempt = Assert.Single(resolution.Tried);
        Assert.Contains(reason, attempt.Outcome, StringComparison.Ordinal);
        Assert.Equal(secret.Length, query.Secret!.Length);
    }

    [Fact]
    public async Task White_space_around_the_parts_of_a_key_is_removed()
    {
        using CredentialWorld world = new();

        CredentialResolution resolution =
            await world.ResolveAsync(Query("Tencent", " AK\t", CredentialWorld.Secret + "\r\n", $" {CredentialWorld.Token}\n"));

        CloudCredential credential = resolution.Credential!;
        Assert.Equal("AK", credential.AccessKeyId);
        Assert.Equal(CredentialWorld.Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(CredentialWorld.Token, CredentialWorld.Plain(credential.SecurityToken!));
    }

    [Fact]
    public async Task A_token_without_its_key_ends_the_search()
    {
        using CredentialWorld world = new();
        world.Environment["TENCENTCLOUD_SECRET_ID"] = "ENVIRONMENT";
        world.Environment["TENCENTCLOUD_SECRET_KEY"] = CredentialWorld.Secret;

        CredentialResolution resolution = await world.ResolveAsync(new CredentialQuery
        {
            Provider = TencentProvider.Descriptor,
            SecurityToken = new SecretText(CredentialWorld.Token.AsSpan()),
        });

        Assert.Null(resolution.Credential);
        Assert.Contains("but -SecurityToken is", resolution.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_token_is_rejected_without_being_shown()
    {
        using CredentialWorld world = new();

        CredentialResolution resolution =
            await world.ResolveAsync(Query("Tencent", "AK", CredentialWorld.Secret, CredentialWorld.Token + "\r\nX-Evil: 1"));

        Assert.Null(resolution.Credential);
        Assert.Contains("the security token contains characters", resolution.Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alibaba",
        "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, run 'aliyun configure', "
            + "or specify -AccessKey (Get-Credential).")]
    [InlineData("Tencent",
        "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, run 'tccli configure', or specify -AccessKey (Get-Credential).")]
    [InlineData("Huawei",
        "Set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, write them into ~/.huaweicloud/credentials, "
            + "or specify -AccessKey (Get-Credential).")]
    [InlineData("Zenlayer",
        "Set ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET (or ZENLAYER_TOKEN), run 'zeno configure', "
            + "or specify -AccessKey (Get-Credential).")]
    public async Task With_nothing_anywhere_the_text_lists_every_source_and_ends_with_what_to_do(string provider, string remedy)
    {
        using CredentialWorld world = new();

        string text = await world.MissAsync(provider);

        Assert.StartsWith($"No usable credential for {provider} was found. Sources tried:\n  -AccessKey: not specified;\n  environment (",
            text, StringComparison.Ordinal);
        Assert.Contains("does not exist", text, StringComparison.Ordinal);
        Assert.Equal(provider != "Zenlayer", text.Contains("skipped: -NoInstanceRole is specified", StringComparison.Ordinal));
        Assert.EndsWith("\n" + remedy, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_home_directory_the_files_are_passed_over()
    {
        using CredentialWorld world = new();
        foreach (string provider in ProviderCatalog.Providers.Select(static known => known.Name))
        {
            CredentialChain chain = new(world.Options with { HomeDirectory = string.Empty, SystemSettingsDirectory = null });

            CredentialResolution resolution = await chain.ResolveAsync(
                new() { Provider = ProviderCatalog.Get(provider), UseInstanceRole = false }, TestContext.Current.CancellationToken);

            Assert.Contains("there is no home directory", resolution.Describe(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_IAM_user_of_the_command_has_region_and_project_of_the_environment_and_no_account()
    {
        using CredentialWorld world = new();
        world.Environment["OS_REGION_NAME"] = "eu-de";
        world.Environment["OS_PROJECT_NAME"] = "eu-de_team";
        world.Environment["OS_DOMAIN_ID"] = "anothers";
        world.Environment["OS_PASSWORD"] = CredentialWorld.Secret;

        CloudCredential credential = (await world.ResolveAsync(IamUser("admin", " a pass word "))).Credential!;

        Assert.Equal((CredentialKind.IamUser, "admin", "acme", null),
            (credential.Kind, credential.AccessKeyId, credential.DomainName, credential.DomainId));
        Assert.Equal(" a pass word ", CredentialWorld.Plain(credential.Secret));
        Assert.Equal(("eu-de", "eu-de_team", "-IamCredential"), (credential.Region, credential.ProjectName, credential.Source));
    }

    [Fact]
    public async Task An_IAM_user_without_a_name_ends_the_search()
    {
        using CredentialWorld world = new();
        world.Environment["HUAWEICLOUD_SDK_AK"] = "ENVIRONMENT";
        world.Environment["HUAWEICLOUD_SDK_SK"] = CredentialWorld.Secret;

        CredentialResolution resolution = await world.ResolveAsync(IamUser(" ", CredentialWorld.Secret));

        Assert.Null(resolution.Credential);
        Assert.Equal(new CredentialAttempt("-IamCredential", "its user name is missing", Served: false), Assert.Single(resolution.Tried));
    }

    private static CredentialQuery Query(string provider, string id, string secret, string? token) => new()
    {
        Provider = ProviderCatalog.Get(provider),
        AccessKeyId = id,
        Secret = new SecretText(secret.AsSpan()),
        SecurityToken = token is null ? null : new SecretText(token.AsSpan()),
    };

    private static CredentialQuery IamUser(string name, string password) => new()
    {
        Provider = HuaweiProvider.Descriptor,
        Kind = CredentialKind.IamUser,
        AccessKeyId = name,
        Secret = new SecretText(password.AsSpan()),
        DomainName = "acme",
    };
}
