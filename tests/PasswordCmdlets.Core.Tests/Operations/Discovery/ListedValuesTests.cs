using System.Text.Json;
using PasswordCmdlets.Core.Operations.Discovery;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

public sealed class ListedValuesTests
{
    [Theory]
    [InlineData("Windows Server 2022 Datacenter", true)]
    [InlineData("Ubuntu Server 22.04 LTS 64bit", false)]
    [InlineData("Debian 12.0 64bit", false)]
    [InlineData("CentOS 7.9 64bit", false)]
    [InlineData("Red Hat Enterprise 9", false)]
    [InlineData("RedHat_9", false)]
    [InlineData("rhel_8_x64", false)]
    [InlineData("Rocky 9.3", false)]
    [InlineData("openSUSE Leap 15", false)]
    [InlineData("Fedora 39", false)]
    [InlineData("TencentOS Server 3.1", false)]
    [InlineData("EulerOS 2.5", false)]
    [InlineData("openEuler 22.03", false)]
    [InlineData("Kylin V10", false)]
    [InlineData("Anolis 8.8", false)]
    [InlineData("CoreOS 2023", false)]
    [InlineData("Arch 2024", false)]
    [InlineData("AlmaLinux 9", false)]
    [InlineData("FreeBSD 13", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_name_of_a_system_tells_Windows_from_Linux(string? name, bool? isWindows) =>
        Assert.Equal(isWindows, ListedValues.IsWindows(name));

    [Fact]
    public void Only_addresses_are_read_each_once()
    {
        string?[] texts = [" 10.0.0.1", "10.0.0.1", "fd00::1", "::1", "12345", "none", "no.address", null];

        Assert.Equal(["10.0.0.1", "fd00::1", "::1"], ListedValues.Addresses(texts));
    }

    [Theory]
    [InlineData("""{"e":"2098-12-31T00:00Z"}""", true)]
    [InlineData("""{"e":"2099-12-31T00:00Z"}""", false)]
    [InlineData("""{"e":"never"}""", false)]
    [InlineData("{}", false)]
    public void What_expires_in_2099_does_not_expire(string json, bool expires)
    {
        using JsonDocument document = JsonDocument.Parse(json);

        Assert.Equal(expires, document.RootElement.Expiry("e") is not null);
    }
}
