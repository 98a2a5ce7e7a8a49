using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The proxy of the usual environment variables, read the way .NET's HttpEnvironmentProxy does (lower case first, HTTP_PROXY not
/// under CGI, a leading dot in NO_PROXY for a domain and all in it), which .NET Framework does not have; and besides, as curl
/// does, <c>*</c> and <c>*.domain</c> and a port in NO_PROXY.
/// </summary>
internal sealed class EnvironmentProxy(Uri? forHttp, Uri? forHttps, IReadOnlyList<string> bypass) : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public static EnvironmentProxy? Read(Func<string, string?> environment)
    {
        // In a CGI program HTTP_PROXY is the request's "Proxy:" header, which anyone may send.
        bool isCgi = !string.IsNullOrEmpty(environment("GATEWAY_INTERFACE"));
        Uri? all = Parse(environment("all_proxy")) ?? Parse(environment("ALL_PROXY"));
        Uri? http = Parse(environment("http_proxy")) ?? (isCgi ? null : Parse(environment("HTTP_PROXY"))) ?? all;
        Uri? https = Parse(environment("https_proxy")) ?? Parse(environment("HTTPS_PROXY")) ?? all;
        if (http is null && https is null)
        {
            return null;
        }

        string exceptions = NonEmpty(environment("no_proxy")) ?? NonEmpty(environment("NO_PROXY")) ?? string.Empty;
        List<string> bypass = [];
        foreach (string exception in exceptions.Split(','))
        {
            if (exception.Trim() is { Length: > 0 } entry)
            {
                bypass.Add(entry);
            }
        }

        return new EnvironmentProxy(http is null ? null : ProxySettings.Plain(http), https is null ? null : ProxySettings.Plain(https), bypass)
        {
            Credentials = CredentialsOf(http, https),
        };
    }

    /// <summary>The user name and password written into a proxy's address.</summary>
    public static NetworkCredential? CredentialIn(Uri? proxy)
    {
        if (proxy is null || proxy.UserInfo.Length == 0)
        {
            return null;
        }

        int colon = proxy.UserInfo.IndexOf(':');
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(proxy.UserInfo), string.Empty)
            : new NetworkCredential(Uri.UnescapeDataString(proxy.UserInfo.Substring(0, colon)), Uri.UnescapeDataString(proxy.UserInfo.Substring(colon + 1)));
    }

    public Uri? GetProxy(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? forHttps : forHttp;

    public bool IsBypassed(Uri host)
    {
        if (GetProxy(host) is null)
        {
            return true;
        }

        foreach (string entry in bypass)
        {
            if (entry == "*" || Matches(entry, host))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string entry, Uri host)
    {
        string name = entry;
        int colon = entry.IndexOf(':');
        if (colon > 0 && colon == entry.LastIndexOf(':'))
        {
            if (entry.Substring(colon + 1) != host.Port.ToString(CultureInfo.InvariantCulture))
            {
                return false;
            }

            name = entry.Substring(0, colon);
        }

        if (name.StartsWith("*.", StringComparison.Ordinal))
        {
            name = name.Substring(1);
        }

        return name.StartsWith('.')
            ? host.Host.EndsWith(name, StringComparison.OrdinalIgnoreCase) || string.Equals(name.Substring(1), host.Host, StringComparison.OrdinalIgnoreCase)
            : string.Equals(name.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
    }

    // What cannot be read as a proxy is passed over, as .NET does; curl's form without a scheme means http.
    private static Uri? Parse(string? value)
    {
        if (NonEmpty(value) is not { } text)
        {
            return null;
        }

        string address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? proxy) && proxy.Host.Length > 0 && ProxySettings.IsSupported(proxy.Scheme) ? proxy : null;
    }

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();

    private static CredentialCache? CredentialsOf(params Uri?[] proxies)
    {
        CredentialCache? cache = null;
        foreach (Uri? proxy in proxies)
        {
            if (CredentialIn(proxy) is { } credential)
            {
                cache ??= [];
                Uri plain = ProxySettings.Plain(proxy!);
                if (cache.GetCredential(plain, "Basic") is null)
                {
                    foreach (string scheme in (string[])["Basic", "Digest", "NTLM", "Negotiate"])
                    {
                        cache.Add(plain, scheme, credential);
                    }
                }
            }
        }

        return cache;
    }
}
