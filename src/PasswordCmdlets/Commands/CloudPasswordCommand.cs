using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

// On Windows the runtime resolves the value types in the signatures of virtual methods when PowerShell lists the cmdlets, which is before
// the engine can be found. So no virtual method of an exported type has an enum or struct of the engine in its signature.

/// <summary>
/// The base of every cmdlet that changes passwords or follows a change: its report, and a command from its start to its end.
/// </summary>
public abstract class CloudPasswordCommand : CloudCommand
{
    private TargetSubmission? _submission;

    /// <summary>Seconds to wait for the completion of one target.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int WaitTimeoutSec { get; set; } = 900;

    /// <summary>A JSON Lines file to append to: an entry when a target is planned, sent and completed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Whether the command waits for completion.</summary>
    private protected virtual bool Waits => false;

    /// <summary>The way of targets to the engine.</summary>
    private protected TargetSubmission Submission => _submission!;

    /// <summary>Validates the command as a whole; nothing has been sent.</summary>
    protected override void BeginProcessing() => Terminating(() =>
    {
        ConnectionOptions connection = Connection();
        connection.Validate();
        CmdletHost host = new(this);
        RunOptions options = AddTo(Limits(host) with { WaitTimeout = TimeSpan.FromSeconds(WaitTimeoutSec), Wait = Waits });
        string? report = ReportPath is null ? null : ReportFile.Resolve(SessionState, ReportPath);
        _submission = new TargetSubmission(host, CreateObserver(host, options), connection, options, report);
    });

    /// <summary>Waits for the results that are still to come and writes them.</summary>
    protected override void EndProcessing() => Terminating(Submission.Finish);

    /// <summary>Ctrl+C: nothing more is sent.</summary>
    protected override void StopProcessing() => _submission?.Stop();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _submission?.Dispose();
        _submission = null;
    }

    /// <summary>Adds the cmdlet's own options to those of its run.</summary>
    private protected virtual RunOptions AddTo(RunOptions options) => options;

    /// <summary>What this cmdlet adds to the way of its targets and results.</summary>
    private protected virtual ResultObserver CreateObserver(CmdletHost host, RunOptions run) => new();

    /// <summary>Writes the results that are ready, between two records.</summary>
    private protected void WriteCompleted() => Terminating(Submission.Drain);
}
