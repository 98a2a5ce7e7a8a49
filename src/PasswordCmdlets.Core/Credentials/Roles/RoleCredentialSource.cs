using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>
/// A role that a profile or variables specify. When it cannot be assumed the search ends: another credential would be another identity.
/// </summary>
/// <param name="role">The role.</param>
internal sealed class RoleCredentialSource(RoleRequest role) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        try
        {
            RoleSession session = await RoleSession.OpenAsync(role, search, cancellationToken).ConfigureAwait(false);
            return search.Found(await session.Credentials.GetAsync(cancellationToken).ConfigureAwait(false), session.Credentials);
        }
        catch (CredentialUnavailableException unavailable)
        {
            return search.RejectRole(role.Source, unavailable.Message, unavailable.ErrorId);
        }
    }
}
