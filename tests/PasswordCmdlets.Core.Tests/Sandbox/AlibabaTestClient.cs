using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.Sandbox;

/// <summary>Where a call's parameters travel and how it is signed.</summary>
internal enum AlibabaWire
{
    RpcForm,
    RpcQuery,
    Acs3Query,
    Acs3Form,
}

/// <summary>Calls the sandbox's ECS and RAM the way an SDK does. What a test wants to be wrong, it sets.</summary>
internal sealed record AlibabaTestClient(SandboxFixture Sandbox)
{
    public const string Ecs = "2014-05-26";
    public const string Ram = "2015-05-01";

    /// <summary>The version of STS.</summary>
    public const string Sts = "2015-04-01";

    public AlibabaWire Wire { get; init; } = AlibabaWire.RpcForm;

    public string Version { get; init; } = Ecs;

    public string KeyId { get; init; } = "sandbox-alibaba-id";

    public string Secret { get; init; } = "sandbox-alibaba-secret";

    public string? Token { get; init; }

    public string? Format { get; init; } = "JSON";

    public string? Nonce { get; init; }

    public TimeSpan ClockError { get; init; }

    public string? Timestamp { get; init; }

    public Func<Dictionary<string, string>, Dictionary<string, string>> Tamper { get; init; } = parameters => parameters;

    public Func<string, string> TamperAuthorization { get; init; } = header => header;

    public static string Encode(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(octet =>
        octet < 0x80 && (char.IsAsciiLetterOrDigit((char)octet) || "-_.~".Contains((char)octet, StringComparison.Ordinal))
            ? ((char)octet).ToString()
            : "%" + octet.ToString("X2", CultureInfo.InvariantCulture)));

    public Task<SandboxResponse> CallAsync(string action, params (string Name, string Value)[] own)
    {
        Dictionary<string, string> parameters = own.ToDictionary(pair => pair.Name, pair => pair.Value);
        return Sandbox.SendAsync(Wire is AlibabaWire.RpcForm or AlibabaWire.RpcQuery ? Rpc(action, parameters) : Acs3(action, parameters));
    }

    private static string Canonical(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}").Order(StringComparer.Ordinal));

    // As FormUrlEncodedContent and URLSearchParams write it: a plus for a space, ! ' ( ) * raw where the canonical form encodes them.
    private static string Loose(IEnumerable<KeyValuePair<string, string>> parameters) => Canonical(parameters)
        .Replace("%20", "+", StringComparison.Ordinal)
        .Replace("%21", "!", StringComparison.Ordinal)
        .Replace("%27", "'", StringComparison.Ordinal)
        .Replace("%28", "(", StringComparison.Ordinal)
        .Replace("%29", ")", StringComparison.Ordinal)
        .Replace("%2A", "*", StringComparison.Ordinal);

    private string Time() =>
        Timestamp
            ?? (Sandbox.Clock.GetUtcNow() + ClockError).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The provider's scheme.")]
    private HttpRequestMessage Rpc(string action, Dictionary<string, string> own)
    {
        Dictionary<string, string> parameters = new(own)
        {
            ["Action"] = action,
            ["Version"] = Version,
            ["AccessKeyId"] = KeyId,
            ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = Nonce ?? Guid.NewGuid().ToString(),
            ["Timestamp"] = Time(),
        };
        if (Format is not null)
        {
            parameters["Format"] = Format;
        }

        if (Token is not null)
        {
            parameters["SecurityToken"] = Token;
        }

        HttpMethod method = Wire == AlibabaWire.RpcForm ? HttpMethod.Post : HttpMethod.Get;
        string toSign = $"{method}&%2F&{Encode(Canonical(parameters))}";
        using HMACSHA1 hmac = new(Encoding.UTF8.GetBytes(Secret + "&"));
        parameters["Signature"] = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(toSign)));
        parameters = Tamper(parameters);
        if (Wire == AlibabaWire.RpcQuery)
        {
            return new HttpRequestMessage(method, "/?" + Canonical(parameters));
        }

        HttpRequestMessage request = new(method, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Loose(parameters))) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded");
        return request;
    }

    private HttpRequestMessage Acs3(string action, Dictionary<string, string> own)
    {
        string query = Wire == AlibabaWire.Acs3Query ? Canonical(own) : "";
        byte[] body = Encoding.UTF8.GetBytes(Wire == AlibabaWire.Acs3Form ? Loose(own) : "");
        SortedDictionary<string, string> headers = new(StringComparer.Ordinal)
        {
            ["host"] = Sandbox.Server.BaseAddress.Authority,
            ["x-acs-action"] = action,
            ["x-acs-version"] = Version,
            ["x-acs-date"] = Time(),
            ["x-acs-signature-nonce"] = Nonce ?? Guid.NewGuid().ToString(),
            ["x-acs-content-sha256"] = TestSignature.Hash(body),
        };
        if (body.Length > 0)
        {
            headers["content-type"] = "application/x-www-form-urlencoded";
        }

        if (Token is not null)
        {
            headers["x-acs-security-token"] = Token;
        }

        string signed = string.Join(';', headers.Keys);
        string canonical =
            $"POST\n/\n{query}\n{string.Concat(headers.Select(pair => $"{pair.Key}:{pair.Value}\n"))}\n"
            + $"{signed}\n{headers["x-acs-content-sha256"]}";
        string signature = TestSignature.HmacHex(Encoding.UTF8.GetBytes(Secret), $"ACS3-HMAC-SHA256\n{TestSignature.Hash(canonical)}");

        HttpRequestMessage request = new(HttpMethod.Post, "/?" + query) { Content = new ByteArrayContent(body) };
        foreach ((string name, string value) in Tamper(new(headers)))
        {
            if (name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else if (name != "host")
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation(
            "Authorization", TamperAuthorization($"ACS3-HMAC-SHA256 Credential={KeyId},SignedHeaders={signed},Signature={signature}"));
        return request;
    }
}
