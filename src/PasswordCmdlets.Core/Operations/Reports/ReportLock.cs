using System;
using System.IO;
using System.Threading;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>The lock on a report that one process at a time holds while it appends. On macOS two processes need two files.</summary>
/// <param name="file">The report.</param>
/// <param name="time">The clock.</param>
internal sealed class ReportLock(FileStream file, TimeProvider time)
{
    private const long Offset = long.MaxValue - 1;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly ByteLock _lock = new(file, Offset);

    /// <summary>Appends while no other process does.</summary>
    /// <param name="append">Appends.</param>
    /// <exception cref="IOException">Another process holds the lock and has appended nothing for 30 seconds.</exception>
    public void Hold(Action append)
    {
        Acquire();
        try
        {
            append();
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Whether another process, or another writer of this one, appends; false where that is not known.</summary>
    public bool IsHeld()
    {
        try
        {
            return _lock.IsHeld();
        }
        catch (IOException)
        {
            return false;
        }
    }

    // The system grants the lock in no order, so a process that appends very often may keep another waiting for long. The limit is
    // therefore on the time in which nothing is appended.
    private void Acquire()
    {
        SpinWait pause = default;
        long length = file.Length;
        long began = time.GetTimestamp();
        while (!_lock.TryAcquire())
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
}
