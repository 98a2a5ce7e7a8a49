using System;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Credentials.Files;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class JsonSettingsTests
{
    [Fact]
    public void Nested_objects_lists_numbers_and_escapes_are_read()
    {
        using SettingsDocument document = Parse("""
            {"text":"a\u00e9\n","number":1700000000,"yes":true,"no":false,"nothing":null,
             "group":{"inner":"b"},"list":[{"name":"one"},3,["x"],{"name":"two"}]}
            """);

        Settings root = document.Root;
        Assert.Equal("aé", root.Text("text"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), root.Time("number"));
        Assert.True(root.IsTrue("yes"));
        Assert.True(root.IsFalse("no"));
        Assert.False(root.Has("nothing"));
        Assert.Equal("b", root.Group("group")!.Text("inner"));
        Assert.Equal(["one", "two"], root.List("list").Select(item => item.Text("name")));
        Assert.Null(root.Group("list"));
        Assert.Empty(root.List("group"));
    }

    [Fact]
    public void Of_a_name_given_twice_the_last_value_counts()
        => Assert.Equal("2", Parse("""{"a":"1","a":"2"}""").Root.Text("a"));

    [Fact]
    public void Comments_and_a_trailing_comma_are_let_pass()
        => Assert.Equal("1", Parse("{ // why\n \"a\":\"1\", /* so */ }").Root.Text("a"));

    [Theory]
    [InlineData("2026-11-20T22:00:00Z", 22)]
    [InlineData("2026-11-20T22:00:00.000000Z", 22)]
    [InlineData("2026-11-21T00:00:00+02:00", 22)]
    public void Times_are_read_in_either_form(string text, int hour)
        => Assert.Equal(new DateTimeOffset(2026, 11, 20, hour, 0, 0, TimeSpan.Zero), Parse($$"""{"at":"{{text}}"}""").Root.Time("at"));

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("0")]
    [InlineData("99999999999999999")]
    [InlineData("null")]
    public void What_is_no_time_is_none(string json) => Assert.Null(Parse($$"""{"at":{{json}}}""").Root.Time("at"));

    [Fact]
    public void Byte_order_marks_are_no_part_of_the_text()
    {
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            using SettingsDocument document = JsonSettings.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes("""{"a":"välue"}""")]);

            Assert.Equal("välue", document.Root.Text("a"));
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("[]", 1)]
    [InlineData("\"hunter2\"", 1)]
    [InlineData("{\n\"a\":\"hunter2\"\n\"b\":1}", 3)]
    [InlineData("{\n\"a\":\"hunter2", 2)]
    [InlineData("{\n\"a\":hunter2}", 2)]
    [InlineData("{\"a\":\"hunter2\"}\n{\"b\":1}", 2)]
    public void The_error_of_malformed_JSON_has_only_the_line_number(string json, int line)
    {
        SettingsFormatException error = Assert.Throws<SettingsFormatException>(() => Parse(json));

        Assert.EndsWith($"(line {line})", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public void Invalid_UTF8_inside_a_value_is_an_error()
        => Assert.Throws<SettingsFormatException>(() => JsonSettings.Parse([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    private static SettingsDocument Parse(string json) => JsonSettings.Parse(Encoding.UTF8.GetBytes(json));
}
