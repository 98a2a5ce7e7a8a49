using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Signing;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>Checks who calls, by either of the two signature schemes.</summary>
internal sealed class AlibabaAuthenticator
{
    private static readonly TimeSpan RpcClockTolerance = TimeSpan.FromMinutes(31);
    private static readonly TimeSpan Acs3ClockTolerance = TimeSpan.FromMinutes(15);

    private readonly AlibabaCloud _cloud;
    private readonly ApiRequest _request;
    private readonly AlibabaParameters _parameters;

    /// <summary>Creates an authenticator for one request.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Its parameters.</param>
    public AlibabaAuthenticator(AlibabaCloud cloud, ApiRequest request, AlibabaParameters parameters)
    {
        _cloud = cloud;
        _request = request;
        _parameters = parameters;
        Authorization = AuthorizationHeader.Parse(request.Header("Authorization"));
        IsAcs3 = Authorization?.Algorithm == Acs3Signature.Algorithm
            || (request.Header("x-acs-action") is not null && parameters["Signature"] is null);
        AccessKeyId = IsAcs3 ? Authorization?["Credential"] : parameters["AccessKeyId"];
    }

    /// <summary>Whether the request is signed by ACS3 instead of RPC version 1.</summary>
    public bool IsAcs3 { get; }

    /// <summary>The access key id the request claims to come from.</summary>
    public string? AccessKeyId { get; }

    private AuthorizationHeader? Authorization { get; }

    /// <summary>Checks the request.</summary>
    /// <param name="key">The key that signed it.</param>
    /// <returns>The error; null when the request is authentic.</returns>
    public AlibabaError? Check(out AccessKey? key)
    {
        key = null;
        if (AccessKeyId is null)
        {
            return AlibabaError.Missing("AccessKeyId");
        }

        if (_cloud.Keys.Find(Cloud.Alibaba, AccessKeyId) is not AccessKey found)
        {
            return new AlibabaError("InvalidAccessKeyId.NotFound");
        }

        AlibabaError? error = found.IsDisabled
            ? new AlibabaError("Forbidden.AccessKeyDisabled")
            : IsAcs3 ? CheckAcs3(found) : CheckRpc(found);
        key = error is null ? found : null;
        return error;
    }

    private AlibabaError? CheckRpc(AccessKey key)
    {
        foreach (string name in (ReadOnlySpan<string>)["Signature", "SignatureNonce", "Timestamp", "SignatureMethod", "SignatureVersion"])
        {
            if (_parameters[name] is null)
            {
                return AlibabaError.Missing(name);
            }
        }

        if (_parameters["SignatureMethod"] != RpcSignature.Algorithm || _parameters["SignatureVersion"] != "1.0")
        {
            return new AlibabaError("InvalidSignatureMethod");
        }

        string stringToSign = RpcSignature.StringToSign(_request.Method, _parameters.Pairs);
        return CheckTimestamp(_parameters["Timestamp"]!, RpcClockTolerance)
            ?? (Digest.Matches(RpcSignature.Sign(key.Secret, stringToSign), _parameters["Signature"]) ? null : Mismatch(stringToSign))
            ?? CheckToken(key, _parameters["SecurityToken"])
            ?? UseNonce(_parameters["SignatureNonce"]!);
    }

    private AlibabaError? CheckAcs3(AccessKey key)
    {
        string[] signed = Authorization?.SignedHeaders ?? [];
        IEnumerable<string> mustBeSigned = _request.Header("x-acs-security-token") is null
            ? Acs3Signature.RequiredHeaders
            : Acs3Signature.RequiredHeaders.Append("x-acs-security-token");
        if (Authorization?.Algorithm != Acs3Signature.Algorithm || !mustBeSigned.All(signed.Contains) || !IsSorted(signed))
        {
            return new AlibabaError("IncompleteSignature");
        }

        foreach (string name in Acs3Signature.RequiredHeaders)
        {
            if (string.IsNullOrEmpty(_request.Header(name)))
            {
                return AlibabaError.Missing(name);
            }
        }

        if (_request.Header("x-acs-content-sha256") != Digest.Sha256Hex(_request.Body.Span))
        {
            return new AlibabaError("IncompleteSignature", "The x-acs-content-sha256 header does not match the body.");
        }

        return CheckTimestamp(_request.Header("x-acs-date")!, Acs3ClockTolerance)
            ?? (Acs3Signature.Verify(_request, Authorization, key.Secret)
                ? null
                : Mismatch(Acs3Signature.CanonicalRequest(_request, signed, _request.Host)))
            ?? CheckToken(key, _request.Header("x-acs-security-token"))
            ?? UseNonce(_request.Header("x-acs-signature-nonce")!);
    }

    private static bool IsSorted(string[] names) => names.SequenceEqual(names.Order(StringComparer.Ordinal));

    private AlibabaError? CheckTimestamp(string text, TimeSpan tolerance)
    {
        if (!DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset timestamp))
        {
            return new AlibabaError("InvalidTimeStamp.Format");
        }

        return (timestamp - _cloud.Clock.SignatureNow).Duration() > tolerance
            ? new AlibabaError(_cloud.Options.ExpiredTimestampCode)
            : null;
    }

    private AlibabaError Mismatch(string signedText) => new(
        "SignatureDoesNotMatch",
        _cloud.Options.EchoesStringToSign
            ? $"Specified signature is not matched with our calculation. server string to sign is:{signedText}"
            : null);

    private AlibabaError? CheckToken(AccessKey key, string? token)
    {
        if (key.SecurityToken is null)
        {
            return string.IsNullOrEmpty(token) ? null : new AlibabaError("InvalidSecurityToken.MismatchWithAccessKey");
        }

        if (string.IsNullOrEmpty(token))
        {
            return new AlibabaError("MissingSecurityToken");
        }

        if (!Digest.Matches(key.SecurityToken, token))
        {
            return new AlibabaError("InvalidSecurityToken.MismatchWithAccessKey");
        }

        return key.ExpiresAt <= _cloud.Clock.Now ? new AlibabaError("InvalidSecurityToken.Expired") : null;
    }

    private AlibabaError? UseNonce(string nonce) =>
        _cloud.Nonces.TryUse(AccessKeyId!, nonce, _cloud.Clock.SignatureNow) ? null : new AlibabaError("SignatureNonceUsed");
}
