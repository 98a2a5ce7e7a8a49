using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>A lock on the last byte that a file may have, held as if by another process.</summary>
internal sealed class ForeignLock : IDisposable
{
    private const int SetLock = 37;
    private const long Offset = long.MaxValue - 1;
    private readonly FileStream _file;

    public ForeignLock(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        if (OperatingSystem.IsWindows())
        {
            _file.Lock(Offset, 1);
            return;
        }

        // A lock of this open file, F_OFD_SETLK: the usual one is of the process.
        // https://man7.org/linux/man-pages/man2/F_OFD_SETLK.2const.html
        Assert.SkipUnless(OperatingSystem.IsLinux(), "macOS has no such lock.");
        Region region = new() { Type = 1, Start = Offset, Length = 1 };
        Assert.Equal(0, Control((int)_file.SafeFileHandle.DangerousGetHandle(), SetLock, ref region));
    }

    /// <summary>Appends to the file, as the holder of the lock may.</summary>
    public void Append(string text)
    {
        _file.Seek(0, SeekOrigin.End);
        _file.Write(Encoding.UTF8.GetBytes(text));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int file, int command, ref Region region);

    // struct flock of 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct Region
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
