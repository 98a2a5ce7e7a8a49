using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Returns the credential of one account, and renews it before it expires.</summary>
internal interface ICredentialProvider
{
    /// <summary>The credential to sign the next request with; a temporary one is renewed shortly before it expires.</summary>
    /// <param name="cancellationToken">Ends the wait for a metadata service.</param>
    ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reports that the provider rejected this credential as expired. True when it can be renewed, which is so at
    /// most once for each credential; false for one that cannot be renewed.
    /// </summary>
    /// <param name="rejected">The credential that was rejected.</param>
    bool Rejected(CloudCredential rejected);
}
