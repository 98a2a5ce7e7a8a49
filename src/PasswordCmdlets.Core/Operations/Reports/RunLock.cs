using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// The lock that a run has on its report while it is at work, so that a reader of the report knows it. On macOS, and where the file system
/// does not lock, no run is known to be at work.
/// </summary>
internal static class RunLock
{
    // Each run has a byte of its own, far beyond any data.
    private const long FirstOffset = 1L << 62;
    private const ulong Offsets = 1UL << 61;

    /// <summary>The lock of a run.</summary>
    /// <param name="report">The run's report.</param>
    /// <param name="runId">The run.</param>
    public static ByteLock Of(FileStream report, string runId) => new(report, OffsetOf(runId));

    /// <summary>Which of the runs are at work, by the locks on a report.</summary>
    /// <param name="path">The report.</param>
    /// <param name="runIds">The runs.</param>
    /// <exception cref="ReportException">The path is not a regular file.</exception>
    public static IReadOnlyList<string> FindHeld(string path, IEnumerable<string> runIds)
    {
        RegularFile.Require(path);
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            // A run that planned something wrote it. A pipe on a system where the kind of a file is not known has this length too.
            return [];
        }

        using FileStream report = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return [.. runIds.Where(runId => Of(report, runId).IsHeld())];
        }
        catch (IOException)
        {
            return [];
        }
    }

    // FNV-1a; equal in every process, which the hash codes of .NET are not.
    private static long OffsetOf(string runId)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in runId.ToUpperInvariant())
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return FirstOffset + (long)(hash % Offsets);
    }
}
