using System;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PasswordCmdlets.Pipeline;

/// <summary>Writes a warning while a command ends: its streams are closed by then; the host is not.</summary>
internal static class LateWarning
{
    /// <summary>Writes the warning where the host can show one.</summary>
    public static void Write(PSHost? host, string text)
    {
        try
        {
            host?.UI?.WriteWarningLine(text);
        }
        catch (Exception failure) when (
            failure is HostException or PipelineStoppedException or NotImplementedException or InvalidOperationException)
        {
            // A host need not have a user interface, or one that writes at the end of a pipeline.
        }
    }
}
