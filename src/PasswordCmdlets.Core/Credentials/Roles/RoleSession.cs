using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The session of a role: opened once for all runspaces, and renewed before it expires.</summary>
/// <param name="key">What distinguishes it from any other session.</param>
/// <param name="credentials">Its current keys.</param>
internal sealed class RoleSession(RoleSessionKey key, RenewingCredentialProvider credentials)
{
    public RoleSessionKey Key => key;

    public RenewingCredentialProvider Credentials => credentials;

    /// <summary>Opens the session of a role, or joins one that is open.</summary>
    /// <param name="role">The role.</param>
    /// <param name="search">The search and its options.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CredentialUnavailableException">There is none, with the reason.</exception>
    public static async Task<RoleSession> OpenAsync(RoleRequest role, CredentialSearch search, CancellationToken cancellationToken)
    {
        IRoleService service = search.Provider.Roles ?? throw new CredentialUnavailableException("roles are not supported");
        if (service.Problem(role) is { } problem)
        {
            throw new CredentialUnavailableException(problem);
        }

        Uri endpoint = RoleEndpoint.Of(role, service, search);
        CloudCredential? origin = await role.Origin.GetAsync(search, cancellationToken).ConfigureAwait(false);
        HttpTransport transport = search.Query.Transport?.Invoke() ?? search.Options.Transport();
        RoleExchange exchange = new(role, service, endpoint, transport, search);
        RoleSessionKey key = new(search.Provider.Name, endpoint.Authority, service.AccountOf(role), role.SessionName, role.Duration,
            role.ExternalId, role.Policy, role.IdentityProvider, role.Settings, role.Origin.Identity(origin), transport);
        return await search.Options.Sessions.OpenAsync(key, FetchAsync, search.Options.Time, cancellationToken).ConfigureAwait(false);

        // The first exchange takes the credential that identifies the origin; each later one asks for it anew.
        async Task<CloudCredential> FetchAsync(CancellationToken cancellation) => await exchange.RunAsync(
            Interlocked.Exchange(ref origin, null) ?? await role.Origin.GetAsync(search, cancellation).ConfigureAwait(false))
            .ConfigureAwait(false);
    }
}
