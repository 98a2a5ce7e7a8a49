using System;
using System.ComponentModel;
using System.Diagnostics;

namespace PasswordCmdlets.Core.Operations.State;

/// <summary>One process of one computer.</summary>
/// <param name="Host">The computer.</param>
/// <param name="Id">The process id, which the system uses again after the process has ended.</param>
/// <param name="Started">When the process started.</param>
internal sealed record ProcessIdentity(string Host, int Id, DateTimeOffset Started)
{
    // Linux derives the start from the time at which the system started, which is not the same at every reading.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = Read();

    /// <summary>Whether this is the same process.</summary>
    public bool IsSameAs(ProcessIdentity other) =>
        Id == other.Id && string.Equals(Host, other.Host, StringComparison.Ordinal) && (Started - other.Started).Duration() < Tolerance;

    /// <summary>Whether the process may still run; true when that cannot be determined.</summary>
    public bool MayBeRunning()
    {
        if (!string.Equals(Host, Current.Host, StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            using Process process = Process.GetProcessById(Id);
            return (process.StartTime.ToUniversalTime() - Started.UtcDateTime).Duration() < Tolerance;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }

    private static ProcessIdentity Read()
    {
        using Process process = Process.GetCurrentProcess();
        return new ProcessIdentity(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime());
    }
}
