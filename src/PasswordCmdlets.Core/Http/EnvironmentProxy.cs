using System;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The proxy of the usual environment variables, read the way .NET's HttpEnvironmentProxy does (lower case first), which .NET Framework
/// does not have; NO_PROXY the way curl does. A variable that is no address of a proxy is an error: requests must not go directly where a
/// proxy is demanded. HTTP_PROXY is not read: plain http goes to loopback addresses only, which need no proxy.
/// </summary>
internal sealed class EnvironmentProxy(Uri address, NoProxyList noProxy) : IWebProxy
{
    private readonly Uri _proxy = ProxySettings.Plain(address);

    public ICredentials? Credentials { get; set; } = CredentialsOf(address);

    public static EnvironmentProxy? Read(Func<string, string?> environment)
    {
        foreach (string name in (string[])["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
        {
            if (NonEmpty(environment(name)) is { } text)
            {
                NoProxyList noProxy = new(NonEmpty(environment("no_proxy")) ?? NonEmpty(environment("NO_PROXY")) ?? string.Empty);
                return new EnvironmentProxy(ProxySettings.Parse(text, name), noProxy);
            }
        }

        return null;
    }

    public Uri GetProxy(Uri destination) => _proxy;

    public bool IsBypassed(Uri host) => noProxy.Contains(host);

    private static string? NonEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();

    // The user name and password written into the address.
    private static CredentialCache? CredentialsOf(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
        {
            return null;
        }

        int colon = proxy.UserInfo.IndexOf(':');
        NetworkCredential credential = colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(proxy.UserInfo), string.Empty)
            : new NetworkCredential(
                Uri.UnescapeDataString(proxy.UserInfo.Substring(0, colon)),
                Uri.UnescapeDataString(proxy.UserInfo.Substring(colon + 1)));

        // The handler asks for the credential of a SOCKS proxy by the scheme of its address.
        CredentialCache cache = [];
        foreach (string scheme in (string[])["Basic", "Digest", "NTLM", "Negotiate", proxy.Scheme])
        {
            cache.Add(ProxySettings.Plain(proxy), scheme, credential);
        }

        return cache;
    }
}
