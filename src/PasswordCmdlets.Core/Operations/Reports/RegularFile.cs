using System;
using System.IO;
using System.Runtime.InteropServices;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>Says what a path leads to before it is opened: a pipe blocks the one who opens it, and a device has no end.</summary>
internal static class RegularFile
{
    private const int AtCurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeAndUser = 0x1 | 0x8;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>Throws <see cref="ReportException"/> when something that is not a regular file is at the path.</summary>
    public static void Require(string path)
    {
        if (TryRead(path, flags: 0, out FileStatus status) && (status.Mode & TypeMask) != RegularType)
        {
            throw new ReportException("it is not a regular file");
        }
    }

    /// <summary>
    /// Throws <see cref="ReportException"/> when the path is a symbolic link of another user, who would choose what is written to. Where
    /// the owner of a link is not known, no link is followed.
    /// </summary>
    public static void RequireOwnLink(string path)
    {
#if !NETFRAMEWORK
        if (!OperatingSystem.IsWindows() && new FileInfo(path).LinkTarget is not null
            && !(TryRead(path, NoFollow, out FileStatus status) && status.User == EffectiveUser()))
        {
            throw new ReportException("it is a symbolic link of another user");
        }
#endif
    }

    // statx has one layout on every architecture, which stat has not; Linux 4.11 and glibc 2.28 or musl 1.2.5 have it.
    private static bool TryRead(string path, int flags, out FileStatus status)
    {
        status = default;
        try
        {
            return RuntimeInformation.IsOSPlatform(OSPlatform.Linux)
                && Statx(AtCurrentDirectory, path, flags, TypeAndUser, out status) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out FileStatus status);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();

    // https://man7.org/linux/man-pages/man2/statx.2.html
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct FileStatus
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(28)]
        public ushort Mode;
    }
}
