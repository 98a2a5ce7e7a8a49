using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Sandbox.Requests;

/// <summary>
/// What may be shown of a request: query values and headers are shown by name, everything unknown is hidden, so a secret that
/// comes in an unexpected place is hidden too.
/// </summary>
internal static class Redaction
{
    private const string Hidden = "***";

    private static readonly FrozenSet<string> ShownParameters = FrozenSet.ToFrozenSet(
        [
            "Action", "Version", "Format", "AccessKeyId", "RegionId", "InstanceId", "InstanceIds", "UserName", "SignatureMethod",
            "SignatureVersion", "SignatureNonce", "SignatureType", "Timestamp", "PageSize", "PageNumber", "ForceStop", "DryRun",
            "PasswordResetRequired", "MFABindRequired", "name", "limit", "offset", "status", "instance_id", "id",
            "server_id", "expect-fields",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> HiddenHeaders = FrozenSet.ToFrozenSet(
        [
            "X-TC-Token", "x-acs-security-token", "x-acs-bearer-token", "X-Security-Token", "X-Auth-Token", "X-Subject-Token", "Cookie",
            "Proxy-Authorization", "X-aliyun-ecs-metadata-token", "X-Metadata-Token",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The URL of a request, without secrets.</summary>
    /// <param name="host">The Host header.</param>
    /// <param name="path">The path.</param>
    /// <param name="query">The query, without the question mark.</param>
    public static string Url(string host, string path, string query)
    {
        if (query.Length == 0)
        {
            return $"http://{host}{path}";
        }

        StringBuilder url = new($"http://{host}{path}?");
        foreach (Range range in query.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = query.AsSpan(range);
            int equals = pair.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? pair : pair[..equals];
            bool isShown = equals < 0 || ShownParameters.Contains(name.ToString());
            url.Append(url[^1] == '?' ? string.Empty : "&").Append(isShown ? pair : $"{name}={Hidden}");
        }

        return url.ToString();
    }

    /// <summary>The headers of a request, without secrets.</summary>
    /// <param name="headers">The headers.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(IHeaderDictionary headers)
    {
        List<KeyValuePair<string, string>> shown = new(headers.Count);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            string value = values.ToString();
            shown.Add(new(name, HiddenHeaders.Contains(name) ? Hidden : IsAuthorization(name) ? Authorization(value) : value));
        }

        return shown;
    }

    private static bool IsAuthorization(string name) => string.Equals(name, "Authorization", StringComparison.OrdinalIgnoreCase);

    private static string Authorization(string value)
    {
        int signature = value.IndexOf("Signature=", StringComparison.Ordinal);
        if (signature >= 0)
        {
            return value[..(signature + "Signature=".Length)] + Hidden;
        }

        int space = value.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? Hidden : value[..(space + 1)] + Hidden;
    }
}
