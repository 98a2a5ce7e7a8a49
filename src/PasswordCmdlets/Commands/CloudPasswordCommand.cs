using System;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>
/// The base of every cmdlet that changes passwords or waits for changes: its report, and a command from its start to its end.
/// </summary>
public abstract class CloudPasswordCommand : CloudCommand
{
    private TargetSubmission? _submission;
    private bool _hasKey;

    /// <summary>A named profile of the provider's own CLI or SDK; each object in the pipeline may specify its own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundProfile]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public override string? ProfileName { get; set; }

    /// <summary>Seconds to wait for the completion of one target.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int WaitTimeoutSec { get; set; } = 900;

    /// <summary>A JSON Lines file to append to: an entry when a target is planned, sent and completed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>The profile that signs for the current target; null for a key of the command or the usual sources.</summary>
    private protected string? ProfileOfTarget => _hasKey ? null : BoundText.Valid(ProfileName);

    /// <summary>Whether the command waits for completion.</summary>
    private protected virtual bool Waits => false;

    /// <summary>Submits approved targets to the engine.</summary>
    private protected TargetSubmission Submission => _submission!;

    /// <summary>Validates the command as a whole; nothing has been sent.</summary>
    protected override void BeginProcessing() => this.Terminating(() =>
    {
        ConnectionOptions connection = Connection();
        connection.Validate();
        if (BoundText.IsInvalid(ProfileName))
        {
            string message = $"-ProfileName is invalid: {BoundText.Reason(ProfileName!)}. Specify the name of a profile.";
            throw CommandFailure.Invalid(message);
        }

        _hasKey = (connection.AccessKey ?? connection.IamCredential) is not null;
        CmdletHost host = new(this);
        RunOptions options = AddTo(Limits(host) with { WaitTimeout = TimeSpan.FromSeconds(WaitTimeoutSec), Wait = Waits });
        string? report = ReportPath is null ? null : ReportFile.Resolve(SessionState, ReportPath);
        _submission = new TargetSubmission(host, CreateObserver(host, options), connection, options, report);
    });

    /// <summary>Waits for the results that are still to come and writes them.</summary>
    protected override void EndProcessing() => this.Terminating(Submission.Finish);

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

    /// <summary>What this cmdlet adds to the processing of its targets and results.</summary>
    private protected virtual ResultObserver CreateObserver(CmdletHost host, RunOptions run) => new();

    /// <summary>Writes the results that are ready, between two records.</summary>
    private protected void WriteCompleted() => this.Terminating(Submission.Drain);
}
