using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// Keeps the generated passwords of one run in a vault so that none can be lost: the run's seed is stored before anything is sent, each
/// password when its fate is known, and the seed is removed when nothing depends on it any more. Used on one thread.
/// </summary>
internal sealed class RunVault(ISecretStore store, RunSeed seed, string? template, string runId, VaultWait wait, TimeSpan? lifetime = null)
    : IDisposable
{
    private readonly Dictionary<string, SecretTarget> _names = new(SecretNames.Comparer);
    private readonly SortedSet<string> _scopes = new(StringComparer.Ordinal);

    // What keeps the seed: the entries of targets, or more than can be listed.
    private readonly HashSet<string> _keepsSeed = new(SecretNames.Comparer);
    private readonly MetadataWriter _metadata = new(lifetime, wait.Notice);
    private ExclusiveVault? _exclusive;
    private bool _seedStored;
    private bool _seedNeeded;

    public string StoreName => store.Name;

    public string SeedName { get; } = SecretNames.ForRun(runId);

    private ExclusiveVault Exclusive => _exclusive ?? throw new SecretStoreException($"The run no longer uses the vault {StoreName}.");

    /// <summary>
    /// Waits until no other run uses the vault, stores the seed and reads it back, because some vaults return without having stored
    /// anything; until this has returned nothing may be sent.
    /// </summary>
    /// <param name="scope">Provider and resource of a target that is about to be sent.</param>
    /// <exception cref="SecretStoreException">The seed is not in the vault.</exception>
    /// <exception cref="OperationCanceledException">The command was stopped while it waited.</exception>
    public void StoreSeed(string scope)
    {
        if (_scopes.Contains(scope))
        {
            return;
        }

        _exclusive ??= ExclusiveVault.Open(store, wait, runId);
        _scopes.Add(scope);
        try
        {
            Write(new SeedNote { Origin = wait.Origin, Scopes = [.. _scopes], Template = template });
        }
        catch
        {
            _scopes.Remove(scope);
            throw;
        }

        _seedStored = true;
    }

    /// <summary>Rejects a target whose entry would have the name of another's; null when its name is free.</summary>
    public string? Claim(SecretTarget target)
    {
        // Without a template names differ whenever targets do.
        if (template is null)
        {
            return null;
        }

        string name = SecretNames.Expand(template, target, runId);
        if (!_names.TryGetValue(name, out SecretTarget? first))
        {
            _names[name] = first = target;
        }

        return first == target
            ? null
            : $"{target.InstanceId ?? target.UserName} has the same name in the vault as another target of this command: {name}. "
                + "Put {InstanceId} or {UserName} into the template of -SecretName.";
    }

    /// <summary>
    /// Stores the password of a completed target and reads it back: under its own name when it is in effect, as pending when the outcome
    /// is unknown.
    /// </summary>
    /// <returns>The entry.</returns>
    /// <exception cref="SecretStoreException">The password is not in the vault; the seed stays.</exception>
    public string Keep(SecretTarget target, ChangeStatus status, SecretText password)
    {
        string name = SecretNames.ForTargetOfRun(target, template, runId);
        bool certain = status == ChangeStatus.Succeeded;
        string entry = certain ? name : SecretNames.ForPending(name, runId);
        if (!certain)
        {
            Need(name);
        }

        try
        {
            SeedEntry.StoreCertainly(Exclusive, entry, password, "the password");
            if (certain)
            {
                _metadata.Write(Exclusive, entry, target, runId, wait.Time.GetUtcNow());
            }

            return entry;
        }
        catch
        {
            Need(name);
            throw;
        }
    }

    /// <summary>A target ended without its password being known; the seed has to stay.</summary>
    public void NeedSeed() => _seedNeeded = true;

    /// <summary>
    /// Removes the seed when every target has a certain outcome and is stored. Of two runs of different computers that change the same kind
    /// of target at once, either may have been the last to change a target and the first to store its password; then the seed stays too.
    /// </summary>
    /// <returns>Why the seed stays; null when it is gone or was never stored.</returns>
    public string? Close()
    {
        if (!_seedStored)
        {
            return null;
        }

        SeedNote ended = new()
        {
            Origin = wait.Origin,
            Scopes = [.. _scopes],
            Template = template,
            Ended = wait.Time.GetUtcNow(),
            Open = _seedNeeded ? null : [.. _keepsSeed.OrderBy(static name => name, StringComparer.Ordinal)],
        };
        string kept = $"The seed of this run stays in the vault {StoreName} as {SeedName}";
        try
        {
            if (_seedNeeded || _keepsSeed.Count > 0)
            {
                Write(ended);
                return $"{kept}: not every target ended certainly with its password stored. "
                    + $"Restore-CloudPassword -VaultName {StoreName} -RunId {runId} returns every password that this run may have set.";
            }

            if (SeedEntry.FindOverlapping(Exclusive, runId, ended, wait.Time.GetUtcNow()) is { } other)
            {
                Write(ended);
                return $"{kept}: {SeedNote.OverlapReason(other)}";
            }

            SeedEntry.Remove(Exclusive, runId);
            return null;
        }
        catch (SecretStoreException failure)
        {
            return $"{kept}: {failure.Message}";
        }
    }

    /// <summary>Lets the next run use the vault.</summary>
    public void Dispose()
    {
        _exclusive?.Dispose();
        _exclusive = null;
    }

    private void Need(string name)
    {
        if (_keepsSeed.Count <= SeedNote.MaximumOpen)
        {
            _keepsSeed.Add(name);
        }
    }

    private void Write(SeedNote note)
    {
        if (_seedStored)
        {
            SeedEntry.Update(Exclusive, runId, seed, note);
        }
        else
        {
            SeedEntry.Write(Exclusive, runId, seed, note);
        }
    }
}
