using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>
/// Finds the credential for a provider where the provider's own tools would: what the command was given, then the environment,
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
    /// <param name="query">What the command says.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<CredentialResolution> ResolveAsync(CredentialQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        CredentialSearch search = new(query, _options);
        foreach (ICredentialSource place in PlacesFor(search))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await place.LookAsync(search, cancellationToken) is { } finding)
            {
                return search.Close(finding);
            }
        }

        return search.Close(finding: null);
    }

    /// <summary>The places in order, each worked out only when the one before it did not end the search.</summary>
    private static IEnumerable<ICredentialSource> PlacesFor(CredentialSearch search)
    {
        CredentialSources places = search.Provider.Credentials;

        yield return new CommandCredentialSource();
        if (search.Query.ProfileName is not null)
        {
            search.NotThere("environment", "skipped: -ProfileName is specified");
        }
        else
        {
            foreach (ICredentialSource place in places.Environment)
            {
                yield return place;
            }
        }

        yield return new ProfileCredentialSource(places.Role, [.. places.Files]);
        if (places.Role is not null)
        {
            if (search.Query.UseInstanceRole)
            {
                yield return new InstanceRoleCredentialSource(places.Role);
            }
            else
            {
                search.NotThere(places.Role.Name, "skipped: -NoInstanceRole is specified");
            }
        }

        foreach (ICredentialSource place in places.Last)
        {
            yield return place;
        }
    }
}
