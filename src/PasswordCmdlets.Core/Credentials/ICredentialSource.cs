using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>One place of the chain where a credential may be.</summary>
internal interface ICredentialSource
{
    /// <summary>Looks there, notes in the search what it saw, and returns null when the search is to go on.</summary>
    /// <param name="search">What is searched for, and the notes.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<CredentialFinding?> LookAsync(CredentialSearch search, CancellationToken cancellationToken);
}
