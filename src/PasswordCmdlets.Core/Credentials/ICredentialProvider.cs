using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Gives the credential of one account, and a fresh one when the last is about to expire.</summary>
internal interface ICredentialProvider
{
    /// <summary>The credential to sign the next request with; a temporary one is renewed shortly before it ends.</summary>
    /// <param name="cancellationToken">Ends the wait for a metadata service.</param>
    ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Says that the provider called this credential expired. True when another one may be had by asking again, which is so at
    /// most once for each credential; false for one that cannot be renewed.
    /// </summary>
    /// <param name="refused">The credential that was refused.</param>
    bool Refused(CloudCredential refused);
}
