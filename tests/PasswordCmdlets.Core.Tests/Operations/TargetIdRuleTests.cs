using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class TargetIdRuleTests
{
    private static readonly TargetIdRule Rule = new("CVM instance id", "ins-[a-z0-9]{8}", "ins-a1b2c3d4");

    [Fact]
    public void An_id_that_fits_as_a_whole_passes() => Assert.Null(Rule.Check("ins-r8hr2upy"));

    [Theory]
    [InlineData("ins-r8hr2upy\n", "'ins-r8hr2upy' is not a CVM instance id. It looks like ins-a1b2c3d4.")]
    [InlineData(" ins-r8hr2upy", "'ins-r8hr2upy' is not a CVM instance id. It looks like ins-a1b2c3d4.")]
    [InlineData("xins-r8hr2upy", "'xins-r8hr2upy' is not a CVM instance id. It looks like ins-a1b2c3d4.")]
    [InlineData("ins-\u001b[31m", "'ins- [31m' is not a CVM instance id. It looks like ins-a1b2c3d4.")]
    [InlineData(null, "A CVM instance id is missing or empty. It looks like ins-a1b2c3d4.")]
    [InlineData("  ", "A CVM instance id is missing or empty. It looks like ins-a1b2c3d4.")]
    [InlineData("@{Name=a}", "'@{Name=a}' is not a CVM instance id. It looks like ins-a1b2c3d4. An object came down the pipeline that has no InstanceId property; select or rename the property.")]
    [InlineData("System.Object", "'System.Object' is not a CVM instance id. It looks like ins-a1b2c3d4. An object came down the pipeline that has no InstanceId property; select or rename the property.")]
    public void What_does_not_is_refused_with_what_it_should_be(string? id, string refusal) => Assert.Equal(refusal, Rule.Check(id));

    [Fact]
    public void The_property_that_is_missing_is_named() =>
        Assert.Contains("has no UserName property", new TargetIdRule("RAM user name", "[a-z]+", "alice", "UserName").Check("@{Name=a}"), System.StringComparison.Ordinal);

    [Theory]
    [InlineData(60, 60, false)]
    [InlineData(61, 60, true)]
    public void A_long_one_is_cut(int length, int shown, bool cut) =>
        Assert.StartsWith($"'{new string('x', shown)}{(cut ? "…" : string.Empty)}' is not", Rule.Check(new string('x', length)), System.StringComparison.Ordinal);
}
