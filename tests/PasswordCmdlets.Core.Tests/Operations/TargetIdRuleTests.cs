using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class TargetIdRuleTests
{
    private static readonly TargetIdRule Rule = new("CVM instance id", "ins-[a-z0-9]{8}", "ins-a1b2c3d4");

    [Fact]
    public void An_id_that_matches_as_a_whole_is_valid() => Assert.Null(Rule.Check("ins-r8hr2upy"));

    [Theory]
    [InlineData("xins-r8hr2upy", "'xins-r8hr2upy' is not a CVM instance id. Expected an id such as ins-a1b2c3d4.")]
    [InlineData(null, "A CVM instance id is missing or empty. Expected an id such as ins-a1b2c3d4.")]
    [InlineData("  ", "A CVM instance id is missing or empty. Expected an id such as ins-a1b2c3d4.")]
    public void A_plain_word_that_does_not_match_is_shown(string? id, string message) => Assert.Equal(message, Rule.Check(id));

    [Theory]
    [InlineData(null, "An ECS instance id is missing or empty.")]
    [InlineData("ins-r8hr2upy", "'ins-r8hr2upy' is not an ECS instance id.")]
    [InlineData("i-1;", "This is not an ECS instance id: it has characters that no id or name has.")]
    public void A_kind_has_its_article(string? id, string message) =>
        Assert.Equal($"{message} Expected an id such as i-1.", new TargetIdRule("ECS instance id", "i-[0-9]+", "i-1").Check(id));

    [Theory]
    [InlineData("ins-r8hr2upy\n", "it has an invisible character, U+000A, at position 13")]
    [InlineData("ins-\u001b[31m", "it has an invisible character, U+001B, at position 5")]
    [InlineData("ins-r8hr2upy\u00a0", "it has an invisible character, U+00A0, at position 13")]
    [InlineData("\ufeffins-r8hr2upy", "it has an invisible character, U+FEFF, at position 1")]
    [InlineData("ins\u200b-r8hr2upy", "it has an invisible character, U+200B, at position 4")]
    [InlineData("ins-r8hr2up\u3164", "it has an invisible character, U+3164, at position 12")]
    [InlineData(" ins-r8hr2upy", "it begins or ends with a blank")]
    [InlineData("ins-r8hr2upy ", "it begins or ends with a blank")]
    [InlineData(" Pl4nted word ", "it has characters that no id or name has")]
    [InlineData("ins-r8hr2upy;Pl4nted", "it has characters that no id or name has")]
    [InlineData("@{Name=Pl4nted}", "it has characters that no id or name has")]
    [InlineData("Pl4ntedxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "it is longer than 64 characters")]
    public void Any_other_text_is_described_and_not_shown(string id, string description) =>
        Assert.Equal($"This is not a CVM instance id: {description}. Expected an id such as ins-a1b2c3d4.", Rule.Check(id));

    [Theory]
    [InlineData("alice@x.onaliyun.com", " Specify the part before the @: alice.")]
    [InlineData("@x.onaliyun.com", "")]
    [InlineData("al1ce@x", "")]
    public void The_name_of_a_user_with_a_domain_gets_a_hint(string name, string hint) => Assert.Equal(
        $"'{name}' is not a RAM user name. Expected a name such as alice.{hint}",
        new TargetIdRule("RAM user name", "[a-z]+", "alice").Check(name));
}
