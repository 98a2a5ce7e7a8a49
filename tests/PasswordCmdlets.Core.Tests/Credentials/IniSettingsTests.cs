using System.Text;
using PasswordCmdlets.Core.Credentials.Files;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class IniSettingsTests
{
    [Theory]
    [InlineData("[default]\nkey=value")]
    [InlineData("[default]\r\nkey = value\r\n")]
    [InlineData("[default]\rkey = value\r")]
    [InlineData("\n\n  [ default ]\n\tkey\t=\tvalue  \n")]
    [InlineData("# comment\n; comment\n[default]\nkey=value # why\n")]
    [InlineData("[default]\nkey = \"value\"\n")]
    [InlineData("[default]\nkey = 'value' ; why\n")]
    [InlineData("[default]\nkey=first\nkey=value\n")]
    [InlineData("[default]\nKEY=value\n")]
    [InlineData("key=outside\n[other]\nkey=other\n[default]\nkey=value\n")]
    [InlineData("[default]\nkey=value\n[other]\nkey=other\n")]
    [InlineData("[default]\n[other]\n[default]\nkey=value\n")]
    [InlineData("[default] # why\nnonsense\n=nameless\nkey=value\n")]
    public void A_value_is_found_however_it_is_written(string text)
    {
        using SettingsDocument document = IniSettings.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal("value", document.Root.Group("default")!.Text("key"));
    }

    [Theory]
    [InlineData("a=b=c==")]
    [InlineData("a#b;c")]
    [InlineData("a:b/c+d")]
    [InlineData("it's")]
    public void Signs_inside_a_value_belong_to_it(string value)
    {
        using SettingsDocument document = IniSettings.Parse(Encoding.UTF8.GetBytes($"[s]\nkey={value}\n"));

        Assert.Equal(value, document.Root.Group("s")!.Text("key"));
    }

    [Theory]
    [InlineData("key=")]
    [InlineData("key=   ")]
    [InlineData("key=\"\"")]
    [InlineData("key= # nothing")]
    [InlineData("key")]
    [InlineData("")]
    public void An_empty_value_is_none(string line)
    {
        using SettingsDocument document = IniSettings.Parse(Encoding.UTF8.GetBytes("[s]\n" + line));

        Assert.Null(document.Root.Group("s")!.Text("key"));
        Assert.Null(document.Root.Group("s")!.Secret("key"));
    }

    [Fact]
    public void Byte_order_marks_are_no_part_of_the_text()
    {
        const string Text = "[default]\nkey=välue\n";
        foreach (Encoding encoding in (Encoding[])[new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            using SettingsDocument document = IniSettings.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]);

            Assert.Equal("välue", document.Root.Group("default")!.Text("key"));
        }
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_line_alone()
    {
        SettingsFormatException error =
            Assert.Throws<SettingsFormatException>(() => IniSettings.Parse("[a]\nkey=hunter2\n[b\n"u8.ToArray()));

        Assert.Equal("has a section that does not end (line 3)", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error()
        => Assert.Throws<SettingsFormatException>(() => IniSettings.Parse([0x5B, 0x61, 0x5D, 0x0A, 0xC3, 0x28]));

    [Fact]
    public void Values_are_cleared_with_the_document()
    {
        SettingsDocument document = new();
        char[] kept = document.Keep("hunter2");

        document.Dispose();

        Assert.All(kept, character => Assert.Equal('\0', character));
    }
}
