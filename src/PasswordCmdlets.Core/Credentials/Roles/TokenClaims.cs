using System;
using System.Text.Json;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>
/// Who a token of an identity provider is for, read without a check of its signature: only the provider decides whether the token is valid.
/// </summary>
internal static class TokenClaims
{
    /// <summary>A fingerprint of issuer, subject and audience: a token for another subject is another origin.</summary>
    public static string Of(SecretText token)
    {
        using SecretText claims = token.Reveal(0, static (characters, _) => new SecretText(Claims(characters).AsSpan()));
        return SecretFingerprint.Of(claims);
    }

    private static string Claims(ReadOnlySpan<char> token)
    {
        int start = token.IndexOf('.') + 1;
        int length = token.Slice(start).IndexOf('.');
        if (start == 0 || length < 0)
        {
            return string.Empty;
        }

        string payload = token.Slice(start, length).ToString().Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            byte[] json = Convert.FromBase64String(payload + new string('=', (4 - (payload.Length % 4)) % 4));
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            string audience = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("aud", out JsonElement aud)
                ? aud.GetRawText()
                : string.Empty;
            return $"{root.Text("iss")}\n{root.Text("sub")}\n{audience}";
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return string.Empty;
        }
    }
}
