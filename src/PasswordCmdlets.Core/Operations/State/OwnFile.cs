using System;
#if NETFRAMEWORK
using System.ComponentModel;
#endif
using System.IO;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
#endif
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>Opens a file for reading and writing, or replaces one; a new one grants access to its owner alone.</summary>
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

    /// <summary>Puts a file in the place of another one, in one step: an interrupted process leaves one of the two there.</summary>
    /// <param name="source">The new file, in the same folder.</param>
    /// <param name="path">The file that it replaces; it need not exist.</param>
    /// <exception cref="IOException">The file cannot be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied, or on Windows: the file is open.</exception>
    public static void Replace(string source, string path)
    {
#if NETFRAMEWORK
        if (!MoveFileEx(source, path, ReplaceExisting))
        {
            int error = Marshal.GetLastWin32Error();
            string message = $"{new Win32Exception(error).Message} : '{path}'";
            throw error == AccessDenied
                ? new UnauthorizedAccessException(message)
                : new IOException(message, unchecked((int)0x80070000) | error);
        }
#else
        File.Move(source, path, overwrite: true);
#endif
    }

#if NETFRAMEWORK
    // https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefileexw; the second is ERROR_ACCESS_DENIED.
    private const int ReplaceExisting = 1;
    private const int AccessDenied = 5;

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [DllImport("kernel32.dll", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string existing, string replaced, int flags);
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
