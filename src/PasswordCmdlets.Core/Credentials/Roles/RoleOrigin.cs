using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>What a role is assumed with.</summary>
internal abstract class RoleOrigin
{
    /// <summary>Whether it is a token of an identity provider and no access key.</summary>
    public virtual bool IsToken => false;

    /// <summary>The current credential: read anew, or renewed, whenever it is asked for.</summary>
    /// <exception cref="CredentialUnavailableException">There is none, with the reason.</exception>
    public abstract Task<CloudCredential> GetAsync(CredentialSearch search, CancellationToken cancellationToken);

    /// <summary>Returns the current credential to the call that assumes the role, and renews it when it is rejected as expired.</summary>
    /// <param name="current">The credential that <see cref="GetAsync"/> returned.</param>
    public virtual ICredentialProvider Provider(CloudCredential current) => new FixedCredentialProvider(current);

    /// <summary>What distinguishes this origin from any other: the same after a renewal. Never a secret.</summary>
    /// <param name="current">The credential that <see cref="GetAsync"/> returned.</param>
    public abstract string Identity(CloudCredential current);
}
