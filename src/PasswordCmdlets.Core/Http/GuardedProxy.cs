using System;
using System.Linq;
using System.Net;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// A proxy that loopback and metadata addresses never go through: only this machine may respond there, and a proxy that
/// responded instead could return keys of its own.
/// </summary>
internal sealed class GuardedProxy(IWebProxy? inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner?.Credentials;
        set
        {
            if (inner is not null)
            {
                inner.Credentials = value;
            }
        }
    }

    // An address equal to the destination is how .NET Framework says "no proxy"; .NET asks IsBypassed first.
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? destination : inner!.GetProxy(destination);

    public bool IsBypassed(Uri host) => inner is null || IsLocal(host) || inner.IsBypassed(host);

    private static bool IsLocal(Uri host)
        => EndpointPolicy.IsLoopback(host)
            || ProviderCatalog.Providers.Any(provider =>
                provider.Credentials.Role?.MetadataHosts.Contains(host.Host.TrimEnd('.'), StringComparer.OrdinalIgnoreCase) == true);
}
