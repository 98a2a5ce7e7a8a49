using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
#endif
using System.Security.AccessControl;
using System.Security.Principal;

namespace PasswordCmdlets.Core.Compatibility;

/// <summary>Who may read or change a file: an access control list on Windows, a mode elsewhere.</summary>
internal static class FilePermissions
{
    /// <summary>Whether every user of the machine can read or change a file; false where that is not known.</summary>
    public static bool IsOpenToOthers(FileStream file)
    {
#if NET
        return OperatingSystem.IsWindows()
            ? IsOpenToOthersOnWindows(file)
            : (File.GetUnixFileMode(file.SafeFileHandle) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
#else
        return Path.DirectorySeparatorChar == '\\' && IsOpenToOthersOnWindows(file);
#endif
    }

#if NET
    [SupportedOSPlatform("windows")]
#endif
    private static bool IsOpenToOthersOnWindows(FileStream file)
    {
        const FileSystemRights readOrChange = FileSystemRights.ReadData | FileSystemRights.WriteData | FileSystemRights.AppendData;
        try
        {
            foreach (FileSystemAccessRule rule in file.GetAccessControl().GetAccessRules(true, true, typeof(SecurityIdentifier)))
            {
                if (rule.AccessControlType == AccessControlType.Allow
                    && (rule.FileSystemRights & readOrChange) != 0
                    && HasEveryUser((SecurityIdentifier)rule.IdentityReference))
                {
                    return true;
                }
            }

            return false;
        }
        catch (Exception unknown) when (
            unknown is UnauthorizedAccessException or IOException or InvalidOperationException or NotSupportedException)
        {
            // A file system without access control lists, or a list that this user may not read.
            return false;
        }
    }

#if NET
    [SupportedOSPlatform("windows")]
#endif
    private static bool HasEveryUser(SecurityIdentifier group) => group.IsWellKnown(WellKnownSidType.WorldSid)
        || group.IsWellKnown(WellKnownSidType.AuthenticatedUserSid)
        || group.IsWellKnown(WellKnownSidType.BuiltinUsersSid);
}
