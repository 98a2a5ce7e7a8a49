using System;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>Which proxy requests go through: what the command says, else what the usual environment variables say.</summary>
internal static class ProxySettings
{
    // SOCKS and a TLS connection to the proxy itself are beyond .NET Framework's handler.
#if NETFRAMEWORK
    private static readonly string[] s_schemes = ["http"];
#else
    private static readonly string[] s_schemes = ["http", "https", "socks4", "socks4a", "socks5"];
#endif

    /// <summary>
    /// The proxy to give to an HTTP handler. It is never null, so that a handler does not fall back to one of its own, and it never
    /// sends requests to loopback or metadata addresses through a proxy.
    /// </summary>
    /// <param name="proxy">
    /// The proxy of the command; null to read <c>HTTPS_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>.
    /// </param>
    /// <param name="credential">What the specified proxy asks for.</param>
    /// <exception cref="ArgumentException">The proxy of the command or of a variable cannot be used.</exception>
    public static IWebProxy Create(Uri? proxy, NetworkCredential? credential)
        => Create(proxy, credential, Environment.GetEnvironmentVariable);

    internal static IWebProxy Create(Uri? proxy, NetworkCredential? credential, Func<string, string?> environment)
    {
        if (proxy is null)
        {
            return new GuardedProxy(EnvironmentProxy.Read(environment));
        }

        EnvironmentProxy specified = new(Parse(proxy.OriginalString, "-Proxy"), new NoProxyList(string.Empty));
        if (credential is not null)
        {
            specified.Credentials = credential;
        }

        return new GuardedProxy(specified);
    }

    /// <summary>Reads the address of a proxy; without a scheme, as <c>127.0.0.1:3128</c>, it is http.</summary>
    /// <param name="text">The text.</param>
    /// <param name="setting">The parameter or variable, for the message. The text itself may hold a password.</param>
    /// <exception cref="ArgumentException">It is not the address of a proxy that can be used.</exception>
    internal static Uri Parse(string text, string setting)
    {
        string address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? proxy)
            && EndpointPolicy.HasHostName(proxy)
            && proxy.PathAndQuery == "/" && proxy.Fragment.Length == 0
            && Array.IndexOf(s_schemes, proxy.Scheme) >= 0
                ? proxy
                : throw new ArgumentException(
                    $"{setting} is not the address of a proxy. Write http://host:port, such as http://proxy.example:3128. "
                    + $"Supported schemes: {string.Join(", ", s_schemes)}.");
    }

    /// <summary>The address without user info, which goes into <see cref="IWebProxy.Credentials"/> instead.</summary>
    internal static Uri Plain(Uri proxy) => new UriBuilder(proxy) { UserName = string.Empty, Password = string.Empty }.Uri;
}
