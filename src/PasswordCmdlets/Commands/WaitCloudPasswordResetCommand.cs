using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Waits for the changes of accepted results and returns their final results.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CloudPasswordReset", HelpUri = HelpLinks.WaitCloudPasswordReset)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class WaitCloudPasswordResetCommand : CloudPasswordCommand
{
    private const string StoredAsPending = " Its password is in the vault as a pending entry, not under the target's own name: pipe this "
        + "result to Restore-CloudPassword, and the password that works to Confirm-CloudPassword.";

    private readonly Dictionary<PasswordTarget, PasswordChangeResult> _earlier = [];
    private readonly Dictionary<OperationDescriptor, ProviderOperation> _operations = [];
    private readonly UndeliveredResults _undelivered;
    private RecordPosition? _position;

    /// <summary>Creates the cmdlet.</summary>
    public WaitCloudPasswordResetCommand() => _undelivered = new UndeliveredResults(this);

    /// <summary>The results of an earlier command; those that are not accepted are returned unchanged.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    private protected override bool Waits => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _position = new RecordPosition(this);
        this.Terminating(() => _position.RequireInput(nameof(InputObject), "the results to wait for"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        foreach (PSObject? input in InputObject is { Length: > 0 } inputs ? inputs : [null])
        {
            _position.NextItem();
            this.Terminating(() => WaitFor(input));
        }

        WriteCompleted();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        _undelivered.Written();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _undelivered.Keep();
    }

    private protected override ResultObserver CreateObserver(CmdletHost host, RunOptions run) => new EarlierValues(_earlier, _undelivered);

    private void WaitFor(PSObject? input)
    {
        PasswordChangeResult? earlier = EarlierResult.Read(input, out string problem);
        if (earlier is null)
        {
            // An object of another kind may hold a secret, so the error does not hold it.
            Fail(CommandFailure.Invalid(
                $"{_position} is not a result of a password cmdlet: {problem}. Pipe Accepted results, or Accepted entries of "
                    + "Get-CloudPasswordReport."));
            return;
        }

        _undelivered.Add(earlier);
        if (earlier.Status != nameof(ChangeStatus.Accepted) || EarlierResult.IsFinal(earlier))
        {
            WriteObject(earlier);
        }
        else if (EarlierResult.PolledOf(earlier) is not { } descriptor
            || string.IsNullOrEmpty(earlier.RequestId) || descriptor.Ids.Check(earlier.InstanceId) is not null)
        {
            WriteObject(earlier);
            Fail(CommandFailure.Invalid(
                $"{_position}: {earlier.Provider} {earlier.InstanceId} has nothing to wait for. Read Message of the result."));
        }
        else
        {
            PasswordTarget target = new()
            {
                Id = earlier.InstanceId!,
                UserName = earlier.UserName,
                Region = BoundText.Valid(earlier.Region),
                ProjectId = BoundText.Valid(earlier.ProjectId),
                ProfileName = ProfileOf(earlier),
                Tag = earlier.InstanceId,
            };
            Poll(OperationOf(descriptor), target, earlier);
        }
    }

    // One for each resource: the targets of an operation are polled together.
    private ProviderOperation OperationOf(OperationDescriptor descriptor)
    {
        if (!_operations.TryGetValue(descriptor, out ProviderOperation? operation))
        {
            _operations[descriptor] = operation = descriptor.CreateFollowUp!();
        }

        return operation;
    }

    private string? ProfileOf(PasswordChangeResult earlier) =>
        ProfileOfTarget ?? (AccessKey is null ? BoundText.Valid(earlier.ProfileName) : null);

    private void Poll(ProviderOperation operation, PasswordTarget target, PasswordChangeResult earlier)
    {
        OpenSession session;
        try
        {
            session = Submission.Sessions.Of(ProviderCatalog.Get(earlier.Provider!), target.ProfileName);
        }
        catch (CommandFailure failure)
        {
            // The changes of the other profiles and providers are still awaited.
            WriteObject(earlier);
            Fail(failure);
            return;
        }

        _earlier[target] = earlier;
        if (!Submission.Poll(session, operation, target, earlier))
        {
            _earlier.Remove(target);
            WriteWarning($"{earlier.Provider} {earlier.InstanceId} has another change that is waited for. This result is returned "
                + "unchanged: pipe it to Wait-CloudPasswordReset again.");
            WriteObject(earlier);
        }
    }

    private void Fail(CommandFailure failure) => Submission.Errors.Write(failure.ToErrorRecord());

    // What a wait does not change: the run that made the change and the entry of its password. The entry of an accepted change is a pending
    // one; once the change is complete, the result and the report have no SecretName, because the password is not under the target's name.
    private sealed class EarlierValues(Dictionary<PasswordTarget, PasswordChangeResult> results, UndeliveredResults undelivered)
        : ResultObserver
    {
        public override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
        {
            if (results.TryGetValue(engineResult.Target, out PasswordChangeResult? earlier))
            {
                results.Remove(engineResult.Target);
                result.RunId = earlier.RunId;
                result.VaultName = earlier.VaultName;
                result.Credential = earlier.Credential;
                undelivered.Add(result);
                if (earlier.SecretName is not null && result.Status == nameof(ChangeStatus.Succeeded))
                {
                    result.Message += StoredAsPending;
                }
                else
                {
                    result.SecretName = earlier.SecretName;
                }
            }

            return null;
        }
    }
}
