using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>
/// Records which password of an earlier run is in force: stores it under the target's own name, and removes what is not needed any more.
/// </summary>
[Cmdlet(VerbsLifecycle.Confirm, "CloudPassword", SupportsShouldProcess = true, HelpUri = HelpLinks.ConfirmCloudPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class ConfirmCloudPasswordCommand : EarlierRunCommand
{
    private readonly List<ConfirmationRequest> _requests = [];

    /// <summary>Which of the run's passwords is in force, as Restore-CloudPassword numbers them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? Attempt { get; set; }

    /// <summary>The report of the run: the targets are closed in it, and it shows which of them need the seed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>How long after its change the password should be replaced.</summary>
    [Parameter]
    [ValidateLifetime]
    public TimeSpan? SecretLifetime { get; set; }

    /// <summary>Seconds to wait for a vault that another run uses.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int WaitTimeoutSec { get; set; } = 900;

    /// <summary>Completes the targets that were approved, run by run.</summary>
    protected override void EndProcessing() => this.Terminating(() =>
    {
        if (_requests.Count == 0)
        {
            return;
        }

        CmdletHost host = new(this);
        VaultWait wait = new()
        {
            Timeout = TimeSpan.FromSeconds(WaitTimeoutSec),
            Stopping = Stopped.Token,
            Notice = (level, text) => host.Notice(new NoticeEvent(level, text)),
        };
        try
        {
            string? report = ReportPath is null ? null : ReportFile.Resolve(SessionState, ReportPath);
            using SecretVault store = new(InvokeCommand, VaultName!, Stopped.Token);
            using ExclusiveVault vault = ExclusiveVault.Open(store, wait);
            foreach (IGrouping<string, ConfirmationRequest> run in
                _requests.GroupBy(static request => request.RunId, StringComparer.OrdinalIgnoreCase))
            {
                try
                {
                    using ConfirmedRun confirmed = new(host, vault, run.Key, report, wait, SecretLifetime);
                    confirmed.Confirm(run);
                }
                catch (SecretStoreException failure)
                {
                    // The other runs are still confirmed.
                    WriteError(ConfirmedRun.VaultFailure(failure, run.Key).ToErrorRecord());
                }
            }
        }
        catch (SecretStoreException failure)
        {
            throw ConfirmedRun.VaultFailure(failure, VaultName);
        }
    });

    // The report tells whether the seed is needed, without a target to confirm.
    private protected override bool NeedsTarget => ReportPath is null || string.IsNullOrEmpty(RunId);

    private protected override string? Problem(RecordPosition position)
    {
        string where = MyInvocation.ExpectingInput ? $"{position}: " : string.Empty;
        return BoundText.Problem(Attempt, nameof(Attempt), position) ?? Number() switch
        {
            null when string.IsNullOrEmpty(Attempt) =>
                $"{Without(position, "attempt")}. Specify -Attempt as Restore-CloudPassword shows it.",
            null => $"{where}-Attempt is 1 to {GeneratedPasswords.MostAttempts}, as Restore-CloudPassword shows it.",
            _ => null,
        };
    }

    private protected override void ProcessTarget(string? id)
    {
        ConfirmationRequest request = new()
        {
            RunId = RunId!,
            Attempt = Number() ?? 0,
            Resource = BoundText.Valid(Resource),
            InstanceId = id,
            UserName = BoundText.Valid(UserName),
            Region = BoundText.Valid(Region),
        };
        string vault = PrintableText.Line(VaultName!);
        string action = request.Id.Length == 0
            ? $"Remove the seed of the run {RunId} from the vault {vault} if no target needs it any more"
            : $"Store the password of attempt {request.Attempt} of the run {RunId} as the one in force of {request.Id} "
                + $"in the vault {vault}";
        if (ShouldProcess(action, $"{action}?", MyInvocation.MyCommand.Name))
        {
            _requests.Add(request);
        }
    }

    private int? Number() =>
        int.TryParse(Attempt, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is >= 1 and <= GeneratedPasswords.MostAttempts
            ? number
            : null;
}
