using System.IO;
using PasswordCmdlets.Core.Credentials.Files;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class CredentialFileTests
{
    [Fact]
    public void A_file_is_read_and_its_bytes_are_cleared()
    {
        using CredentialWorld world = new();
        byte[]? seen = null;

        using CredentialFile file = CredentialFile.Load(world.Write("a", "hunter2"), bytes =>
        {
            seen = bytes;
            Assert.Equal("hunter2"u8, bytes);
            return new SettingsDocument();
        });

        Assert.NotNull(file.Document);
        Assert.Null(file.Problem);
        Assert.All(seen!, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/too")]
    public void A_missing_file_does_not_exist(string path)
    {
        using CredentialWorld world = new();

        using CredentialFile file = CredentialFile.Load(Path.Combine(world.Home, path), IniSettings.Parse);

        Assert.False(file.Exists);
        Assert.Equal("no such file", file.Problem);
    }

    [Fact]
    public void A_directory_in_place_of_a_file_is_said_to_be_one()
    {
        using CredentialWorld world = new();

        using CredentialFile file = CredentialFile.Load(world.Home, IniSettings.Parse);

        Assert.True(file.Exists);
        Assert.Equal("is a directory", file.Problem);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_said_to_be_so()
    {
        using CredentialWorld world = new();
        string path = world.Write("locked", "hunter2");
        using FileStream held = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        using CredentialFile file = CredentialFile.Load(path, IniSettings.Parse);

        Assert.True(file.Exists);
        Assert.Equal("cannot be read", file.Problem);
        Assert.Null(file.Document);
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using CredentialWorld world = new();

        using CredentialFile file = CredentialFile.Load(world.Write("huge", new byte[2 * 1024 * 1024]), _ => throw new InvalidDataException());

        Assert.Equal("is too large", file.Problem);
    }

    [Fact]
    public void A_path_that_is_none_is_said_to_be_so()
    {
        using CredentialFile file = CredentialFile.Load("a\0b", IniSettings.Parse);

        Assert.Equal("cannot be read", file.Problem);
    }
}
