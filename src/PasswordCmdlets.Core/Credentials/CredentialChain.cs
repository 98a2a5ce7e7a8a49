using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>
/// Finds the credential for a provider where the provider's own tools would: the command's parameters, then the environment,
/// then the tools' settings files, then the role of the machine this runs on.
/// </summary>
internal sealed class CredentialChain
{
    private readonly CredentialChainOptions _options;

    /// <summary>A chain over the process environment, the home directory and the metadata services.</summary>
    public CredentialChain()
        : this(new CredentialChainOptions())
    {
    }

    internal CredentialChain(CredentialChainOptions options) => _options = options;

    /// <summary>Asks the sources in order and stops at the first that has a credential.</summary>
    /// <param name="query">What the command specifies.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<CredentialResolution> ResolveAsync(CredentialQuery query, CancellationToken cancellationToken)
    {
        CredentialSearch search = new(query, _options);
        foreach (ICredentialSource source in SourcesFor(search))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await source.FindAsync(search, cancellationToken) is { } finding)
            {
                return search.Close(finding);
            }
        }

        return search.Close(finding: null);
    }

    /// <summary>The sources in order, each created only when the one before it did not end the search.</summary>
    private static IEnumerable<ICredentialSource> SourcesFor(CredentialSearch search)
    {
        CredentialSources sources = search.Provider.Credentials;

        yield return new CommandCredentialSource();
        if (search.Query.ProfileName is not null)
        {
            search.NotThere("environment", "skipped: -ProfileName is specified");
        }
        else
        {
            foreach (ICredentialSource source in sources.Environment)
            {
                yield return source;
            }
        }

        yield return new ProfileCredentialSource(sources.Role, [.. sources.Files]);
        if (sources.Role is not null)
        {
            if (search.Query.UseInstanceRole)
            {
                yield return new InstanceRoleCredentialSource(sources.Role);
            }
            else
            {
                search.NotThere(sources.Role.Name, "skipped: -NoInstanceRole is specified");
            }
        }

        foreach (ICredentialSource source in sources.Last)
        {
            yield return source;
        }
    }
}
