using System;
using System.Buffers.Text;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>
/// Plays every issuer of identity tokens, such as Azure DevOps, and checks what it has issued. Its key lasts as long as the sandbox.
/// </summary>
internal sealed class TokenIssuer : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>Issues a token.</summary>
    /// <param name="claims">Its claims.</param>
    /// <param name="now">The time.</param>
    /// <param name="isForged">Whether its signature is wrong.</param>
    public string Issue(TokenClaims claims, DateTimeOffset now, bool isForged = false)
    {
        string header = Encode("""{"alg":"RS256","typ":"JWT"}"""u8);
        string payload = Encode(JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = claims.Issuer,
            sub = claims.Subject,
            aud = claims.Audience,
            iat = now.ToUnixTimeSeconds(),
            exp = claims.ExpiresAt.ToUnixTimeSeconds(),
        }));
        byte[] signature = _key.SignData(
            Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        signature[0] ^= (byte)(isForged ? 1 : 0);
        return $"{header}.{payload}.{Encode(signature)}";
    }

    /// <summary>Checks a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="provider">The identity provider that the request is for.</param>
    /// <param name="now">The time.</param>
    /// <param name="claims">The claims; null for an invalid token.</param>
    public TokenProblem Check(string? token, IdentityProvider provider, DateTimeOffset now, out TokenClaims? claims)
    {
        claims = null;
        string[] parts = token?.Split('.') ?? [];
        if (parts.Length != 3 || !TryDecode(parts[1], out byte[] payload) || !TryDecode(parts[2], out byte[] signature))
        {
            return TokenProblem.Invalid;
        }

        byte[] signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!_key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return TokenProblem.InvalidSignature;
        }

        using JsonDocument document = JsonDocument.Parse(payload);
        JsonElement root = document.RootElement;
        claims = new TokenClaims(
            root.GetProperty("iss").GetString()!,
            root.GetProperty("sub").GetString()!,
            root.GetProperty("aud").GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("exp").GetInt64()));
        return claims.Issuer != provider.Issuer ? TokenProblem.Invalid
            : !provider.ClientIds.Contains(claims.Audience) ? TokenProblem.AudienceNotMatch
            : claims.ExpiresAt <= now ? TokenProblem.Expired
            : TokenProblem.None;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bool isValid = Base64Url.IsValid(text);
        bytes = isValid ? Base64Url.DecodeFromChars(text) : [];
        return isValid;
    }
}
