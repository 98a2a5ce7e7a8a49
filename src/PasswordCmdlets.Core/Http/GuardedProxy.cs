using System;
using System.Net;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// A proxy that loopback and metadata addresses never go through: what answers there is this machine alone, and a proxy that
/// answered in its place could hand out keys of its own.
/// </summary>
internal sealed class GuardedProxy(IWebProxy? inner) : IWebProxy
{
    // Alibaba; Huawei and everyone else's; Tencent by name and by address.
    private static readonly string[] s_metadataHosts = ["100.100.100.200", "169.254.169.254", "metadata.tencentyun.com", "169.254.0.23"];

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
        => EndpointPolicy.IsLoopback(host) || Array.Exists(s_metadataHosts, metadata => string.Equals(metadata, host.Host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));
}
