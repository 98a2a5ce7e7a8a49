using System.Security.Cryptography;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Distinguishes secrets without keeping them: a hash with a key of this process.</summary>
internal static class SecretFingerprint
{
    private static readonly byte[] Key = CreateKey();

    public static string Of(SecretText secret) => secret.Reveal(0, static (characters, _) =>
    {
        using SecretBuffer utf8 = new(256);
        Signing.WriteUtf8(characters, utf8);
        return Signing.Hex(HMACSHA256.HashData(Key, utf8.WrittenSpan));
    });

    private static byte[] CreateKey()
    {
        byte[] key = new byte[32];
        RandomNumberGenerator.Fill(key);
        return key;
    }
}
