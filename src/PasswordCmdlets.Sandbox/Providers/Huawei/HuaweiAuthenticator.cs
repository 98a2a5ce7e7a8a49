using System;
using System.Globalization;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>Checks who calls: by a token, or by an access key's signature.</summary>
internal sealed class HuaweiAuthenticator
{
    private const string Incorrect = "Incorrect IAM authentication information: ";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(15);

    private readonly HuaweiCloud _cloud;
    private readonly ApiRequest _request;
    private readonly AuthorizationHeader? _authorization;

    /// <summary>Creates an authenticator for one request.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    public HuaweiAuthenticator(HuaweiCloud cloud, ApiRequest request)
    {
        _cloud = cloud;
        _request = request;
        _authorization = AuthorizationHeader.Parse(request.Header("Authorization"));
        Token = request.Header("X-Auth-Token") is { Length: > 0 } token ? token : null;
        AccessKeyId = Token is null
            ? _authorization?["Access"]
            : _cloud.Tokens.TryGetValue(Token, out HuaweiToken? known) ? known.Owner.Id : null;
    }

    /// <summary>The access key id or user the request claims to come from.</summary>
    public string? AccessKeyId { get; }

    private string? Token { get; }

    /// <summary>Checks the request.</summary>
    /// <param name="projectId">The project in the path; null where there is none.</param>
    /// <param name="key">Who calls.</param>
    /// <returns>The error; null when the request is authentic.</returns>
    public HuaweiError? Check(string? projectId, out AccessKey? key)
    {
        HuaweiError? error = Token is null ? CheckSignature(out key) : CheckToken(Token, projectId, out key);
        if (error is null && projectId is not null && !OwnsProject(key!, projectId))
        {
            return new HuaweiError("DCS.1004");
        }

        return error;
    }

    private HuaweiError? CheckToken(string text, string? projectId, out AccessKey? key)
    {
        key = null;
        bool byService = _cloud.Options.ServiceChecksTokens && projectId is not null;
        if (!_cloud.Tokens.TryGetValue(text, out HuaweiToken? token))
        {
            return byService ? new HuaweiError("DCS.1001") : new HuaweiError("APIGW.0301", Incorrect + "decrypt token fail");
        }

        if (token.ExpiresAt <= _cloud.Clock.Now)
        {
            return byService ? new HuaweiError("DCS.1002") : new HuaweiError("APIGW.0307");
        }

        if (projectId is not null && token.Project?.Id != projectId)
        {
            return new HuaweiError("DCS.1004");
        }

        key = token.Owner;
        return null;
    }

    private HuaweiError? CheckSignature(out AccessKey? key)
    {
        key = null;
        string? date = _request.Header("X-Sdk-Date");
        if (_authorization?.Algorithm != SdkHmacSignature.Algorithm || date is null
            || Array.IndexOf(_authorization.SignedHeaders, "x-sdk-date") < 0)
        {
            return _request.Header("Authorization") is not null
                ? new HuaweiError("APIGW.0301", Incorrect + "the Authorization header is malformed")
                : _cloud.Options.ServiceChecksTokens
                    ? new HuaweiError("DCS.1003")
                    : new HuaweiError("APIGW.0301", Incorrect + "x-auth-token not found");
        }

        if (_cloud.Keys.Find(Cloud.Huawei, AccessKeyId) is not { IsDisabled: false } found)
        {
            return new HuaweiError("APIGW.0301", Incorrect + $"get secretKey failed,ak:{AccessKeyId},err:ak not exist");
        }

        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset signedAt)
            || (signedAt - _cloud.Clock.SignatureNow).Duration() > ClockTolerance)
        {
            return new HuaweiError("APIGW.0301", Incorrect + "signature expired");
        }

        if (!SdkHmacSignature.Verify(_request, _authorization, found.Secret, date))
        {
            return new HuaweiError("APIGW.0301", Incorrect + "verify aksk signature fail");
        }

        key = found;
        return CheckSecurityToken(found);
    }

    private HuaweiError? CheckSecurityToken(AccessKey key)
    {
        bool isRight = _request.Header("X-Security-Token") is { Length: > 0 } token
            ? Digest.Matches(key.SecurityToken ?? string.Empty, token)
                && Array.IndexOf(_authorization!.SignedHeaders, "x-security-token") >= 0
            : key.SecurityToken is null;
        return isRight && !(key.ExpiresAt <= _cloud.Clock.Now)
            ? null
            : new HuaweiError("APIGW.0301", Incorrect + "the security token is invalid or has expired");
    }

    private bool OwnsProject(AccessKey key, string projectId) =>
        _cloud.Projects.TryGetValue(projectId, out HuaweiProject? project) && project.BelongsTo(key.Account);
}
