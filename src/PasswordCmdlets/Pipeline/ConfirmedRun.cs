using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Confirms targets of one earlier run: in the vault, in the report, and in results.</summary>
internal sealed class ConfirmedRun : IDisposable
{
    private readonly CmdletHost _host;
    private readonly ExclusiveVault _vault;
    private readonly string _runId;
    private readonly CommandReport _report;
    private readonly RunConfirmation _confirmation;

    /// <param name="host">Writes to the cmdlet's streams.</param>
    /// <param name="vault">The vault, which no other run uses.</param>
    /// <param name="runId">The run.</param>
    /// <param name="reportPath">The report of the run; null without one.</param>
    /// <param name="wait">The clock, and what distinguishes the runs of this computer and account from others.</param>
    /// <param name="lifetime">How long after its change a password should be replaced; null when nothing was specified.</param>
    public ConfirmedRun(CmdletHost host, ExclusiveVault vault, string runId, string? reportPath, VaultWait wait, TimeSpan? lifetime)
    {
        _host = host;
        _vault = vault;
        _runId = runId;
        RunHistory? history = reportPath is null ? null : Read(reportPath, wait.Stopping);
        _confirmation = new RunConfirmation(vault, runId, history, wait, lifetime);
        try
        {
            _report = new CommandReport(reportPath, runId, isEarlierRun: true);
        }
        catch
        {
            _confirmation.Dispose();
            throw;
        }
    }

    /// <summary>The error of a vault operation that failed.</summary>
    public static CommandFailure VaultFailure(SecretStoreException failure, object? target) =>
        new(ErrorIds.VaultWriteFailed, ErrorCategories.Of(ErrorIds.VaultWriteFailed), failure.Message, target);

    /// <summary>Confirms the targets, then removes the seed if none needs it any more.</summary>
    public void Confirm(IEnumerable<ConfirmationRequest> requests)
    {
        Dictionary<string, ConfirmedTarget> targets = new(StringComparer.OrdinalIgnoreCase);
        ILookup<string, ConfirmationRequest> found = requests.ToLookup(request => Find(request, targets), StringComparer.OrdinalIgnoreCase);
        bool closesSeed = found[string.Empty].Any(static request => request.Id.Length == 0);
        foreach (ConfirmedTarget target in targets.Values)
        {
            ConfirmationRequest[] candidates = [.. found[target.Entry]];
            int[] attempts = [.. candidates.Select(static request => request.Attempt).Distinct()];
            if (attempts.Length > 1)
            {
                string text = $"Only one password of {candidates[0].Id} can be in force, and attempts "
                    + $"{string.Join(" and ", attempts)} were specified. Confirm the one that works.";
                Fail(ErrorIds.DuplicateTarget, text, candidates[0]);
            }
            else
            {
                closesSeed |= TryConfirm(target, candidates[0]);
            }
        }

        if (closesSeed && _confirmation.CloseSeed(_vault.IsAtWork(_runId)) is { } reason)
        {
            _host.Warning(reason);
        }
    }

    public void Dispose()
    {
        _confirmation.Dispose();
        _report.Dispose();
    }

    private string Find(ConfirmationRequest request, Dictionary<string, ConfirmedTarget> targets)
    {
        if (request.Id.Length == 0)
        {
            return string.Empty;
        }

        if (_confirmation.Find(request, out string? problem) is { } target)
        {
            targets[target.Entry] = target;
            return target.Entry;
        }

        Fail(ErrorIds.InvalidTarget, problem!, request);
        return string.Empty;
    }

    private bool TryConfirm(ConfirmedTarget target, ConfirmationRequest request)
    {
        try
        {
            _confirmation.Store(target, request.Attempt);
        }
        catch (SecretStoreException failure)
        {
            Fail(ErrorIds.VaultWriteFailed, $"{request.Id} is not confirmed, and nothing was removed. {failure.Message}", request);
            return false;
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        ReportEntry entry = new()
        {
            Time = now,
            RunId = _runId,
            Provider = target.Target.Provider,
            Resource = target.Target.Resource,
            InstanceId = target.Target.InstanceId,
            UserName = target.Target.UserName,
            Region = target.Target.Region,
            ProjectId = target.Last?.ProjectId,
            ProfileName = target.Last?.ProfileName,
            Account = target.Last?.Account,
            Status = nameof(ChangeStatus.Succeeded),
            RequestId = target.Last?.RequestId,
            Attempts = target.Last?.Attempts ?? 0,
            StartedAt = target.ChangedAt ?? RunIds.StartOf(_runId) ?? now,
            VaultName = _vault.Name,
            SecretName = target.Entry,
            Message = $"Confirmed: the password of attempt {request.Attempt} is in force.",
        };

        // Before the report and the result: the report rejects a second confirmation, and the pipeline may end the command.
        string? problem = TryClose(target);
        _report.Completed(entry);
        _host.Write(EarlierResult.Printable(ResultFactory.Create(entry)));
        if (problem is not null)
        {
            Fail(ErrorIds.VaultWriteFailed, $"{request.Id} is confirmed, and its pending entry stays. {problem}", request);
        }

        return true;
    }

    private string? TryClose(ConfirmedTarget target)
    {
        try
        {
            _confirmation.Close(target);
            return null;
        }
        catch (SecretStoreException failure)
        {
            return failure.Message;
        }
    }

    private void Fail(string errorId, string message, ConfirmationRequest request) =>
        _host.Error(new CommandFailure(errorId, ErrorCategories.Of(errorId), message, request.Id).ToErrorRecord());

    private RunHistory Read(string path, CancellationToken stopping)
    {
        try
        {
            return ReportReader.ReadRun(path, _runId, _host.Warning, stopping);
        }
        catch (Exception failure) when (ReportFiles.Problem(failure) is { } problem)
        {
            string message = $"The report {PrintableText.Line(path)} {problem} Nothing was changed.";
            throw new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.ReadError, message, path);
        }
    }
}
