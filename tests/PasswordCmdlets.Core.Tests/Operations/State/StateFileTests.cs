using System;
using System.IO;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.State;

public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StateFile _file;

    public StateFileTests() => _file = new StateFile(Path);

    private string Path => _folder.FileOf("state.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_does_not_exist_has_no_content()
    {
        Assert.Null(_file.Read());
        Assert.Null(new StateFile(_folder.FileOf("none/state.json")).Read());
    }

    [Fact]
    public void A_write_replaces_the_line_and_leaves_no_other_file()
    {
        _file.Write(LineOf(new string('x', 5000)));
        _file.Write(LineOf("short"));

        Assert.Equal("\"short\"\n", File.ReadAllText(Path));
        Assert.Equal("state.json", Assert.Single(Directory.GetFiles(_folder.FullName).Select(System.IO.Path.GetFileName)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        }
    }

    [Fact]
    public void A_write_that_fails_leaves_the_line()
    {
        _file.Write(LineOf("first"));
        Directory.CreateDirectory(Path + ".new");

        Assert.ThrowsAny<UnauthorizedAccessException>(() => _file.Write(LineOf("second")));

        Assert.Equal(LineOf("first"), _file.Read());
    }

    [Fact]
    public void A_line_that_cannot_take_its_place_is_deleted()
    {
        Directory.CreateDirectory(Path);

        Assert.ThrowsAny<Exception>(() => _file.Write(LineOf("first")));

        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"longer than the next line is")]
    public void What_a_killed_process_left_beside_the_file_does_not_count(string left)
    {
        _file.Write(LineOf("first"));
        File.WriteAllText(Path + ".new", left);
        Assert.Equal(LineOf("first"), _file.Read());

        _file.Write(LineOf("second"));

        Assert.Equal(LineOf("second"), _file.Read());
    }

    [Fact]
    public void A_reader_that_has_the_file_open_reads_the_line_that_was_there()
    {
        _file.Write(LineOf("first"));
        using FileStream reader = new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows may wait for the reader.");
        }

        _file.Write(LineOf("second"));

        using MemoryStream content = new();
        reader.CopyTo(content);
        Assert.Equal(LineOf("first"), content.ToArray());
        Assert.Equal(LineOf("second"), _file.Read());
    }

    [Theory]
    [InlineData("\"text\"\nwhat a longer line left", "text")]
    [InlineData("\"text\"", "text")]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("\"te", null)]
    [InlineData("7", null)]
    public void The_first_line_counts_unless_it_is_damaged(string content, string? expected) =>
        Assert.Equal(expected, StateFile.Parse(Encoding.UTF8.GetBytes(content), static json => json.GetString()!));

    private static byte[] LineOf(string text) => StateFile.Line(json => json.WriteStringValue(text));
}
