using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Takes accepted results from the pipeline and returns them finished.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CloudPasswordReset", HelpUri = HelpLinks.WaitCloudPasswordReset)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class WaitCloudPasswordResetCommand : CloudPasswordCommand
{
    private readonly Dictionary<PasswordTarget, PasswordChangeResult> _earlier = [];

    /// <summary>The results of an earlier command; those that are not Accepted are returned as they are.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public PSObject[]? InputObject { get; set; }

    private protected override bool Waits => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject ?? [])
        {
            WaitFor(input);
        }

        WriteCompleted();
    }

    private protected override ResultObserver CreateObserver(CmdletHost host) => new EarlierValues(_earlier);

    private void WaitFor(PSObject input)
    {
        PasswordChangeResult? earlier = EarlierResult.Read(input);
        if (earlier is null)
        {
            WriteError(InvalidInput("This is not a result of a password cmdlet: it has no Provider, Status and InstanceId.", input));
        }
        else if (earlier.Status != nameof(ChangeStatus.Accepted))
        {
            WriteObject(earlier);
        }
        else if (EarlierResult.OperationOf(earlier) is not { } operation || string.IsNullOrEmpty(earlier.RequestId))
        {
            WriteError(InvalidInput($"There is nothing to wait for: {earlier.Provider} {earlier.InstanceId} has no request that can be followed.", input));
        }
        else
        {
            PasswordTarget target = new()
            {
                Id = earlier.InstanceId ?? string.Empty,
                UserName = earlier.UserName,
                Region = NullIfEmpty(earlier.Region),
                ProjectId = NullIfEmpty(earlier.ProjectId),
                Tag = earlier.InstanceId,
            };
            _earlier[target] = earlier;
            Terminating(() => Submission.Watch(ProviderCatalog.Get(earlier.Provider!), operation, target, earlier));
        }
    }

    private static ErrorRecord InvalidInput(string message, PSObject input) =>
        new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, message, input).ToErrorRecord();

    // What a wait does not change: the run that made the change and where it stored the password.
    private sealed class EarlierValues(Dictionary<PasswordTarget, PasswordChangeResult> results) : ResultObserver
    {
        public override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
        {
            if (results.TryGetValue(engineResult.Target, out PasswordChangeResult? earlier))
            {
                results.Remove(engineResult.Target);
                result.RunId = earlier.RunId;
                result.VaultName = earlier.VaultName;
                result.SecretName = earlier.SecretName;
                result.Credential = earlier.Credential;
            }

            return null;
        }
    }
}
