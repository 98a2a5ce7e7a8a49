using System;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>Which proxy requests go through: what the command says, else what the usual environment variables say.</summary>
public static class ProxySettings
{
    /// <summary>
    /// The proxy to give to an HTTP handler. It is never null, so that a handler does not fall back to one of its own, and it never
    /// sends requests to loopback or metadata addresses through a proxy.
    /// </summary>
    /// <param name="proxy">The proxy given to the command; null to read <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>.</param>
    /// <param name="credential">What the given proxy asks for.</param>
    /// <exception cref="ArgumentException">The given proxy is not one that can be used.</exception>
    public static IWebProxy Create(Uri? proxy, NetworkCredential? credential)
        => Create(proxy, credential, Environment.GetEnvironmentVariable);

    internal static IWebProxy Create(Uri? proxy, NetworkCredential? credential, Func<string, string?> environment)
    {
        if (proxy is null)
        {
            return new GuardedProxy(EnvironmentProxy.Read(environment));
        }

        if (!proxy.IsAbsoluteUri || !IsSupported(proxy.Scheme))
        {
            throw new ArgumentException($"The proxy is given as an http address, such as http://proxy.example:3128; {Kind(proxy)} cannot be used.", nameof(proxy));
        }

        ICredentials? answers = credential ?? EnvironmentProxy.CredentialIn(proxy);
        return new GuardedProxy(new EnvironmentProxy(Plain(proxy), Plain(proxy), bypass: []) { Credentials = answers });
    }

    // SOCKS and a TLS connection to the proxy itself are beyond .NET Framework's handler.
    internal static bool IsSupported(string scheme)
#if NETFRAMEWORK
        => scheme == "http";
#else
        => scheme is "http" or "https" or "socks4" or "socks4a" or "socks5";
#endif

    /// <summary>The address without user info, which goes into <see cref="IWebProxy.Credentials"/> instead.</summary>
    internal static Uri Plain(Uri proxy) => new UriBuilder(proxy) { UserName = string.Empty, Password = string.Empty }.Uri;

    private static string Kind(Uri proxy) => proxy.IsAbsoluteUri ? $"the scheme '{proxy.Scheme}'" : "a relative address";
}
