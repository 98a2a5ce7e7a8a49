using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>
/// The 32 random bytes from which one run derives all its passwords, so that storing the seed first stores every password before it
/// exists.
/// </summary>
/// <remarks>
/// A password is the generator fed by HKDF-SHA256: the key is Extract(salt "PasswordCmdlets run seed", seed), the stream is that of
/// <see cref="HkdfRandomSource"/> with an info that names version, kind of password, length, target and attempt. It is the same in every
/// process, on every framework and in every later version that can read <c>pcs1.</c> and <c>pcs2.</c> seeds; a change of any part needs a
/// new version prefix. Instances are safe to use from several threads.
/// </remarks>
internal sealed class RunSeed : IDisposable
{
    private const string Version = "pcs1";
    private const string Prefix = Version + ".";

    // The same seed, followed by a note. A version that cannot read notes rejects it as another version's.
    private const string NotedPrefix = "pcs2.";
    private const int SeedLength = 32;
    private const int CheckLength = 4;
    private const int TextLength = 5 + ((SeedLength + CheckLength) / 3 * 4);

    // Replacement characters would give two different targets one password.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Guarded by itself: a seed that is cleared while it is read would give passwords that anyone can derive.
    private readonly byte[] _seed = new byte[SeedLength];
    private bool _isDisposed;

    private RunSeed()
    {
    }

    private static ReadOnlySpan<byte> Salt => "PasswordCmdlets run seed"u8;

    /// <summary>Draws a new seed.</summary>
    public static RunSeed Create()
    {
        RunSeed seed = new();
        RandomNumberGenerator.Fill(seed._seed);
        return seed;
    }

    /// <summary>Reads a stored seed.</summary>
    /// <param name="secret">The secret that <see cref="ToSecret()"/> or <see cref="ToSecret(string)"/> returned.</param>
    /// <exception cref="FormatException">The secret is not a seed, is damaged, or is of another version.</exception>
    public static RunSeed FromSecret(SecretText secret) =>
        secret.Reveal<object?, RunSeed>(null, static (text, _) => Parse(text));

    /// <summary>Reads a stored seed.</summary>
    /// <param name="secret">What a vault returns of what <see cref="ToSecret()"/> or <see cref="ToSecret(string)"/> returned.</param>
    /// <exception cref="FormatException">The secret is not a seed, is damaged, or is of another version.</exception>
    public static RunSeed FromSecret(SecureString secret)
    {
        using SecretText text = new(secret);
        return FromSecret(text);
    }

    /// <summary>The seed and a note that is no secret: <c>pcs2.</c>, the same 48 characters, a dot and the note.</summary>
    /// <param name="note">The note.</param>
    internal SecretText ToSecret(string note)
    {
        using SecretText plain = ToSecret();
        return plain.Reveal(note, static (text, note) =>
        {
            int length = text.Length + 1 + note.Length;
            char[] noted = ArrayPool<char>.Shared.Rent(length);
            try
            {
                text.CopyTo(noted);
                NotedPrefix.AsSpan().CopyTo(noted);
                noted[text.Length] = '.';
                note.AsSpan().CopyTo(noted.AsSpan(text.Length + 1));
                return new SecretText(noted.AsSpan(0, length));
            }
            finally
            {
                Array.Clear(noted, 0, length);
                ArrayPool<char>.Shared.Return(noted);
            }
        });
    }

    /// <summary>The note of a stored seed; null when it has none.</summary>
    /// <param name="secret">The secret that <see cref="ToSecret(string)"/> returned.</param>
    internal static string? NoteOf(SecretText secret) => secret.Reveal<object?, string?>(null, static (text, _) =>
        HasNote(text) ? text.Slice(TextLength + 1).ToString() : null);

    /// <summary>What is secret of a stored seed: all but its note.</summary>
    /// <param name="secret">What a vault has as the seed.</param>
    internal static SecretText WithoutNote(SecretText secret) => secret.Reveal<object?, SecretText>(null, static (text, _) =>
        new SecretText(HasNote(text) ? text.Slice(0, TextLength) : text));

    /// <summary>The seed as it is stored: <c>pcs1.</c> and 48 characters of Base64url, four bytes of them to notice damage.</summary>
    public SecretText ToSecret()
    {
        char[] text = ArrayPool<char>.Shared.Rent(TextLength);
        Span<byte> bytes = stackalloc byte[SeedLength + CheckLength];
        try
        {
            ReadSeed(bytes.Slice(0, SeedLength));
            WriteCheck(bytes.Slice(0, SeedLength), bytes.Slice(SeedLength));
            Prefix.AsSpan().CopyTo(text);
            Base64Url.Encode(bytes, text.AsSpan(Prefix.Length, TextLength - Prefix.Length));
            return new SecretText(text.AsSpan(0, TextLength));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(text, 0, TextLength);
            ArrayPool<char>.Shared.Return(text);
        }
    }

