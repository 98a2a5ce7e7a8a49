using System;
using System.IO;
using PasswordCmdlets.Core.Operations.State;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.State;

public sealed class UserStateTests : IDisposable
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory();

    private string Folder => Path.Combine(_home.FullName, "state", "PasswordCmdlets");

    private string LockFile => Path.Combine(Folder, "lock.json");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void A_file_is_open_once_and_again_after_it_was_closed()
    {
        using (FileStream? first = UserState.TryOpen(LockFile))
        {
            Assert.NotNull(first);
            Assert.Null(UserState.TryOpen(LockFile));
            first.WriteByte(7);
        }

        using FileStream? again = UserState.TryOpen(LockFile);
        Assert.Equal(7, again!.ReadByte());
    }

    [Fact]
    public void A_new_folder_and_its_file_are_the_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access control lists in place of modes.");
            return;
        }

        using FileStream? file = UserState.TryOpen(LockFile);

        Assert.Equal(OwnersFile, File.GetUnixFileMode(LockFile));
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_folder_that_others_may_read_becomes_the_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has access control lists in place of modes.");
            return;
        }

        Directory.CreateDirectory(Folder, OwnersFolder | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        using FileStream? file = UserState.TryOpen(LockFile);

        Assert.Equal(OwnersFolder, File.GetUnixFileMode(Folder));
    }

    [Fact]
    public void A_path_that_is_a_folder_is_an_error_and_no_file_in_use()
    {
        Directory.CreateDirectory(LockFile);

        Assert.Throws<UnauthorizedAccessException>(() => UserState.TryOpen(LockFile)?.Dispose());
    }

    [Fact]
    public void The_folder_is_below_that_of_the_user()
    {
        string folder = UserState.Folder();

        Assert.True(Path.IsPathRooted(folder));
        Assert.Equal("PasswordCmdlets", Path.GetFileName(folder));
        string? set = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (set is { Length: > 0 } && Path.IsPathRooted(set))
        {
            Assert.Equal(set, Path.GetDirectoryName(folder));
        }
        else if (!OperatingSystem.IsWindows())
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            Assert.Equal(Path.Combine(home, ".local", "state"), Path.GetDirectoryName(folder));
        }
    }
}
