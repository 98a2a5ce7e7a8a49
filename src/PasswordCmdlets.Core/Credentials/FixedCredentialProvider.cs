using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>A credential that does not change.</summary>
/// <param name="credential">The credential.</param>
internal sealed class FixedCredentialProvider(CloudCredential credential) : ICredentialProvider
{
    /// <inheritdoc/>
    public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken) => new(credential);

    /// <inheritdoc/>
    public bool Rejected(CloudCredential rejected) => false;
}
