using System;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Credentials.Files;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class YamlSettingsTests
{
    [Theory]
    [InlineData("clouds:\n  otc:\n    key: value\n")]
    [InlineData("---\n# comment\nclouds:   # why\n  otc:\n    key: value # why\n...\n")]
    [InlineData("clouds:\r\n    otc:\r\n        key: 'value'\r\n")]
    [InlineData("clouds:\n\n  otc:\n\n    key: \"value\"   # why")]
    [InlineData("\"clouds\":\n  'otc':\n    key: value")]
    [InlineData("clouds:\n  otc:\n    regions:\n    - a\n    - name: b\n      key: other\n    key: value")]
    [InlineData("clouds:\n  otc:\n    regions:\n      - a\n      - b\n    key: value")]
    [InlineData("clouds:\n  otc:\n    text: |\n      key: other\n      more\n    key: value")]
    [InlineData("clouds:\n  otc:\n    regions: [a, b]\n    empty:\n    key: value\n  other:\n    key: other")]
    [InlineData("first: 1\nclouds:\n  otc:\n    key: value\nlast: 2")]
    public void A_value_is_found_by_its_nesting(string text)
    {
        using SettingsDocument document = Parse(text);

        Assert.Equal("value", document.Root.Group("clouds")!.Group("otc")!.Text("key"));
    }

    [Theory]
    [InlineData("a: b#c", "b#c")]
    [InlineData("a: b:c", "b:c")]
    [InlineData("a: https://host:443/v3", "https://host:443/v3")]
    [InlineData("a: 'it''s'", "it's")]
    [InlineData("a: \"b \\\"c\\\" \\\\ d\"", "b \"c\" \\ d")]
    [InlineData("a: ' b '", " b ")]
    [InlineData("a: \"#b\"", "#b")]
    [InlineData("a: b c", "b c")]
    public void Signs_inside_a_value_belong_to_it(string line, string value)
    {
        using SettingsDocument document = Parse(line);

        Assert.Equal(value, CredentialWorld.Plain(document.Root.Password("a")!));
    }

    [Theory]
    [InlineData("a:")]
    [InlineData("a: null")]
    [InlineData("a: ~")]
    [InlineData("a: ''")]
    [InlineData("a: # why")]
    public void An_empty_value_is_none(string line) => Assert.Null(Parse(line).Root.Text("a"));

    [Theory]
    [InlineData("x: 1\na: {b: c}", 2)]
    [InlineData("a: [b]", 1)]
    [InlineData("a: *anchor", 1)]
    [InlineData("a: &anchor b", 1)]
    [InlineData("a: !tag b", 1)]
    [InlineData("a: |\n  b", 1)]
    [InlineData("x: 1\na:\n  - b", 3)]
    public void Forms_that_are_not_read_are_noted(string text, int line)
    {
        using SettingsDocument document = Parse(text);

        Assert.Equal(line, document.Root.LineNotRead("other", "a"));
        Assert.Null(document.Root.Text("a"));
    }

    [Theory]
    [InlineData("a:\n\tb: hunter2", 2)]
    [InlineData("a: hunter2\n  more", 2)]
    [InlineData("a: 'hunter2'\n  b: c", 2)]
    [InlineData("a:\n    b: hunter2\n  c: d", 3)]
    [InlineData("  a: hunter2\nb: c", 1)]
    [InlineData("hunter2", 1)]
    [InlineData("a: 'hunter2", 1)]
    [InlineData("a: \"hunter2\\n\"", 1)]
    [InlineData("a: 'hunter2' b", 1)]
    [InlineData("- hunter2", 1)]
    public void The_error_of_unsupported_syntax_has_only_the_line_number(string text, int line)
    {
        SettingsFormatException error = Assert.Throws<SettingsFormatException>(() => Parse(text));

        Assert.EndsWith($"(line {line})", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixteen_levels_are_read_and_no_more()
    {
        static string Nested(int levels) =>
            string.Concat(Enumerable.Range(0, levels).Select(static level => $"{new string(' ', level)}a:\n"));

        using SettingsDocument document = Parse(Nested(16));
        SettingsFormatException error = Assert.Throws<SettingsFormatException>(() => Parse(Nested(1_400)));

        Assert.NotNull(document.Root.Group("a"));
        Assert.Equal("is nested too deeply (line 17)", error.Message);
    }

    private static SettingsDocument Parse(string text) => YamlSettings.Parse(Encoding.UTF8.GetBytes(text));
}
