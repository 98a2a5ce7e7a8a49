using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>
/// The folder in which the processes of one user keep what they have to know of one another. The folder and its files are accessible to the
/// user alone, and none of them holds a secret.
/// </summary>
internal static class UserState
{
    private const string FolderName = "PasswordCmdlets";

    /// <summary>
    /// The folder: below <c>XDG_STATE_HOME</c>, else below the local application data on Windows and <c>~/.local/state</c> elsewhere.
    /// </summary>
    /// <exception cref="IOException">The user has no such folder.</exception>
    public static string Folder()
    {
        string root = Root();
        return root.Length > 0 ? Path.Combine(root, FolderName) : throw new IOException("The user has no home folder. Set XDG_STATE_HOME.");
    }

    /// <summary>Opens a file for this process alone and creates it and its folder where they do not exist.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file; null while another handle is open, in this process or another.</returns>
    /// <exception cref="IOException">The file cannot be opened, or the file system has no locks.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder belongs to another user.</exception>
    public static FileStream? TryOpen(string path)
    {
        CreateFolder(Path.GetDirectoryName(path)!);
        FileStream? file = Open(path);
        if (file is null)
        {
            return null;
        }

        try
        {
            // Some network file systems grant every lock.
            using FileStream? second = Open(path);
            return second is null
                ? file
                : throw new IOException(
                    $"The file system of {path} does not lock files. Set XDG_STATE_HOME to a folder of a local file system.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string Root()
    {
        // The XDG base directory specification ignores a relative path.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { } set && Path.IsPathRooted(set))
        {
            return set;
        }

        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".local", "state") : home;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return OwnFile.Open(path, FileShare.None);
        }
        catch (IOException failure) when (FileInUse.IsReasonOf(failure))
        {
            return null;
        }
    }

    private static void CreateFolder(string path)
    {
#if !NETFRAMEWORK
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (!Directory.Exists(path))
            {
                Directory.CreateDirectory(path, Owner);
            }
            else if (File.GetUnixFileMode(path) != Owner)
            {
                File.SetUnixFileMode(path, Owner);
            }

            return;
        }
#endif
        if (Directory.Exists(path))
        {
            return;
        }

        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        DirectorySecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(
            user.User!,
            FileSystemRights.FullControl,
            InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
            PropagationFlags.None,
            AccessControlType.Allow));
#if NETFRAMEWORK
        Directory.CreateDirectory(path, security);
#else
        new DirectoryInfo(path).Create(security);
#endif
    }
}
