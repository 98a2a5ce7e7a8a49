#if !NETFRAMEWORK
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Locks one byte of an open file on Linux. The lock of <see cref="FileStream.Lock"/> belongs to the process there and ends when any other
/// stream of the process on the same file is closed, that of a reader for example.
/// </summary>
/// <remarks>https://man7.org/linux/man-pages/man2/F_OFD_SETLK.2const.html; Linux 3.15.</remarks>
internal static class OpenFileLock
{
    private const int GetLock = 36;
    private const int SetLock = 37;
    private const short ReadLock = 0;
    private const short WriteLock = 1;
    private const short NoLock = 2;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int Denied = 13;
    private const int Invalid = 22;

    /// <summary>Whether the system may have this lock. The layout of the request is that of 64-bit Linux.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Acquires the lock.</summary>
    /// <returns>False while another open file has it.</returns>
    /// <exception cref="NotSupportedException">The system has no such lock: WSL 1, for example.</exception>
    /// <exception cref="IOException">The file cannot be locked.</exception>
    public static bool TryAcquire(SafeFileHandle file, long offset) => Request(file, offset, WriteLock);

    /// <summary>Releases the lock.</summary>
    /// <exception cref="IOException">The file cannot be unlocked.</exception>
    public static void Release(SafeFileHandle file, long offset) => Request(file, offset, NoLock);

    /// <summary>Whether another open file has the lock.</summary>
    /// <exception cref="NotSupportedException">The system has no such lock.</exception>
    /// <exception cref="IOException">The file cannot be locked.</exception>
    public static bool IsHeld(SafeFileHandle file, long offset)
    {
        FileRegion region = new() { Type = ReadLock, Start = offset, Length = 1 };
        return Control(file, GetLock, ref region) == 0 ? region.Type != NoLock : throw Failure(Marshal.GetLastPInvokeError());
    }

    private static bool Request(SafeFileHandle file, long offset, short type)
    {
        FileRegion region = new() { Type = type, Start = offset, Length = 1 };
        if (Control(file, SetLock, ref region) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            TryAgain or Denied or Interrupted => false,
            _ => throw Failure(error),
        };
    }

    private static Exception Failure(int error) =>
        error == Invalid ? new NotSupportedException() : new IOException(new Win32Exception(error).Message);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, int command, ref FileRegion region);

    [StructLayout(LayoutKind.Sequential)]
    private struct FileRegion
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
#endif
