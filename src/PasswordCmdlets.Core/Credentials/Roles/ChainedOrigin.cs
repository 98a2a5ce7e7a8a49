using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Another role, assumed first.</summary>
/// <param name="role">The other role.</param>
internal sealed class ChainedOrigin(RoleRequest role) : RoleOrigin
{
    private RoleSession? _session;

    public override async Task<CloudCredential> GetAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        RoleSession session = _session ??= await RoleSession.OpenAsync(role, search, cancellationToken).ConfigureAwait(false);
        return await session.Credentials.GetAsync(cancellationToken).ConfigureAwait(false);
    }

    public override ICredentialProvider Provider(CloudCredential current) => _session!.Credentials;

    public override string Identity(CloudCredential current) => $"role\n{_session?.Key}";
}
