using System;
using System.Globalization;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>Checks who calls.</summary>
internal sealed class TencentAuthenticator
{
    private const int MaximumBodySize = 10 * 1024 * 1024;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly TencentCloud _cloud;
    private readonly ApiRequest _request;
    private readonly AuthorizationHeader? _authorization;

    /// <summary>Creates an authenticator for one request.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public TencentAuthenticator(TencentCloud cloud, ApiRequest request)
    {
        _cloud = cloud;
        _request = request;
        _authorization = AuthorizationHeader.Parse(request.Header("Authorization"));
        AccessKeyId = _authorization?["Credential"]?.Split('/')[0];
    }

    /// <summary>The access key id the request claims to come from.</summary>
    public string? AccessKeyId { get; }

    /// <summary>Checks the request.</summary>
    /// <param name="key">The key that signed it.</param>
    /// <returns>The error; null when the request is authentic.</returns>
    public TencentError? Check(out AccessKey? key)
    {
        key = null;
        if (_request.IsTooLarge || _request.Body.Length > MaximumBodySize)
        {
            return new TencentError("RequestSizeLimitExceeded");
        }

        string[]? scope = _authorization?["Credential"]?.Split('/');
        string[] signedHeaders = _authorization?.SignedHeaders ?? [];
        if (_authorization?.Algorithm != Tc3Signature.Algorithm
            || scope is not [_, _, _, "tc3_request"]
            || Array.IndexOf(signedHeaders, "host") < 0
            || Array.IndexOf(signedHeaders, "content-type") < 0)
        {
            return new TencentError("AuthFailure.InvalidAuthorization");
        }

        string? timestamp = _request.Header("X-TC-Timestamp");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > 253402300799)
        {
            return timestamp is null ? TencentError.Missing("Timestamp") : TencentError.WrongType("Timestamp");
        }

        // A disabled key is rejected like a deleted one.
        if (_cloud.Keys.Find(Cloud.Tencent, AccessKeyId) is not { IsDisabled: false } found)
        {
            return new TencentError("AuthFailure.SecretIdNotFound");
        }

        DateTimeOffset signedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if ((signedAt - _cloud.Clock.SignatureNow).Duration() > ClockTolerance)
        {
            return new TencentError("AuthFailure.SignatureExpire");
        }

        // The official SDKs take the first label of the endpoint for the service.
        bool isScopeRight = scope[1] == signedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            && (TencentService.IsScopeOf(scope[2], _request.Header("X-TC-Version")) || HostNames.IsFirstLabel(scope[2], _request.Host));
        if (!isScopeRight || !Tc3Signature.Verify(_request, _authorization, found.Secret, timestamp!, scope[1], scope[2]))
        {
            return new TencentError("AuthFailure.SignatureFailure");
        }

        TencentError? error = CheckToken(found);
        key = error is null ? found : null;
        return error;
    }

    /// <summary>Checks a request that is not signed: <c>Authorization: SKIP</c>, or no such header.</summary>
    /// <returns>The error; null when it may proceed.</returns>
    public TencentError? CheckUnsigned() => _request.Header("Authorization") is null or "SKIP"
        ? long.TryParse(_request.Header("X-TC-Timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? null
            : TencentError.Missing("Timestamp")
        : new TencentError("AuthFailure.InvalidAuthorization");

    private TencentError? CheckToken(AccessKey key)
    {
        bool isRight = _request.Header("X-TC-Token") is { Length: > 0 } token
            ? Digest.Matches(key.SecurityToken ?? string.Empty, token)
            : key.SecurityToken is null;
        return isRight && !(key.ExpiresAt <= _cloud.Clock.Now) ? null : new TencentError("AuthFailure.TokenFailure");
    }
}
