using System;
using System.Globalization;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>Checks who calls: by an access key's signature, or by a personal access token.</summary>
internal sealed class ZenlayerAuthenticator
{
    private const string BearerPrefix = "Bearer ";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly ZenlayerCloud _cloud;
    private readonly ApiRequest _request;
    private readonly AuthorizationHeader? _authorization;
    private readonly string? _bearer;

    /// <summary>Creates an authenticator for one request.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public ZenlayerAuthenticator(ZenlayerCloud cloud, ApiRequest request)
    {
        _cloud = cloud;
        _request = request;
        string? header = request.Header("Authorization");
        if (header?.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) == true)
        {
            _bearer = header[BearerPrefix.Length..].Trim();
            AccessKeyId = FindBearer(_bearer)?.Id;
        }
        else
        {
            _authorization = AuthorizationHeader.Parse(header);
            AccessKeyId = _authorization?["Credential"];
        }
    }

    /// <summary>The access key id the request claims to come from, or that of its token.</summary>
    public string? AccessKeyId { get; }

    /// <summary>Checks the request.</summary>
    /// <param name="key">Who calls.</param>
    /// <returns>The error; null when the request is authentic.</returns>
    public ZenlayerError? Check(out AccessKey? key) => _bearer is null ? CheckSignature(out key) : CheckBearer(_bearer, out key);

    private ZenlayerError? CheckBearer(string token, out AccessKey? caller)
    {
        caller = FindBearer(token);
        return caller is null ? new ZenlayerError("AUTHFAILURE_INVALID_AUTHORIZATION", "The access token is invalid.") : null;
    }

    private ZenlayerError? CheckSignature(out AccessKey? caller)
    {
        caller = null;
        string[] signedHeaders = _authorization?.SignedHeaders ?? [];
        if (_authorization?.Algorithm != Zc2Signature.Algorithm
            || _request.Header("X-ZC-Signature-Method") is not (null or Zc2Signature.Algorithm)
            || Array.IndexOf(signedHeaders, "host") < 0
            || Array.IndexOf(signedHeaders, "content-type") < 0)
        {
            return new ZenlayerError("AUTHFAILURE_INVALID_AUTHORIZATION", "The Authorization header is missing or malformed.");
        }

        string? timestamp = _request.Header("X-ZC-Timestamp");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > 253402300799)
        {
            return timestamp is null ? ZenlayerError.Missing("X-ZC-Timestamp") : ZenlayerError.WrongType("X-ZC-Timestamp");
        }

        if (_cloud.Keys.Find(Cloud.Zenlayer, AccessKeyId) is not { IsDisabled: false, IsBearer: false } key)
        {
            return new ZenlayerError("AUTHFAILURE_INVALID_AUTHORIZATION", "The access key does not exist or is disabled.");
        }

        if ((DateTimeOffset.FromUnixTimeSeconds(seconds) - _cloud.Clock.SignatureNow).Duration() > ClockTolerance)
        {
            return new ZenlayerError("AUTHFAILURE_SIGNATURE_EXPIRED", "The signature has expired.");
        }

        if (!Zc2Signature.Verify(_request, _authorization, key.Secret, timestamp!))
        {
            return new ZenlayerError("AUTHFAILURE_SIGNATURE_FAILURE", "The signature does not match.");
        }

        caller = key;
        return null;
    }

    // A personal access token is seeded as a key whose id names it and whose secret is the token.
    private AccessKey? FindBearer(string token)
    {
        foreach (AccessKey key in _cloud.Keys.All)
        {
            if (key is { Provider: Cloud.Zenlayer, IsBearer: true, IsDisabled: false } && Digest.Matches(key.Secret, token))
            {
                return key;
            }
        }

        return null;
    }
}
