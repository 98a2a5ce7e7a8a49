using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.InstanceRoles;

/// <summary>The metadata service of the machine this runs on, asked because nothing else served or because a profile says so.</summary>
/// <param name="role">The provider's way of asking.</param>
/// <param name="source">Who says so: a profile; null when it is the end of the chain.</param>
/// <param name="roleName">The role that the profile names.</param>
internal sealed class InstanceRoleCredentialSource(IInstanceRole role, string? source = null, string? roleName = null) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> LookAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        string name = source ?? role.Name;
        if (role.DisabledBy(search) is { } reason)
        {
            search.NotThere(name, reason);
            return null;
        }

        try
        {
            CloudCredential credential = await FetchAsync(cancellationToken);
            return search.Found(credential, new RenewingCredentialProvider(credential, FetchAsync, search.Options.Time));
        }
        catch (CredentialUnavailableException unavailable)
        {
            search.NotThere(name, unavailable.Message);
            return null;
        }

        async Task<CloudCredential> FetchAsync(CancellationToken cancellation)
        {
            CredentialDraft draft = await role.FetchAsync(search, roleName, cancellation);
            return draft.Build(search, out string problem)
                ?? throw new CredentialUnavailableException($"the metadata service's response is incomplete: {problem}");
        }
    }
}
