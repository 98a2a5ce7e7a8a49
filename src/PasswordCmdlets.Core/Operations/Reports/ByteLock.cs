using System;
using System.IO;
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
#if !NETFRAMEWORK
    private bool _isOfOpenFile = OpenFileLock.IsSupported;
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
            if (_isOfOpenFile)
            {
                return OpenFileLock.TryAcquire(file.SafeFileHandle, offset);
            }
        }
        catch (NotSupportedException)
        {
            _isOfOpenFile = false;
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

        if (_isOfOpenFile)
        {
            OpenFileLock.Release(file.SafeFileHandle, offset);
            return;
        }
#endif
        file.Unlock(offset, 1);
    }

    /// <summary>Whether another open file has the lock; false on macOS. The file may be open for reading alone.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public bool IsHeld()
    {
#if !NETFRAMEWORK
        try
        {
            if (_isOfOpenFile)
            {
                return OpenFileLock.IsHeld(file.SafeFileHandle, offset);
            }
        }
        catch (NotSupportedException)
        {
            _isOfOpenFile = false;
        }
#endif
        if (!TryAcquire())
        {
            return true;
        }

        Release();
        return false;
    }
}
