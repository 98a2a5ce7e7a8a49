using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class UnsafeCharactersTests
{
    [Theory]
    [InlineData(' ', false)]
    [InlineData('~', false)]
    [InlineData('\u001f', true)]
    [InlineData('\u007f', true)]
    [InlineData('\u200b', true)]
    [InlineData('\u2028', true)]
    [InlineData('\u2029', true)]
    [InlineData('\ud800', true)]
    [InlineData('\u0378', true)]
    [InlineData('\u4e2d', false)]
    [InlineData('\u00e9', false)]
    public void Control_and_format_characters_are_unsafe(char character, bool isUnsafe) =>
        Assert.Equal(isUnsafe, UnsafeCharacters.Contains(character));
}
