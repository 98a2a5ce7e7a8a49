using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Variables for a kind of credential that is not supported: reported, and skipped.</summary>
/// <param name="kind">The kind of credential.</param>
/// <param name="instead">What to do instead.</param>
/// <param name="names">The variables, all of which are set then.</param>
internal sealed class UnsupportedCredentialSource(string kind, string instead, params string[] names) : ICredentialSource
{
    public ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        if (names.All(name => search.Variable(name) is not null))
        {
            search.Unusable($"environment ({string.Join(", ", names)})", $"{kind} is not supported; {instead}");
        }

        return new((CredentialFinding?)null);
    }
}
