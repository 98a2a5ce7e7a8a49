using System.IO;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Opens a file for appending on Windows; a new one grants access to its owner alone.</summary>
#if !NETFRAMEWORK
[SupportedOSPlatform("windows")]
#endif
internal static class OwnFile
{
    public static FileStream Open(string path, FileShare share)
    {
        if (!File.Exists(path))
        {
            using WindowsIdentity owner = WindowsIdentity.GetCurrent();
            FileSecurity security = new();
            security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            security.AddAccessRule(new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
            try
            {
                // Only created here: a stream that is opened with an access control list does not know its file's name.
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

        return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
    }
}
