using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// An exclusive lock on one byte of an open file, beyond any data: on Windows a lock is mandatory and would stop others from reading or
/// writing what it covers. The system releases the lock of a killed process.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="offset">The byte.</param>
internal sealed class ByteLock(FileStream file, long offset)
{
    private const int Probes = 5;
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(2);

#if !NETFRAMEWORK
    /// <summary>Whether the lock is of the open file, which not every system has.</summary>
    public bool IsOfOpenFile { get; set; } = OpenFileLock.IsSupported;
#endif

    /// <summary>Acquires the lock. macOS has none: true at once there.</summary>
    /// <returns>False while another open file has it.</returns>
    /// <exception cref="IOException">The file cannot be locked.</exception>
    public bool TryAcquire()
    {
#if !NETFRAMEWORK
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            return true;
        }

        try
        {
            if (IsOfOpenFile)
            {
                return OpenFileLock.TryAcquire(file.SafeFileHandle, offset);
            }
        }
        catch (NotSupportedException)
        {
            IsOfOpenFile = false;
        }
#endif
        try
        {
            file.Lock(offset, 1);
            return true;
        }
        catch (IOException held) when (FileInUse.IsReasonOf(held))
        {
            return false;
        }
    }

    /// <summary>Releases the lock.</summary>
    /// <exception cref="IOException">The file cannot be unlocked.</exception>
    public void Release()
    {
#if !NETFRAMEWORK
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS())
        {
            return;
        }

        if (IsOfOpenFile)
        {
            OpenFileLock.Release(file.SafeFileHandle, offset);
            return;
        }
#endif
        file.Unlock(offset, 1);
    }

    /// <summary>
    /// Whether another open file has the lock; false where the system does not tell, as on macOS. The file may be open for reading alone.
    /// </summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public bool IsHeld()
    {
#if !NETFRAMEWORK
        try
        {
            if (IsOfOpenFile)
            {
                return OpenFileLock.IsHeld(file.SafeFileHandle, offset);
            }
        }
        catch (NotSupportedException)
        {
            IsOfOpenFile = false;
        }
#endif
        // On Unix the lock is of the process: the end of a probe would release the lock that the process itself has.
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && Probe(TryAcquire, Release, () => Thread.Sleep(ProbeInterval));
    }

    /// <summary>Whether a lock is held, by acquiring it. Another probe, which has the lock for a moment, does not count.</summary>
    /// <param name="tryAcquire">Acquires the lock.</param>
    /// <param name="release">Releases it.</param>
    /// <param name="pause">Waits for the end of another probe.</param>
    internal static bool Probe(Func<bool> tryAcquire, Action release, Action pause)
    {
        for (int probe = 1; !tryAcquire(); probe++)
        {
            if (probe == Probes)
            {
                return true;
            }

            pause();
        }

        release();
        return false;
    }
}
