using PasswordCmdlets.Pipeline;
using Xunit;

namespace PasswordCmdlets.Tests.Pipeline;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("web-007", "-007")]
    [InlineData("WEB-*", null)] // a hyphen alone narrows nothing
    [InlineData("*-01-?-0042*", "-0042")]
    [InlineData("db[0-9]-2026", "-2026")]
    [InlineData("a[]x]-77", "-77")]
    [InlineData("12`*34", "12")]
    [InlineData("12`[34", "12")]
    [InlineData("12.34", "12")]
    [InlineData("生产-*", "生产-")]
    [InlineData("Ж-1", "-1")]
    [InlineData("*", null)]
    [InlineData("web[", null)]
    [InlineData("99`", "99")]
    public void What_is_sent_of_a_wildcard_is_in_every_name_that_matches_it_in_any_case(string pattern, string? part) =>
        Assert.Equal(part, NamePattern.LiteralPart(pattern));
}
