using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Writes the results of one command and the errors that go with them.</summary>
/// <param name="host">Writes to the cmdlet's streams.</param>
/// <param name="errors">Writes the errors.</param>
/// <param name="observer">What the cmdlet adds.</param>
/// <param name="report">The report.</param>
/// <param name="runId">The run.</param>
internal sealed class ResultWriter(
    CmdletHost host, CommandErrors errors, ResultObserver observer, CommandReport report, string runId)
{
    /// <summary>Writes the result of a target that was never submitted to the engine, and its error.</summary>
    public void WriteUnsent(PasswordChangeResult result, PasswordTarget target)
    {
        if (!WroteInstead(result, target, null))
        {
            host.Write(result);
            errors.Write(ResultFactory.Error(result, target.Tag ?? target.Id));
        }
    }

    /// <summary>Writes the result of a target that the engine completed, and its errors.</summary>
    /// <returns>The error id of what failed besides the change itself; null when nothing did.</returns>
    public string? WriteCompleted(TargetResult engineResult)
    {
        PasswordChangeResult result = ResultFactory.Create(engineResult, runId);
        if (WroteInstead(result, engineResult.Target, engineResult))
        {
            return null;
        }

        ErrorRecord? further = Complete(result, engineResult, out CommandFailure? unreported);
        host.Write(result);
        if (engineResult.Status is ChangeStatus.Failed or ChangeStatus.Unknown)
        {
            errors.Write(ResultFactory.Error(result, engineResult.Target.Tag ?? engineResult.Target.Id));
        }
        else if (engineResult is { Status: ChangeStatus.Accepted, ErrorId: not null })
        {
            host.Warning($"{result.Provider} {result.InstanceId}: {result.Message}");
        }

        if (further is not null)
        {
            errors.Write(further);
        }

        // What the report lacks ends the command, after the result.
        return unreported is not null ? throw unreported : further is null ? null : result.ErrorId;
    }

    /// <summary>Completes a result that the pipeline no longer accepts.</summary>
    public void Complete(TargetResult engineResult) => Complete(ResultFactory.Create(engineResult, runId), engineResult, out _);

    private bool WroteInstead(PasswordChangeResult result, PasswordTarget target, TargetResult? engineResult)
    {
        object? other = observer.InsteadOf(result, target, engineResult);
        if (other is not null)
        {
            host.Write(other);
        }

        return other is not null;
    }

    private ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult, out CommandFailure? unreported)
    {
        unreported = null;
        ErrorRecord? error = observer.Complete(result, engineResult);
        if (result.SecretName is not null && error is null)
        {
            try
            {
                report.Stored(engineResult, result.VaultName, result.SecretName);
            }
            catch (CommandFailure failure)
            {
                unreported = failure;
            }
        }

        return error;
    }
}
