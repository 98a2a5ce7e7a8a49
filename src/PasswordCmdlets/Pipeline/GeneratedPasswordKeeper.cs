using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Stores the generated passwords of one command before anything can lose them: in a vault, or in results that were certainly delivered.
/// </summary>
internal sealed class GeneratedPasswordKeeper(
    PSCmdlet cmdlet, GeneratedSecrets secrets, GeneratedPasswordOptions options, string runId, bool stopsOnError)
    : ResultObserver
{
    private const string UndeliveredVariable = "PasswordCmdletsUndelivered";
    private bool _closed;

    /// <summary>The generated passwords.</summary>
    public GeneratedSecrets Secrets => secrets;

    /// <summary>Stores the seed of the run.</summary>
    public override void Submitting()
    {
        try
        {
            secrets.StoreSeed();
        }
        catch (SecretStoreException failure)
        {
            throw new CommandFailure(
                ErrorIds.VaultWriteFailed, ErrorCategory.WriteError, $"Nothing was sent. {failure.Message}", options.VaultName);
        }
    }

    public override string? Reject(ProviderSession session, string resource, PasswordTarget target) =>
        secrets.ClaimName(session.Provider, resource, target, session.Account);

    public override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult) =>
        secrets.Keep(result, engineResult) ? null : ResultFactory.Error(result, engineResult.Target.Tag ?? engineResult.Target.Id);

    public override void Delivered(PasswordChangeResult result)
    {
        // With -ErrorAction Stop an assignment may drop what was written, so the results stay where they can be found.
        if (!stopsOnError)
        {
            secrets.Delivered(result);
        }
    }

    public override void Abandoned() => secrets.NeedSeed();

    public override void AllDelivered(bool withoutError)
    {
        if (withoutError)
        {
            foreach (PasswordChangeResult result in secrets.Undelivered.ToArray())
            {
                secrets.Delivered(result);
            }
        }

        // An error that ends the command may follow; nothing after it would run.
        _closed = true;
        if (secrets.Close() is { } reason)
        {
            cmdlet.WriteWarning(reason);
        }
    }

    public override void Dispose()
    {
        CloseVault();
        KeepUndelivered();
        secrets.Dispose();
        base.Dispose();
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
            if (secrets.Close() is { } reason)
            {
                WriteLateWarning(reason);
            }
        }
        catch (PipelineStoppedException)
        {
            WriteLateWarning(
                $"The seed of this run stays in the vault {options.VaultName} as {secrets.SeedName}. "
                + $"Restore-CloudPassword -VaultName {options.VaultName} -RunId {runId} returns every password this run may have set.");
        }
    }

    private void KeepUndelivered()
    {
        int count = secrets.Undelivered.Count;
        if (count == 0)
        {
            return;
        }

        // Commands and streams no longer work while the pipeline ends; setting a variable does.
        object? earlier = cmdlet.SessionState.PSVariable.GetValue("global:" + UndeliveredVariable);
        object[] all = [.. LanguagePrimitives.GetEnumerable(earlier)?.Cast<object>() ?? [], .. secrets.Undelivered];
        cmdlet.SessionState.PSVariable.Set("global:" + UndeliveredVariable, all);
        WriteLateWarning(
            $"{count} result(s) with generated passwords may not have been received. They are in $global:{UndeliveredVariable}: "
            + "store them, then remove the variable.");
    }

    // The streams are closed by now; the host is not.
    private void WriteLateWarning(string text)
    {
        try
        {
            cmdlet.Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception failure) when (
            failure is HostException or PipelineStoppedException or NotImplementedException or InvalidOperationException)
        {
            // A host need not have a user interface, or one that writes at the end of a pipeline.
        }
    }
}
