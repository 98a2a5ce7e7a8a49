using System;
using System.Collections.Generic;
using System.Management.Automation;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Takes accepted results from the pipeline and returns them finished.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CloudPasswordReset", HelpUri = HelpLinks.WaitCloudPasswordReset)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class WaitCloudPasswordResetCommand : CloudPasswordCommand
{
    private readonly Dictionary<PasswordTarget, PasswordChangeResult> _earlier = [];

    /// <summary>The results of an earlier command; those that are not Accepted come back as they are.</summary>
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

        HandOutResults();
    }

    /// <inheritdoc/>
    private protected override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
    {
        if (_earlier.TryGetValue(engineResult.Target, out PasswordChangeResult? earlier))
        {
            _earlier.Remove(engineResult.Target);
            result.RunId = earlier.RunId;
            result.VaultName = earlier.VaultName;
            result.SecretName = earlier.SecretName;
            result.Credential = earlier.Credential;
        }

        return null;
    }

    private void WaitFor(PSObject input)
    {
        PasswordChangeResult? earlier = EarlierResult.Read(input);
        if (earlier is null)
        {
            WriteError(new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, "This is not a result of a password cmdlet: it has no Provider, Status and InstanceId.", input).ToErrorRecord());
            return;
        }

        if (earlier.Status != nameof(ChangeStatus.Accepted))
        {
            WriteObject(earlier);
            return;
        }

        if (EarlierResult.OperationOf(earlier) is not { } operation || string.IsNullOrEmpty(earlier.RequestId))
        {
            WriteError(new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, $"There is nothing to wait for: {earlier.Provider} {earlier.InstanceId} has no request that can be followed.", input).ToErrorRecord());
            return;
        }

        PasswordTarget target = new()
        {
            Id = earlier.InstanceId ?? string.Empty,
            UserName = earlier.UserName,
            Region = NullIfEmpty(earlier.Region),
            ProjectId = NullIfEmpty(earlier.ProjectId),
            Tag = earlier.InstanceId,
        };
        OpenSession session;
        try
        {
            session = OpenSessions.Of(ParseProvider(earlier.Provider!));
        }
        catch (CommandFailure failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
            return;
        }

        _earlier[target] = earlier;
        Run.Watch(target, session, operation, NoPassword.Instance, earlier);
    }
}
