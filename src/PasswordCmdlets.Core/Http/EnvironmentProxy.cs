using System;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The proxy of the usual environment variables, read the way .NET's HttpEnvironmentProxy does (lower case first, HTTP_PROXY not under
/// CGI), which .NET Framework does not have; NO_PROXY the way curl does. A variable that is no address of a proxy is an error: requests
/// must not go directly where a proxy is demanded.
/// </summary>
internal sealed class EnvironmentProxy(Uri? forHttp, Uri? forHttps, NoProxyList noProxy) : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public static EnvironmentProxy? Read(Func<string, string?> environment)
    {
        // In a CGI program HTTP_PROXY is the request's "Proxy:" header, which anyone may send.
        bool isCgi = !string.IsNullOrEmpty(environment("GATEWAY_INTERFACE"));
        Uri? http = isCgi
            ? First(environment, "http_proxy", "all_proxy", "ALL_PROXY")
            : First(environment, "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");
        Uri? https = First(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        if (http is null && https is null)
        {
            return null;
        }

        NoProxyList noProxy = new(NonEmpty(environment("no_proxy")) ?? NonEmpty(environment("NO_PROXY")) ?? string.Empty);
        Uri? plainHttp = http is null ? null : ProxySettings.Plain(http);
        Uri? plainHttps = https is null ? null : ProxySettings.Plain(https);
        return new EnvironmentProxy(plainHttp, plainHttps, noProxy)
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
            : new NetworkCredential(
                Uri.UnescapeDataString(proxy.UserInfo.Substring(0, colon)),
                Uri.UnescapeDataString(proxy.UserInfo.Substring(colon + 1)));
    }

    public Uri? GetProxy(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? forHttps : forHttp;

    public bool IsBypassed(Uri host) => GetProxy(host) is null || noProxy.Contains(host);

    private static Uri? First(Func<string, string?> environment, params string[] names)
    {
        foreach (string name in names)
        {
            if (NonEmpty(environment(name)) is { } text)
            {
                return ProxySettings.Parse(text, name);
            }
        }

        return null;
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
