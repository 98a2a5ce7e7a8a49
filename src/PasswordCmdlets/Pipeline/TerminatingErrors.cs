using System;
using System.Management.Automation;

namespace PasswordCmdlets.Pipeline;

/// <summary>Ends a command with an error, or because it is being stopped.</summary>
internal static class TerminatingErrors
{
    /// <summary>Runs what ends the command when it fails.</summary>
    public static void Terminating(this PSCmdlet cmdlet, Action action)
    {
        try
        {
            action();
        }
        catch (CommandFailure failure)
        {
            cmdlet.ThrowTerminatingError(failure.ToErrorRecord());
        }
        catch (OperationCanceledException) when (cmdlet.Stopping)
        {
            throw new PipelineStoppedException();
        }
    }
}
