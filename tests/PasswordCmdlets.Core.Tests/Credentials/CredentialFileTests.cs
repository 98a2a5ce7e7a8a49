using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
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
        Assert.Equal("does not exist", file.Problem);
    }

    [Fact]
    public void The_error_of_a_directory_in_place_of_a_file_says_so()
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

        using CredentialFile file =
            CredentialFile.Load(world.Write("huge", new byte[2 * 1024 * 1024]), _ => throw new InvalidDataException());

        Assert.Equal("is too large", file.Problem);
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("link to fifo")]
    [InlineData("link to /dev/zero")]
    [InlineData("socket")]
    [InlineData("empty")]
    public async Task What_is_no_regular_file_is_not_opened(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFO, device or socket in the file system.");
        using CredentialWorld world = new();
        string path = Path.Combine(world.Home, "credentials");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (kind)
        {
            case "fifo":
                MakeFifo(path);
                break;
            case "link to fifo":
                MakeFifo(path + ".fifo");
                File.CreateSymbolicLink(path, path + ".fifo");
                break;
            case "link to /dev/zero":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "socket":
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
            default:
                world.Write("credentials", string.Empty);
                break;
        }

        // A reader that blocks fails the test and is left behind; nothing else ends it.
        using CredentialFile file = await Task.Run(() => CredentialFile.Load(path, IniSettings.Parse),
            TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Null(file.Document);
        Assert.Equal("is empty or not a regular file", file.Problem);
    }

    [Fact]
    public void A_link_to_a_regular_file_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using CredentialWorld world = new();
        string path = Path.Combine(world.Home, "link");
        File.CreateSymbolicLink(path, world.Write("a", "[default]"));

        using CredentialFile file = CredentialFile.Load(path, IniSettings.Parse);

        Assert.NotNull(file.Document);
    }

    internal static void MakeFifo(string path) => Assert.Equal(0, MakeFifo(path, 0x180));

    [DllImport("libc", EntryPoint = "mkfifo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [Fact]
    public void A_path_that_is_none_is_said_to_be_so()
    {
        using CredentialFile file = CredentialFile.Load("a\0b", IniSettings.Parse);

        Assert.Equal("cannot be read", file.Problem);
    }
}
