using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.State;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>What a run wrote to a vault last. The next run of another process reads it before it writes.</summary>
internal sealed record VaultWrite
{
    // A shorter secret could be found from its digest.
    private const int ShortestDigested = 12;
    private const int SaltLength = 16;

    /// <summary>The process that wrote.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>When it began or ended its last write.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The entry that it stored last; null before the first.</summary>
    public string? Entry { get; init; }

    /// <summary>The entry that it removed after that; null when it removed none.</summary>
    public string? Removed { get; init; }

    /// <summary>A salted digest of a long random secret; null for any other.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether nothing is known of it but the time, because the file that had it is damaged.</summary>
    public bool IsUnknown { get; private init; }

    private string? Salt { get; init; }

    /// <summary>A write of a process that may still run.</summary>
    /// <param name="time">When the damaged file was written.</param>
    public static VaultWrite Unknown(DateTimeOffset time) =>
        new() { Process = new ProcessIdentity(string.Empty, 0, default), Time = time, IsUnknown = true };

    /// <summary>This write followed by that of an entry.</summary>
    public VaultWrite AndStored(string entry, SecretText secret, DateTimeOffset time)
    {
        if (secret.Length < ShortestDigested)
        {
            return this with { Time = time, Entry = entry, Removed = null, Salt = null, Digest = null };
        }

        byte[] salt = new byte[SaltLength];
        RandomNumberGenerator.Fill(salt);
        string text = Signing.Hex(salt);
        return this with { Time = time, Entry = entry, Removed = null, Salt = text, Digest = DigestOf(text, secret) };
    }

    /// <summary>Whether a vault shows this write.</summary>
    public bool IsVisibleIn(ISecretStore store)
    {
        if (Removed is not null && Has(store, Removed))
        {
            return false;
        }

        if (Entry is null)
        {
            return true;
        }

        if (!Has(store, Entry))
        {
            return false;
        }

        if (Salt is null || Digest is null)
        {
            return true;
        }

        using SecretText secret = store.Fetch(Entry);
        return string.Equals(DigestOf(Salt, secret), Digest, StringComparison.Ordinal);
    }

    /// <summary>The line of JSON that <see cref="Parse"/> reads.</summary>
    public byte[] ToLine() => StateFile.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("host", Process.Host);
        json.WriteNumber("process", Process.Id);
        json.WriteString("started", Process.Started);
        json.WriteString("time", Time);
        json.WriteString("entry", Entry);
        json.WriteString("removed", Removed);
        json.WriteString("salt", Salt);
        json.WriteString("digest", Digest);
        json.WriteEndObject();
    });

    /// <summary>Reads what <see cref="ToLine"/> returned; null when it is nothing of the kind.</summary>
    public static VaultWrite? Parse(byte[] line) => StateFile.Parse(line, static json => new VaultWrite
    {
        Process = new ProcessIdentity(json.GetProperty("host").GetString()!, json.GetProperty("process").GetInt32(),
            json.GetProperty("started").GetDateTimeOffset()),
        Time = json.GetProperty("time").GetDateTimeOffset(),
        Entry = json.GetProperty("entry").GetString(),
        Removed = json.GetProperty("removed").GetString(),
        Salt = json.GetProperty("salt").GetString(),
        Digest = json.GetProperty("digest").GetString(),
    });

    private static bool Has(ISecretStore store, string entry)
    {
        foreach (string name in store.Names(entry))
        {
            if (SecretNames.Comparer.Equals(name, entry))
            {
                return true;
            }
        }

        return false;
    }

    private static string DigestOf(string salt, SecretText secret) => secret.Reveal(salt, static (characters, salt) =>
    {
        byte[] key = System.Text.Encoding.ASCII.GetBytes(salt);
        return Signing.Hex(HMACSHA256.HashData(key, MemoryMarshal.AsBytes(characters)));
    });
}
