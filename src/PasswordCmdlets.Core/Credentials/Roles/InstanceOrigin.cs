using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The role of the machine that this runs on.</summary>
/// <param name="instance">The provider's metadata service.</param>
/// <param name="roleName">The role that the profile specifies; null for the role of the instance.</param>
internal sealed class InstanceOrigin(IInstanceRole instance, string? roleName) : RoleOrigin
{
    public override Task<CloudCredential> GetAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        if (!search.Query.UseInstanceRole)
        {
            throw new CredentialUnavailableException("uses the instance role, and -NoInstanceRole is specified");
        }

        return instance.DisabledBy(search) is { } reason
            ? throw new CredentialUnavailableException(reason)
            : InstanceRoleCredentialSource.FetchAsync(instance, search, roleName, cancellationToken);
    }

    public override string Identity(CloudCredential current) => $"instance\n{roleName}";
}
