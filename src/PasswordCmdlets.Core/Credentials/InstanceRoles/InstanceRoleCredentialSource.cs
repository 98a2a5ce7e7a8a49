using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>
/// The metadata service of the machine this runs on, asked as the last source or because a profile specifies it. When a profile does and
/// there is no credential, the search ends: another credential would be another identity.
/// </summary>
/// <param name="role">The provider's metadata service.</param>
/// <param name="source">The profile that specifies it; null at the end of the chain.</param>
/// <param name="roleName">The role that the profile specifies.</param>
internal sealed class InstanceRoleCredentialSource(IInstanceRole role, string? source = null, string? roleName = null) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        string name = source ?? role.Name;
        if (role.DisabledBy(search) is { } reason)
        {
            // To switch the instance role off is to ask for another identity, so the profile is skipped like any that cannot be used.
            if (source is null)
            {
                search.NotThere(name, reason);
            }
            else
            {
                search.Unusable(name, reason);
            }

            return null;
        }

        try
        {
            CloudCredential credential = await FetchAsync(role, search, roleName, cancellationToken);
            return search.Found(credential, new RenewingCredentialProvider(
                credential, cancellation => FetchAsync(role, search, roleName, cancellation), search.Options.Time));
        }
        catch (CredentialUnavailableException unavailable)
        {
            if (source is not null)
            {
                return search.Reject(name, unavailable.Message);
            }

            search.NotThere(name, unavailable.Message);
            return null;
        }
    }

    /// <summary>Asks a metadata service for the role's current credential.</summary>
    /// <exception cref="CredentialUnavailableException">There is none, with the reason.</exception>
    public static async Task<CloudCredential> FetchAsync(
        IInstanceRole role, CredentialSearch search, string? roleName, CancellationToken cancellationToken)
    {
        CredentialDraft draft = await role.FetchAsync(search, roleName, cancellationToken);
        return draft.Build(search, out string problem)
            ?? throw new CredentialUnavailableException($"the metadata service's response is incomplete: {problem}");
    }
}