    /// <summary>The password of one attempt on one target; the same arguments give the same password.</summary>
    /// <param name="targetKey">What identifies the target within the run.</param>
    /// <param name="attempt">1 for the first password, 2 for the one after a rejection, and so on.</param>
    /// <param name="policy">
    /// The policy to satisfy. The policies of one provider's operating systems, and RAM's with and without the account's rule, derive
    /// alike.
    /// </param>
    /// <param name="length">The length; null for the policy's default.</param>
    /// <param name="userName">
    /// The account, so that its name does not occur in the password. Without that chance the password does not depend on it.
    /// </param>
    public SecretText DerivePassword(string targetKey, int attempt, PasswordPolicy policy, int? length = null, string? userName = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(attempt);

        byte[] info = EncodeInfo(policy.Generation.Name, length ?? policy.DefaultGeneratedLength, targetKey, attempt);
        Span<byte> seed = stackalloc byte[SeedLength];
        Span<byte> key = stackalloc byte[HkdfSha256.HashLength];
        try
        {
            ReadSeed(seed);
            HkdfSha256.Extract(Salt, seed, key);
            using HkdfRandomSource random = new(key, info);
            return PasswordGenerator.Generate(policy, length, random, userName);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Clears the seed.</summary>
    public void Dispose()
    {
        lock (_seed)
        {
            _isDisposed = true;
            CryptographicOperations.ZeroMemory(_seed);
        }
    }

    /// <summary>Never the seed.</summary>
    public override string ToString() => "(run seed)";

    private void ReadSeed(Span<byte> seed)
    {
        lock (_seed)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _seed.AsSpan().CopyTo(seed);
        }
    }

    private static bool HasNote(ReadOnlySpan<char> text) =>
        text.StartsWith(NotedPrefix.AsSpan()) && text.Length > TextLength && text[TextLength] == '.';

    // Every field carries its length, so no two lists of fields read the same.
    private static byte[] EncodeInfo(string profile, int length, string targetKey, int attempt)
    {
        byte[][] fields =
        [
            StrictUtf8.GetBytes(Version),
            StrictUtf8.GetBytes(profile),
            BigEndian(length),
            StrictUtf8.GetBytes(targetKey),
            BigEndian(attempt),
        ];
        int total = 0;
        foreach (byte[] field in fields)
        {
            total += sizeof(int) + field.Length;
        }

        byte[] info = new byte[total];
        int position = 0;
        foreach (byte[] field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(info.AsSpan(position), field.Length);
            field.CopyTo(info, position + sizeof(int));
            position += sizeof(int) + field.Length;
        }

        return info;
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static RunSeed Parse(ReadOnlySpan<char> text)
    {
        bool isNoted = text.StartsWith(NotedPrefix.AsSpan());
        if (!isNoted && !text.StartsWith(Prefix.AsSpan()))
        {
            bool isOtherVersion = text.StartsWith("pcs".AsSpan()) && text.IndexOf('.') is > 3 and < 7;
            throw new FormatException(isOtherVersion
                ? "The seed of this run was stored by another version of PasswordCmdlets. Restore it with that version or a later one."
                : "This is not the seed of a run: a seed begins with 'pcs1.'. "
                    + "Read the vault's entry 'PasswordCmdlets-run-' followed by the RunId, unchanged and as it is.");
        }

        Span<byte> bytes = stackalloc byte[SeedLength + CheckLength];
        Span<byte> check = stackalloc byte[CheckLength];
        try
        {
            ReadOnlySpan<char> encoded = text.Slice(Prefix.Length);
            if (isNoted)
            {
                encoded = HasNote(text) ? text.Slice(Prefix.Length, TextLength - Prefix.Length) : [];
            }

            bool isDecoded = Base64Url.TryDecode(encoded, bytes);
            WriteCheck(bytes.Slice(0, SeedLength), check);
            if (!isDecoded || !CryptographicOperations.FixedTimeEquals(check, bytes.Slice(SeedLength)))
            {
                throw new FormatException(
                    "The seed of this run is damaged: characters are missing, added or changed. "
                    + "Read the vault's entry again, or use an earlier version or backup of it.");
            }

            RunSeed seed = new();
            bytes.Slice(0, SeedLength).CopyTo(seed._seed);
            return seed;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void WriteCheck(ReadOnlySpan<byte> seed, Span<byte> check)
    {
        byte[] hash = SHA256.HashData(seed);
        hash.AsSpan(0, CheckLength).CopyTo(check);
        Array.Clear(hash, 0, hash.Length);
    }
}
