using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>One source of the credential chain.</summary>
internal interface ICredentialSource
{
    /// <summary>Searches for a credential, records the result in the search, and returns null when the search continues.</summary>
    /// <param name="search">What is searched for, and the results so far.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken);
}
