using System;
using System.Linq;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The entry of a run in a vault: its seed and its note.</summary>
internal sealed class SeedEntry(RunSeed seed, SeedNote note) : IDisposable
{
    // Another run's seed younger than this may belong to a run that is still at work.
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(24);

    public RunSeed Seed => seed;

    public SeedNote Note => note;

    /// <summary>Reads the entry of a run.</summary>
    /// <exception cref="SecretStoreException">It does not exist, is damaged, or cannot be read.</exception>
    public static SeedEntry Read(ISecretStore store, string runId)
    {
        try
        {
            using SecretText text = Fetch(store, runId);
            return new SeedEntry(RunSeed.FromSecret(text), SeedNote.Parse(RunSeed.NoteOf(text)) ?? SeedNote.None);
        }
        catch (Exception damaged) when (damaged is FormatException or ArgumentException)
        {
            throw new SecretStoreException(damaged.Message, damaged);
        }
        catch (SecretStoreException failure) when (!failure.IsUnsupported)
        {
            throw new SecretStoreException(
                $"{failure.Message} If the vault has no such entry: the seed of a run is removed when no target needs it any more.");
        }
    }

    /// <summary>Stores the entry of a run and reads it back, because some vaults return without having stored anything.</summary>
    /// <exception cref="SecretStoreException">The entry is not in the vault.</exception>
    public static void Write(ISecretStore store, string runId, RunSeed seed, SeedNote note)
    {
        using SecretText text = seed.ToSecret(note.ToString());
        StoreCertainly(store, SecretNames.ForRun(runId), text, "the seed");
    }

    /// <summary>
    /// Writes the entry of a run with another note. The extension of a vault may remove an entry before it stores it anew, and fail or be
    /// killed between: a copy has the seed meanwhile.
    /// </summary>
    /// <exception cref="SecretStoreException">The entry is as it was, or the copy has the seed.</exception>
    public static void Update(ISecretStore store, string runId, RunSeed seed, SeedNote note)
    {
        string copy = SecretNames.ForCopy(runId);
        using (SecretText text = seed.ToSecret(note.ToString()))
        {
            StoreCertainly(store, copy, text, "a copy of the seed");
        }

        Write(store, runId, seed, note);
        store.Remove(copy);
    }

    /// <summary>Removes the entry of a run, and a copy that an interrupted update left.</summary>
    /// <exception cref="SecretStoreException">It is still in the vault.</exception>
    public static void Remove(ISecretStore store, string runId)
    {
        string name = SecretNames.ForRun(runId);
        string copy = SecretNames.ForCopy(runId);
        foreach (string entry in store.Names(name).OrderByDescending(static entry => entry.Length))
        {
            if (SecretNames.Comparer.Equals(entry, name) || SecretNames.Comparer.Equals(entry, copy))
            {
                store.Remove(entry);
            }
        }
    }

    /// <summary>Stores a secret and reads it back.</summary>
    /// <exception cref="SecretStoreException">It is not in the vault.</exception>
    public static void StoreCertainly(ISecretStore store, string entry, SecretText secret, string what)
    {
        store.Store(entry, secret);
        using SecretText stored = store.Fetch(entry);
        if (!stored.SameTextAs(secret))
        {
            throw new SecretStoreException($"The vault {store.Name} does not return {what} that was stored in it as {entry}.");
        }
    }

    /// <summary>
    /// A run of another computer or account that may have changed the same targets meanwhile; null when there is none. Of two such runs
    /// either may have been the last to change a target and the first to store its password.
    /// </summary>
    public static string? FindOverlapping(ISecretStore store, string runId, SeedNote ours, DateTimeOffset now)
    {
        foreach (string name in store.Names(SecretNames.RunPrefix))
        {
            string other = name.Substring(SecretNames.RunPrefix.Length);
            if (!SecretNames.IsRunId(other)
                || SecretNames.Comparer.Equals(name, SecretNames.ForRun(runId))
                || RunIds.StartOf(other) is not { } began
                || began <= now - LongestRun)
            {
                continue;
            }

            using SecretText text = store.Fetch(name);
            if (SeedNote.Parse(RunSeed.NoteOf(text))?.Overlaps(ours, RunIds.StartOf(runId)) == true)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>Clears the seed.</summary>
    public void Dispose() => seed.Dispose();

    private static SecretText Fetch(ISecretStore store, string runId)
    {
        try
        {
            return store.Fetch(SecretNames.ForRun(runId));
        }
        catch (SecretStoreException)
        {
            if (HasCopy(store, runId))
            {
                return store.Fetch(SecretNames.ForCopy(runId));
            }

            throw;
        }
    }

    private static bool HasCopy(ISecretStore store, string runId)
    {
        string copy = SecretNames.ForCopy(runId);
        try
        {
            return store.Names(copy).Contains(copy, SecretNames.Comparer);
        }
        catch (SecretStoreException)
        {
            return false;
        }
    }
}
