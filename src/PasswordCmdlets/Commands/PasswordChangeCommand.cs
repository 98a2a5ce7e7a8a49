using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>What the cmdlets that change passwords share: where a generated password is kept.</summary>
public abstract class PasswordChangeCommand : CloudPasswordCommand
{
    private const string UndeliveredVariable = "PasswordCmdletsUndelivered";

    private GeneratedSecrets? _generated;
    private bool _closed;

    /// <summary>The SecretManagement vault that generated passwords are stored in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? VaultName { get; set; }

    /// <summary>A template for the names of generated passwords in the vault.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>Return generated passwords in the results, stored nowhere.</summary>
    [Parameter]
    public SwitchParameter AllowUnstored { get; set; }

    /// <summary>Whether each target gets a password of its own.</summary>
    private protected abstract bool Generates { get; }

    /// <summary>A stored password is worth storing only when it is known to be in effect.</summary>
    private protected override bool Waits => Generates && VaultName is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Terminating(CheckStorage);
        if (Generates)
        {
            SecretVault? vault = VaultName is null ? null : new SecretVault(InvokeCommand, VaultName);
            _generated = new GeneratedSecrets(vault, SecretName, RunId);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        CloseVault();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        CloseVaultLate();
        KeepUndelivered();
        _generated?.Dispose();
        _generated = null;
    }

    /// <summary>Where the passwords of an operation come from: the one given, or one of its own for each target.</summary>
    private protected IPasswordSource Passwords(SharedPassword? given, string resource, PasswordPolicy policy) => given ?? _generated!.Source(resource, policy);

    /// <summary>Gives an approved target to the run; with a generated password the run's seed is stored first.</summary>
    private protected void SubmitChange(CloudProvider provider, ProviderOperation operation, PasswordTarget target, bool needsRegion, IPasswordSource passwords, bool endsCommand)
    {
        if (_generated is not null)
        {
            Terminating(StoreSeed);
        }

        Submit(provider, operation, target, needsRegion, passwords, endsCommand);
    }

    private protected override string? Refuse(ProviderSession session, string resource, PasswordTarget target) =>
        _generated?.ClaimName(session.Provider, resource, target, session.Account);

    private protected override ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
    {
        bool kept = _generated?.Keep(result, engineResult) ?? true;
        return kept ? null : ResultFactory.Error(result, engineResult.Target.Tag ?? engineResult.Target.Id);
    }

    private protected override void Delivered(PasswordChangeResult result)
    {
        // With -ErrorAction Stop an assignment may drop what was written; then the results stay where they can be found.
        if (!StopsOnError)
        {
            _generated?.Delivered(result);
        }
    }

    private protected override void Abandoned() => _generated?.NeedSeed();

    private protected override void AllDelivered(bool withoutError)
    {
        if (withoutError)
        {
            foreach (PasswordChangeResult result in _generated?.Undelivered.ToArray() ?? [])
            {
                _generated!.Delivered(result);
            }
        }
        else
        {
            // The error that is about to be written ends the command; nothing after it would run.
            CloseVault();
        }
    }

    private void StoreSeed()
    {
        try
        {
            _generated!.StoreSeed();
        }
        catch (SecretStoreException failure)
        {
            throw new CommandFailure(ErrorIds.VaultWriteFailed, ErrorCategory.WriteError, $"Nothing was sent. {failure.Message}", VaultName);
        }
    }

    private void CloseVault()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        if (_generated?.Close() is { } kept)
        {
            WriteWarning(kept);
        }
    }

    private void KeepUndelivered()
    {
        if (_generated is not { Undelivered.Count: > 0 } generated)
        {
            return;
        }

        // A variable can still be set when the pipeline is being torn down; commands and streams no longer work then.
        object? earlier = SessionState.PSVariable.GetValue("global:" + UndeliveredVariable);
        object[] all = [.. LanguagePrimitives.GetEnumerable(earlier)?.Cast<object>() ?? [], .. generated.Undelivered];
        SessionState.PSVariable.Set("global:" + UndeliveredVariable, all);
        WarnLate($"{generated.Undelivered.Count} result(s) with generated passwords may not have been received. They are in $global:{UndeliveredVariable}: store them, then remove the variable.");
    }

    // When the pipeline ended early: after Select-Object -First the vault still answers, after Ctrl+C nothing does and the seed stays.
    private void CloseVaultLate()
    {
        if (_closed || _generated is null)
        {
            return;
        }

        _closed = true;
        try
        {
            if (_generated.Close() is { } kept)
            {
                WarnLate(kept);
            }
        }
        catch (PipelineStoppedException)
        {
            WarnLate($"The seed of this run stays in the vault {VaultName} as {_generated.SeedName}. Restore-CloudPassword -VaultName {VaultName} -RunId {RunId} names every password this run may have set.");
        }
    }

    // Streams are closed by now; the host is not.
    private void WarnLate(string text)
    {
        try
        {
            // A host need not have a user interface.
            Host?.UI?.WriteWarningLine(text);
        }
        catch (Exception failure) when (failure is HostException or PipelineStoppedException or NotImplementedException or InvalidOperationException)
        {
            // Nor one that writes, or that still does so at the end of a pipeline.
        }
    }

    private void CheckStorage()
    {
        if (!Generates)
        {
            if (VaultName is not null || SecretName is not null || AllowUnstored)
            {
                throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, "-VaultName, -SecretName and -AllowUnstored go with -GeneratePassword.");
            }

            return;
        }

        if (VaultName is null && !AllowUnstored)
        {
            throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, "A generated password has to be kept: give -VaultName, or -AllowUnstored to have it in the results alone.");
        }

        if (VaultName is not null && AllowUnstored)
        {
            throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, "-VaultName stores generated passwords and -AllowUnstored does not: give one of them.");
        }

        if (SecretName is not null)
        {
            if (VaultName is null)
            {
                throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, "-SecretName names entries of a vault: give -VaultName with it.");
            }

            try
            {
                SecretNames.CheckTemplate(SecretName);
            }
            catch (ArgumentException unusable)
            {
                throw new CommandFailure(ErrorIds.UnstoredPassword, ErrorCategory.InvalidArgument, unusable.Message);
            }
        }
    }
}
