using PasswordCmdlets.Core.Operations;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public class TargetTextTests
{
    [Theory]
    [InlineData("ins-1_a.b@c", true, true, true)]
    [InlineData("prod: eu/west + one", false, false, false)]
    [InlineData("prod eu/west", false, true, false)]
    [InlineData("acs:ram::1234567890123456:role/ops", false, false, true)]
    [InlineData("two  blanks", false, false, false)]
    [InlineData(" a", false, false, false)]
    [InlineData("a;b", false, false, false)]
    [InlineData("a\u3164b", false, false, false)]
    [InlineData("", true, false, true)]
    public void Words_names_and_accounts_have_a_form(string text, bool isWord, bool isName, bool isAccount) => Assert.Equal(
        (isWord, isName, isAccount), (TargetText.IsPlainWord(text), TargetText.IsPlainName(text), TargetText.IsAccount(text)));

    [Theory]
    [InlineData(64, true, true, true)]
    [InlineData(65, false, false, false)]
    public void A_word_and_a_name_have_64_characters_at_most_and_so_has_each_word_of_an_account(
        int length, bool isWord, bool isName, bool isAccount)
    {
        string text = new('a', length);

        Assert.Equal((isWord, isName, isAccount), (TargetText.IsPlainWord(text), TargetText.IsPlainName(text), TargetText.IsAccount(text)));
        Assert.Equal(length == 64, TargetText.IsPlainName("a " + new string('a', length - 2)));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void An_account_has_128_characters_at_most(int length, bool isAccount) => Assert.Equal(
        isAccount, TargetText.IsAccount(string.Join(':', new string('a', 60), new string('b', 60), new string('c', length - 122))));

    [Theory]
    [InlineData("##vso[task.complete]", 100, "# #vso[task.complete]")]
    [InlineData("a\r\nb\u2028c", 100, "a  b c")]
    [InlineData(" \t ", 100, null)]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    public void A_text_is_shown_on_one_line(string text, int longest, string? line) =>
        Assert.Equal(line, UnsafeCharacters.OneLine(text, longest));
}
