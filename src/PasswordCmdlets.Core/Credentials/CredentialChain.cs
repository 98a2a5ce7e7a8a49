using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.Alibaba;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.Huawei;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Credentials.Tencent;
using PasswordCmdlets.Core.Credentials.Zenlayer;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>
/// Finds the credential for a provider where the provider's own tools would: what the command was given, then the environment,
/// then the tools' settings files, then the role of the machine this runs on.
/// </summary>
public sealed class CredentialChain
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
        foreach (ICredentialPlace place in PlacesFor(search))
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
    private static IEnumerable<ICredentialPlace> PlacesFor(CredentialSearch search)
    {
        CredentialPlaces places = CredentialPlaces.Of(search.Provider);

        yield return new CommandPlace();
        if (search.Query.ProfileName is not null)
        {
            search.NotThere("environment", "not looked at, because -ProfileName is given");
        }
        else
        {
            foreach (ICredentialPlace place in places.Environment)
            {
                yield return place;
            }
        }

        yield return new ProfilePlace(places.Role, [.. places.Files]);
        if (places.Role is not null)
        {
            if (search.Query.UseInstanceRole)
            {
                yield return new InstanceRolePlace(places.Role);
            }
            else
            {
                search.NotThere(places.Role.Name, "not asked, because -NoInstanceRole is given");
            }
        }

        foreach (ICredentialPlace place in places.Last)
        {
            yield return place;
        }
    }
}

/// <summary>Where a provider's own tools look for a credential.</summary>
/// <param name="Environment">The variables.</param>
/// <param name="Files">The settings files, the first that has a default profile wins.</param>
/// <param name="Role">The metadata service; null where the provider has none.</param>
internal sealed record CredentialPlaces(IReadOnlyList<ICredentialPlace> Environment, IReadOnlyList<ProfileStore> Files, IInstanceRole? Role)
{
    /// <summary>What the tools turn to when all else fails.</summary>
    public IReadOnlyList<ICredentialPlace> Last { get; init; } = [];

    /// <summary>The places of a provider.</summary>
    public static CredentialPlaces Of(CloudProvider provider) => provider switch
    {
        CloudProvider.Alibaba => AlibabaPlaces.All,
        CloudProvider.Tencent => TencentPlaces.All,
        CloudProvider.Huawei => HuaweiPlaces.All,
        _ => ZenlayerPlaces.All,
    };
}
