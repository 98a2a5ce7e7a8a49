using System.IO;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>What a report needs of the system; a test replaces it by one that fails or waits.</summary>
internal class ReportDisk
{
    /// <summary>The system.</summary>
    public static ReportDisk System { get; } = new();

    /// <summary>Writes to the operating system, at the position of the file.</summary>
    public virtual void Write(FileStream file, byte[] bytes, int count)
    {
        file.Write(bytes, 0, count);
        file.Flush();
    }

    /// <summary>Writes what the operating system has of the file to the disk.</summary>
    public virtual void Flush(FileStream file)
    {
#if NETFRAMEWORK
        file.Flush(flushToDisk: true);
#else
        // Unlike FileStream.Flush it may run beside a write.
        RandomAccess.FlushToDisk(file.SafeFileHandle);
#endif
    }

    /// <summary>Acquires the lock of a run.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public virtual bool TryAcquire(ByteLock runLock) => runLock.TryAcquire();
}
