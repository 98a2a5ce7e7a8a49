using System;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials.Roles;

/// <summary>Settings that ask for a role which is not assumed: the official tools use another credential, and a warning says so.</summary>
public sealed class UnusedRoleTests
{
    private const string Secret = CredentialWorld.Secret;

    [Theory]
    [InlineData("Alibaba", "AKFILE", "ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN are set", "ALIBABA_CLOUD_ROLE_ARN",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN")]
    [InlineData("Alibaba", "AKFILE", "ALIBABA_CLOUD_ROLE_ARN is set", "ALIBABA_CLOUD_ROLE_ARN")]
    [InlineData("Alibaba", "s", "ALIBABA_CLOUD_ROLE_ARN is set", "ALIBABA_CLOUD_ROLE_ARN", "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY")]
    [InlineData("Alibaba", "s", "ALIBABACLOUD_ROLE_ARN is set", "ALIBABACLOUD_ROLE_ARN", "ALIBABACLOUD_ACCESS_KEY_ID",
        "ALIBABACLOUD_ACCESS_KEY_SECRET")]
    [InlineData("Tencent", "s", "TENCENTCLOUD_ROLE_ARN is set", "TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_ROLE_SESSION_NAME",
        "TENCENTCLOUD_SECRETID", "TENCENTCLOUD_SECRETKEY")]
    [InlineData("Tencent", "s", "TENCENTCLOUD_ROLE_ARN is set", "TENCENTCLOUD_ROLE_ARN", "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY")]
    [InlineData("Tencent", "AKFILE", "TKE_ROLE_ARN, TKE_PROVIDER_ID are set", "TKE_ROLE_ARN", "TKE_PROVIDER_ID")]
    [InlineData("Huawei", "s", "HUAWEICLOUD_SDK_IDP_ID is set", "HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK")]
    [InlineData("Huawei", "s", "HW_ASSUME_ROLE_AGENCY_NAME is set", "HW_ASSUME_ROLE_AGENCY_NAME", "OS_ACCESS_KEY", "OS_SECRET_KEY")]
    [InlineData("Huawei", "AKFILE", "OS_AGENCY_NAME is set", "OS_AGENCY_NAME")]
    public async Task A_variable_of_a_role_that_is_not_assumed_gives_one_warning(
        string provider, string id, string expected, params string[] variables)
    {
        using CredentialWorld world = WithFiles();
        foreach (string variable in variables)
        {
            world.Environment[variable] = "s";
        }

        CredentialResolution resolution = await world.ResolveAsync(provider);

        Assert.Equal(id, resolution.Credential!.AccessKeyId);
        Assert.StartsWith($"{expected}, and no role is assumed: the credential of {resolution.Credential.Source} is used as it is. To ",
            Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_the_command_specifies_gives_no_warning()
    {
        using CredentialWorld world = WithFiles();
        world.Environment["ALIBABA_CLOUD_ROLE_ARN"] = "s";

        CredentialResolution ofProfile = await world.ResolveAsync("Alibaba", "default");
        CredentialResolution ofKey = await world.ResolveAsync(new CredentialQuery
        {
            Provider = ProviderCatalog.Get("Alibaba"),
            AccessKeyId = "AKCOMMAND",
            Secret = new SecretText(Secret.AsSpan()),
        });

        Assert.Equal(("AKFILE", "AKCOMMAND"), (ofProfile.Credential!.AccessKeyId, ofKey.Credential!.AccessKeyId));
        Assert.Empty(ofProfile.Warnings.Concat(ofKey.Warnings));
    }

    [Theory]
    [InlineData("Tencent", ".tccli/default.credential",
        """{"secretId":"AKTEST","secretKey":"S3CR3T","role-arn":"qcs::cam::uin/1:roleName/ops"}""", "role-session-name")]
    [InlineData("Huawei", ".huaweicloud/credentials", "[basic]\nak=AKTEST\nsk=S3CR3T\nidp_id=idp\n", "id_token_file")]
    [InlineData("Huawei", ".huaweicloud/credentials", "[basic]\nak=AKTEST\nsk=S3CR3T\nid_token_file=token\n", "idp_id")]
    public async Task A_profile_with_half_of_a_role_gives_a_warning(string provider, string path, string content, string missing)
    {
        using CredentialWorld world = new();
        world.Write(path, content);

        CredentialResolution resolution = await world.ResolveAsync(provider);

        Assert.Equal("AKTEST", resolution.Credential!.AccessKeyId);
        Assert.Contains($"no role is assumed, because {missing} is missing", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
    }

    private static CredentialWorld WithFiles()
    {
        CredentialWorld world = new();
        world.Write(".alibabacloud/credentials", $"[default]\naccess_key_id=AKFILE\naccess_key_secret={Secret}\n");
        world.Write(".tencentcloud/credentials", $"[default]\nsecret_id=AKFILE\nsecret_key={Secret}\n");
        world.Write(".huaweicloud/credentials", $"[basic]\nak=AKFILE\nsk={Secret}\n");
        return world;
    }
}
