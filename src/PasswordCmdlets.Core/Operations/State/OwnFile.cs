using System;
using System.IO;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>Opens a file for reading and writing; a new one grants access to its owner alone.</summary>
internal static class OwnFile
{
    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    public static FileStream Open(string path, FileShare share)
    {
#if !NETFRAMEWORK
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = share,
                BufferSize = 1,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        if (!File.Exists(path))
        {
            Create(path, share);
        }

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
    }

#if NETFRAMEWORK
    /// <summary>Grants access to a file that exists to its owner alone.</summary>
    /// <param name="path">The file.</param>
    public static void Restrict(string path) => File.SetAccessControl(path, OwnerAlone());
#endif

    // Only created here: a stream that is opened with an access control list does not know its file's name.
#if !NETFRAMEWORK
    [SupportedOSPlatform("windows")]
#endif
    private static void Create(string path, FileShare share)
    {
        FileSecurity security = OwnerAlone();
        try
        {
#if NETFRAMEWORK
            new FileStream(path, FileMode.CreateNew, FileSystemRights.FullControl, share, bufferSize: 1, FileOptions.None, security)
                .Dispose();
#else
            new FileInfo(path)
                .Create(FileMode.CreateNew, FileSystemRights.FullControl, share, bufferSize: 1, FileOptions.None, security)
                .Dispose();
#endif
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it in the meantime.
        }
    }

#if !NETFRAMEWORK
    [SupportedOSPlatform("windows")]
#endif
    private static FileSecurity OwnerAlone()
    {
        using WindowsIdentity owner = WindowsIdentity.GetCurrent();
        FileSecurity security = new();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }
}
