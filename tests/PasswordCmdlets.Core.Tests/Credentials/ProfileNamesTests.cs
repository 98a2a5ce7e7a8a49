using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class ProfileNamesTests
{
    private const string Secret = CredentialWorld.Secret;

    [Fact]
    public void Names_come_from_every_file_of_the_provider_once_each_and_in_order()
    {
        using CredentialWorld world = new();
        world.Write(".aliyun/config.json",
            $$"""
            {"current":"prod","profiles":[{"name":"prod","mode":"AK","access_key_secret":"{{Secret}}"},{"name":"both","mode":"AK"}]}
            """);
        world.Write(".alibabacloud/credentials", $"[both]\naccess_key_secret={Secret}\n[a team]\ntype=sts\n");

        Assert.Equal(["a team", "both", "prod"], ProfileNames.Of(AlibabaProvider.Descriptor, world.Options));
        Assert.Empty(ProfileNames.Of(TencentProvider.Descriptor, world.Options));
    }

    [Fact]
    public void Every_provider_has_its_own_kinds_of_files()
    {
        using CredentialWorld world = new();
        world.Write(".tccli/work.credential", $$"""{"secretId":"AK","secretKey":"{{Secret}}"}""");
        world.Write(".tencentcloud/credentials", $"[sdk]\nsecret_key={Secret}\n");
        world.Write(".huaweicloud/credentials", $"[basic]\nsk={Secret}\n");
        world.Write(".config/openstack/clouds.yaml", $"clouds:\n  otc:\n    auth:\n      password: {Secret}\n");
        world.Write(".zenlayer/credentials.json", $$$"""{"robot":{"token":"{{{Secret}}}"}}""");

        Assert.Equal(["sdk", "work"], ProfileNames.Of(TencentProvider.Descriptor, world.Options));
        Assert.Equal(["basic", "otc"], ProfileNames.Of(HuaweiProvider.Descriptor, world.Options));
        Assert.Equal(["robot"], ProfileNames.Of(ZenlayerProvider.Descriptor, world.Options));
    }

    [Fact]
    public void A_file_that_a_variable_names_counts_and_one_that_cannot_be_read_has_no_names()
    {
        using CredentialWorld world = new();
        world.Environment["ALIBABA_CLOUD_CREDENTIALS_FILE"] = world.Write("elsewhere.ini", "[elsewhere]\ntype=access_key\n");
        world.Write(".aliyun/config.json", "{ not json");

        Assert.Equal(["elsewhere"], ProfileNames.Of(AlibabaProvider.Descriptor, world.Options));
    }

    [Fact]
    public void A_name_that_a_terminal_would_obey_is_left_out()
    {
        using CredentialWorld world = new();
        world.Write(".alibabacloud/credentials", "[fine]\ntype=sts\n[\u001b[31mred]\ntype=sts\n");

        Assert.Equal(["fine"], ProfileNames.Of(AlibabaProvider.Descriptor, world.Options));
    }
}
