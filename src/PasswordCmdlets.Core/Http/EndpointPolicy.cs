using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Net;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Http;

/// <summary>What an endpoint must be before a credential or a password is sent to it.</summary>
internal static class EndpointPolicy
{
    /// <summary>
    /// Whether an endpoint of a parameter may be used: https, or http to a loopback address, and nothing but scheme, host and port.
    /// Requests have paths of their own; a gateway that distinguishes services by the path would send them, and the passwords in them,
    /// elsewhere.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="usualPath">A path that endpoints of the service are written with and that its requests have themselves.</param>
    public static EndpointValidationResult Check(Uri endpoint, string usualPath = "")
    {
        EndpointValidationResult result = CheckOrigin(endpoint);
        return !result.Allowed || endpoint.AbsolutePath == "/" || endpoint.AbsolutePath.TrimEnd('/') == usualPath
            ? result
            : EndpointValidationResult.Reject(
                $"The endpoint for {endpoint.Host} carries a path, which requests do not use. "
                + $"Specify {endpoint.GetLeftPart(UriPartial.Authority)}, or a gateway with a host or a port for this service alone.");
    }

    /// <summary>
    /// Whether the scheme, host and port of an endpoint may be used, and it has neither a query nor a user name. Its path is not checked.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    public static EndpointValidationResult CheckOrigin(Uri endpoint)
    {
        if (!endpoint.IsAbsoluteUri || endpoint.Host.Length == 0)
        {
            return EndpointValidationResult.Reject("The endpoint is not an absolute address. Specify https://host.");
        }

        if (!HasHostName(endpoint))
        {
            return EndpointValidationResult.Reject("The endpoint's host is not a valid domain name.");
        }

        // No part of a rejected address is repeated beyond scheme and host: the user info may be a secret.
        if (endpoint.UserInfo.Length > 0)
        {
            return EndpointValidationResult.Reject(
                $"The endpoint for {endpoint.Host} carries a user name or password. Remove it; specify -AccessKey for a key.");
        }

        if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            return EndpointValidationResult.Reject($"The endpoint for {endpoint.Host} carries a query or a fragment. Remove it.");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && IsLoopback(endpoint)))
        {
            return EndpointValidationResult.Allow;
        }

        return EndpointValidationResult.Reject(endpoint.Scheme == Uri.UriSchemeHttp
            ? $"The endpoint http://{endpoint.Host} would carry passwords unencrypted; use https "
                + "(http is allowed to a loopback address only)."
            : $"The endpoint's scheme '{endpoint.Scheme}' is not https.");
    }

    /// <summary>
    /// Whether an endpoint that comes from a file or a variable may be used: https to a host of one of the provider's services. A user who
    /// can write a settings file must not be able to send keys elsewhere, for example to a storage host of another tenant in the
    /// provider's domain.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static bool BelongsToProvider(ProviderDescriptor provider, Uri endpoint) =>
        CheckOrigin(endpoint).Allowed && endpoint.Scheme == Uri.UriSchemeHttps && provider.Endpoints.HasServiceHost(endpoint.IdnHost);

    /// <summary>
    /// The other provider in whose domain an endpoint is; null where it is in no other provider's. A password for one provider must not be
    /// sent to another.
    /// </summary>
    /// <param name="provider">The provider that the requests are for.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static ProviderDescriptor? OtherProviderOf(ProviderDescriptor provider, Uri endpoint) =>
        provider.Endpoints.HasHost(endpoint.IdnHost)
            ? null
            : ProviderCatalog.Providers.FirstOrDefault(other => other.Endpoints.HasHost(endpoint.IdnHost));

    /// <summary>Reads an endpoint as files and variables write it, with or without the scheme; https where none is given.</summary>
    /// <param name="text">The text: <c>cvm.tencentcloudapi.com</c>.</param>
    /// <param name="endpoint">The endpoint.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? endpoint)
    {
        string trimmed = text.Trim();
        string absolute = trimmed.Contains("://", StringComparison.Ordinal) ? trimmed : "https://" + trimmed;
        return Uri.TryCreate(absolute, UriKind.Absolute, out endpoint);
    }

    /// <summary>
    /// Whether the host of an address has a name in ASCII (IDN). Uri also accepts a host that has none, and a period alone.
    /// </summary>
    /// <param name="address">The address.</param>
    public static bool HasHostName(Uri address)
    {
        try
        {
            return address.IdnHost.Trim('.').Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    /// <summary>Whether an address is this machine: 127.0.0.0/8, ::1 or localhost.</summary>
    /// <param name="endpoint">The address.</param>
    public static bool IsLoopback(Uri endpoint) =>
        endpoint.IsAbsoluteUri
            && (string.Equals(endpoint.Host, "localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address)));
}
