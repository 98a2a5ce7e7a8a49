using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

public class LoopbackOnlyTests
{
    [Theory]
    [InlineData("InterNetwork:16:{31,144,127,0,0,1,0,0,0,0,0,0,0,0}", true)]
    [InlineData("InterNetwork:16:{0,80,169,254,169,254,0,0,0,0,0,0,0,0}", false)]
    [InlineData("InterNetwork:16:{0,80,100,100,100,200,0,0,0,0,0,0,0,0}", false)]
    [InlineData("InterNetworkV6:28:{31,144,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0}", true)]
    [InlineData("InterNetworkV6:28:{31,144,0,0,0,0,0,0,0,0,0,0,0,0,0,0,255,255,127,0,0,1,0,0,0,0}", true)]
    [InlineData("InterNetworkV6:28:{31,144,0,0,0,0,0,0,0,0,0,0,0,0,0,0,255,255,10,0,0,1,0,0,0,0}", false)]
    [InlineData("Unix:110:{47}", true)]
    [InlineData("Unspecified", false)]
    public void A_socket_address_of_this_machine_is_known_from_others(string address, bool isLoopback) =>
        Assert.Equal(isLoopback, LoopbackOnly.IsLoopbackSocket(address));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("ecs.aliyuncs.com", false)]
    [InlineData("no-such-host.invalid", false)]
    [InlineData("169.254.169.254", false)]
    public void A_name_that_has_to_be_asked_for_is_known(string name, bool isOwn) => Assert.Equal(isOwn, LoopbackOnly.IsOwnName(name));
}
