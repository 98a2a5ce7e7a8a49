using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>A role that variables specify; skipped unless all of them are set.</summary>
/// <param name="create">Reads the role; its argument is the name of the source.</param>
/// <param name="names">The variables.</param>
internal sealed class RoleVariables(Func<CredentialSearch, string, RoleRequest> create, params string[] names) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        string source = $"environment ({string.Join(", ", names)})";
        IReadOnlyList<string> missing = [.. names.Where(name => search.Variable(name) is null)];
        if (missing.Count == 0)
        {
            return await new RoleCredentialSource(create(search, source)).FindAsync(search, cancellationToken).ConfigureAwait(false);
        }

        search.NotThere(source, missing.Count == names.Length ? "not set" : $"{string.Join(", ", missing)} not set");
        return null;
    }
}
