using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Stores the generated passwords of one command before anything can lose them: in a vault, or in results that were certainly delivered.
/// </summary>
internal sealed class GeneratedPasswordKeeper : ResultObserver
{
    private readonly PSCmdlet _cmdlet;
    private readonly GeneratedPasswordOptions _options;
    private readonly string _runId;
    private readonly StopSource _stopping = new();
    private readonly UndeliveredResults _undelivered;
    private bool _mayHaveSent;
    private bool _closed;

    /// <param name="cmdlet">The command.</param>
    /// <param name="host">Writes to the cmdlet's streams.</param>
    /// <param name="options">Where the passwords are stored.</param>
    /// <param name="run">The command's run.</param>
    public GeneratedPasswordKeeper(PSCmdlet cmdlet, CmdletHost host, GeneratedPasswordOptions options, RunOptions run)
    {
        _cmdlet = cmdlet;
        _options = options;
        _runId = run.RunId;
        _undelivered = new UndeliveredResults(cmdlet);
        SecretVault? vault = options.VaultName is null ? null : new SecretVault(cmdlet.InvokeCommand, options.VaultName, _stopping.Token);
        VaultWait wait = new()
        {
            Timeout = run.WaitTimeout,
            Stopping = _stopping.Token,
            Notice = (level, text) => host.Notice(new NoticeEvent(level, text)),
        };
        Secrets = new GeneratedSecrets(vault, options, run.RunId, wait);
    }

    /// <summary>The generated passwords.</summary>
    public GeneratedSecrets Secrets { get; }

    /// <summary>Stores the seed of the run.</summary>
    public override void Submitting(PasswordChange change) => StoreSeed(SeedNote.ScopeOf(change.Provider.Name, change.Resource));

    /// <summary>Adds the account to the seed's note.</summary>
    public override void Identified(PasswordChange change, string accountId) =>
        StoreSeed(SeedNote.AccountScopeOf(change.Provider.Name, change.Resource, accountId));

    private void StoreSeed(string scope)
    {
        try
        {
            Secrets.StoreSeed(scope);
        }
        catch (SecretStoreException failure)
        {
            string sent = _mayHaveSent
                ? "Nothing more is sent. Earlier targets of this command may have been changed: see its results and its report, and "
                    + $"Restore-CloudPassword -VaultName {_options.VaultName} -RunId {_runId}."
                : "Nothing was sent.";
            throw new CommandFailure(
                ErrorIds.VaultWriteFailed, ErrorCategory.WriteError, $"{sent} {failure.Message}", _options.VaultName);
        }
    }

    public override string? Reject(ProviderSession session, string resource, PasswordTarget target)
    {
        string? reason = Secrets.ClaimName(session.Provider, resource, target, session.AccountOf(target));
        _mayHaveSent |= reason is null;
        return reason;
    }

    public override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
    {
        bool isKept = Secrets.Keep(result, engineResult);
        _undelivered.Add(result);
        return isKept ? null : ResultFactory.Error(result, engineResult.Target.Tag ?? engineResult.Target.Id);
    }

    public override void Abandoned() => Secrets.NeedSeed();

    public override void AllDelivered(bool withoutError)
    {
        if (withoutError)
        {
            _undelivered.Written();
        }

        // An error that ends the command may follow; nothing after it would run.
        _closed = true;
        string? reason = Secrets.Close();
        Secrets.ReleaseVault();
        if (reason is not null)
        {
            _cmdlet.WriteWarning(reason);
        }
    }

    public override void Stop() => _stopping.Stop();

    public override void Dispose()
    {
        try
        {
            CloseVault();
            _undelivered.Keep();
        }
        finally
        {
            Secrets.Dispose();
            base.Dispose();
        }
    }

    // The pipeline ended early. After Select-Object -First vault commands still run; after Ctrl+C they do not, and the seed stays.
    private void CloseVault()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            if (Secrets.Close() is { } reason)
            {
                LateWarning.Write(_cmdlet.Host, reason);
            }
        }
        catch (PipelineStoppedException)
        {
            LateWarning.Write(
                _cmdlet.Host,
                $"The seed of this run stays in the vault {_options.VaultName} as {Secrets.SeedName}. "
                + $"Restore-CloudPassword -VaultName {_options.VaultName} -RunId {_runId} returns every password this run may have set.");
        }
    }
}
