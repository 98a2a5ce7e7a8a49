using System;
using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Linq;
using System.Net;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

[assembly: AssemblyFixture(typeof(LoopbackOnly))]

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// Watches every connection and name resolution of the test process and fails the run when one was for another machine: a metadata address,
/// a provider, anybody.
/// </summary>
public sealed class LoopbackOnly : EventListener
{
    // The base constructor may already hand out event sources.
    private static readonly ConcurrentDictionary<string, bool> s_elsewhere = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        if (!s_elsewhere.IsEmpty)
        {
            throw new InvalidOperationException(
                "Tests reached for something that is not this machine: "
                    + $"{string.Join("; ", s_elsewhere.Keys.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Whether a socket address, as the runtime's own events write it, is this machine.</summary>
    internal static bool IsLoopbackSocket(string address)
    {
        // InterNetwork:16:{port, port, a, b, c, d, …}; in InterNetworkV6:28:{…} four bytes of flow information come before the address.
        string[] parts = address.Split(':', 3);
        if (parts is not [("InterNetwork" or "InterNetworkV6") and var family, _, var list])
        {
            return parts[0] == "Unix";
        }

        byte[] bytes = [.. list.Trim('{', '}').Split(',').Select(static value => byte.Parse(value, CultureInfo.InvariantCulture))];
        IPAddress ip = family == "InterNetwork" ? new IPAddress(bytes[2..6]) : new IPAddress(bytes[6..22]);
        return IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);
    }

    /// <summary>Whether resolving the name sends no DNS query.</summary>
    internal static bool IsOwnName(string name) => name.Length == 0
        || string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
        || string.Equals(name, Dns.GetHostName(), StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out IPAddress? ip) && IPAddress.IsLoopback(ip))
        || Array.Exists(name.Split('.'), static label => label.Length > 63);

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        ArgumentNullException.ThrowIfNull(eventData);

        if (eventData.Payload is [string text, ..]
            && ((eventData.EventName == "ConnectStart" && !IsLoopbackSocket(text))
                || (eventData.EventName == "ResolutionStart" && !IsOwnName(text))))
        {
            s_elsewhere[$"{eventData.EventName} {text}"] = true;
        }
    }
}
