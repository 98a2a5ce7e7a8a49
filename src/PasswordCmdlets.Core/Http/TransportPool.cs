using System;
using System.Collections.Concurrent;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// The HTTP clients of a process. Commands without a proxy of their own share one for each state of the proxy variables, so
/// that connections and TLS sessions outlive a command.
/// </summary>
internal static class TransportPool
{
    private static readonly string[] ProxyVariables =
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];
    private static readonly ConcurrentDictionary<string, HttpTransport> Shared = new(StringComparer.Ordinal);

    /// <summary>The transport for commands that name no proxy. Not to be disposed.</summary>
    public static HttpTransport FromEnvironment()
    {
        string[] values = Array.ConvertAll(ProxyVariables, static name => Environment.GetEnvironmentVariable(name) ?? string.Empty);
        string key = string.Join("\n", values);
        return Shared.GetOrAdd(key, static _ => new HttpTransport(ProxySettings.Create(null, null)));
    }

    /// <summary>A transport for one command with a proxy of its own; the caller disposes it.</summary>
    public static HttpTransport For(Uri proxy, NetworkCredential? credential) => new(ProxySettings.Create(proxy, credential));
}
