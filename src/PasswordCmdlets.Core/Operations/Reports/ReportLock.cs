using System;
using System.IO;
using System.Runtime.Versioning;
using System.Threading;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The lock on a report that one process at a time holds while it appends.</summary>
/// <param name="file">The report.</param>
/// <param name="time">The clock.</param>
internal sealed class ReportLock(FileStream file, TimeProvider time)
{
    // Beyond any data: on Windows a lock is mandatory and would stop others from reading or writing what it covers.
    private const long Offset = long.MaxValue - 1;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
#if !NETFRAMEWORK
    private bool _isOfOpenFile = OpenFileLock.IsSupported;
#endif

    /// <summary>Appends while no other process does.</summary>
    /// <param name="append">Appends.</param>
    /// <exception cref="IOException">Another process holds the lock and has appended nothing for 30 seconds.</exception>
    public void Hold(Action append)
    {
#if !NETFRAMEWORK
        // macOS has no such lock: two processes need two files there.
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            append();
            return;
        }
#endif
        Acquire();
        try
        {
            append();
        }
        finally
        {
            Release();
        }
    }

    // The system grants the lock in no order, so a process that appends very often may keep another waiting for long. The limit is
    // therefore on the time in which nothing is appended.
#if !NETFRAMEWORK
    [UnsupportedOSPlatform("macos")]
    [UnsupportedOSPlatform("ios")]
    [UnsupportedOSPlatform("tvos")]
#endif
    private void Acquire()
    {
        SpinWait pause = default;
        long length = file.Length;
        long began = time.GetTimestamp();
        while (!TryAcquire())
        {
            if (time.GetElapsedTime(began) >= LongestWait)
            {
                if (file.Length == length)
                {
                    throw new IOException(
                        $"another process holds its lock and has appended nothing for {LongestWait.TotalSeconds:0} seconds.");
                }

                length = file.Length;
                began = time.GetTimestamp();
            }

            pause.SpinOnce();
        }
    }

#if !NETFRAMEWORK
    [UnsupportedOSPlatform("macos")]
    [UnsupportedOSPlatform("ios")]
    [UnsupportedOSPlatform("tvos")]
#endif
    private bool TryAcquire()
    {
#if !NETFRAMEWORK
        try
        {
            if (_isOfOpenFile)
            {
                return OpenFileLock.TryAcquire(file.SafeFileHandle, Offset);
            }
        }
        catch (NotSupportedException)
        {
            _isOfOpenFile = false;
        }
#endif
        try
        {
            file.Lock(Offset, 1);
            return true;
        }
        catch (IOException held) when (FileInUse.IsReasonOf(held))
        {
            return false;
        }
    }

#if !NETFRAMEWORK
    [UnsupportedOSPlatform("macos")]
    [UnsupportedOSPlatform("ios")]
    [UnsupportedOSPlatform("tvos")]
#endif
    private void Release()
    {
#if !NETFRAMEWORK
        if (_isOfOpenFile)
        {
            OpenFileLock.Release(file.SafeFileHandle, Offset);
            return;
        }
#endif
        file.Unlock(Offset, 1);
    }
}
