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
        Assert.Equal(new PasswordTarget { Id = expected, Region = "r" }.Key, target.In("r").Key);
        Assert.Equal(expected, new ConfirmationRequest { RunId = "r", Attempt = 1, InstanceId = id }.Id);
    }

    [Fact]
    public void A_user_is_not_renamed()
    {
        PasswordTarget user = new() { Id = Server, IsUser = true };

        Assert.Equal((Server, null), (user.Id, user.InstanceId));
    }
}
