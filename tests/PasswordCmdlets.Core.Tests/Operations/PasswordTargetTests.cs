using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class PasswordTargetTests
{
    private const string Server = "616FB98F-46CA-475E-917E-2563E5A8CD19";

    [Theory]
    [InlineData(Server, "616fb98f-46ca-475e-917e-2563e5a8cd19")]
    [InlineData("616FB98F46CA475E917E2563E5A8CD19", "616fb98f46ca475e917e2563e5a8cd19")]
    [InlineData("ins-R8hr2upy", "ins-R8hr2upy")]
    [InlineData("{616FB98F-46CA-475E-917E-2563E5A8CD19}", "{616FB98F-46CA-475E-917E-2563E5A8CD19}")]
    [InlineData("1341431445241233", "1341431445241233")]
    [InlineData("", "")]
    public void A_UUID_is_the_same_target_in_any_case(string id, string expected)
    {
        PasswordTarget target = new() { Id = id };

        Assert.Equal((expected, expected), (target.Id, target.InstanceId));
        Assert.Equal(expected, target.In("r").Id);
        Assert.Equal(expected, new ConfirmationRequest { RunId = "r", Attempt = 1, InstanceId = id }.Id);
    }

    [Fact]
    public void A_copy_differs_in_one_property()
    {
        PasswordTarget target = new() { Id = "ins-1", UserName = "root", Region = "one", ProjectId = "p", ProfileName = "first", Tag = 1 };

        Assert.Equal("other/p/first/1/root/ins-1", Text(target.In("other")));
        Assert.Equal("one/p/second/1/root/ins-1", Text(target.Of("second")));
        Assert.Equal("one/p/first/2/root/ins-1", Text(target.With(2)));
        Assert.Same(target, target.In("one"));
        Assert.Same(target, target.Of("first"));
    }

    [Fact]
    public void A_person_is_asked_with_the_user_and_the_region()
    {
        PasswordTarget target = new() { Id = "ins-1" };

        Assert.Equal(("the default administrator", string.Empty), (target.UserOrDefault, target.InRegion));
        PasswordTarget root = new() { Id = "ins-1", UserName = "root", Region = "eu-1" };
        Assert.Equal(("user root", " in eu-1"), (root.UserOrDefault, root.InRegion));
    }

    [Fact]
    public void A_user_is_not_renamed()
    {
        PasswordTarget user = new() { Id = Server, IsUser = true };

        Assert.Equal((Server, null), (user.Id, user.InstanceId));
    }

    private static string Text(PasswordTarget target) =>
        $"{target.Region}/{target.ProjectId}/{target.ProfileName}/{target.Tag}/{target.UserName}/{target.Id}";
}
