using System;
using System.IO;
using System.Runtime.InteropServices;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>Distinguishes a file that another handle has open or locked from one that cannot be used.</summary>
internal static class FileInUse
{
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    // EAGAIN, as .NET passes it on.
    private static readonly int TryAgain = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 11 : 35;

    /// <summary>The error of a file that another process has open.</summary>
    /// <param name="file">The file.</param>
    public static IOException Of(string file) => new($"{file} is in use by another process", SharingViolation);

    /// <summary>Whether the operation failed because of another handle.</summary>
    /// <param name="failure">The error of the operation.</param>
    public static bool IsReasonOf(IOException failure) =>
        failure.HResult is SharingViolation or LockViolation || failure.HResult == TryAgain;

    /// <summary>
    /// Whether the replacement of a file may have failed because of another handle: Windows also denies access then.
    /// </summary>
    /// <param name="failure">The error of the replacement.</param>
    public static bool MayBeReasonOf(Exception failure) => failure is IOException error
        ? IsReasonOf(error)
        : failure is UnauthorizedAccessException && RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
}
