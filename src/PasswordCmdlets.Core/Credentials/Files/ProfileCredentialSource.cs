using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>
/// The settings files of a provider's own tools. A profile or file that the command or a variable specifies is
/// read first, and if it cannot be used the search ends. A default profile that cannot be used is skipped with a warning, unless it
/// specifies a role.
/// </summary>
internal sealed class ProfileCredentialSource(IInstanceRole? role, params ProfileStore[] stores) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        List<ProfileStore> chosen = [.. stores.Where(store => search.Query.ProfileName is not null || store.IsChosen(search))];
        if (chosen.Count > 0)
        {
            // Beside a file that a variable specifies no other is read: its profile of the same name may be another identity.
            List<ProfileStore> named = [.. chosen.Where(store => store.IsFileSpecified(search))];
            if (named.Count > 0 && named.Count < chosen.Count)
            {
                search.NotThere("other settings files", $"skipped: {string.Join(", ", named.Select(store => store.FileVariable))} is set");
            }

            return await FindChosenAsync(search, named.Count > 0 ? named : chosen, cancellationToken)
                ?? CredentialFinding.Stop;
        }

        foreach (ProfileStore store in stores)
        {
            if (await FindDefaultAsync(search, store, cancellationToken) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    private async ValueTask<CredentialFinding?> FindChosenAsync(
        CredentialSearch search, IReadOnlyList<ProfileStore> chosen, CancellationToken cancellationToken)
    {
        foreach (ProfileStore store in chosen)
        {
            string? profile = search.Query.ProfileName ?? search.FirstVariable(store.ProfileVariables);
            ProfileLookup lookup = store.Find(search, profile);
            switch (lookup.Kind)
            {
                case ProfileLookupKind.Found:
                    return Finish(search, lookup, isChosen: true);
                case ProfileLookupKind.InstanceRole:
                    return await AskRoleAsync(search, lookup, cancellationToken) ?? CredentialFinding.Stop;
                case ProfileLookupKind.Role:
                    return await new RoleCredentialSource(lookup.Role!).FindAsync(search, cancellationToken);
                case ProfileLookupKind.Unusable:
                    return search.Reject(lookup.Source, lookup.Reason);
                case ProfileLookupKind.NoFile or ProfileLookupKind.Unreadable when store.IsFileSpecified(search):
                    return search.Reject(lookup.Source, lookup.Reason);
                case ProfileLookupKind.Unreadable:
                    search.Unusable(lookup.Source, lookup.Reason);
                    break;
                default:
                    search.NotThere(lookup.Source, lookup.Reason);
                    break;
            }
        }

        return null;
    }

    private async ValueTask<CredentialFinding?> FindDefaultAsync(
        CredentialSearch search, ProfileStore store, CancellationToken cancellationToken)
    {
        ProfileLookup lookup = store.Find(search, profile: null);
        switch (lookup.Kind)
        {
            case ProfileLookupKind.Found:
                return Finish(search, lookup, isChosen: false);
            case ProfileLookupKind.InstanceRole:
                return await AskRoleAsync(search, lookup, cancellationToken);
            case ProfileLookupKind.Role:
                return await new RoleCredentialSource(lookup.Role!).FindAsync(search, cancellationToken);
            case ProfileLookupKind.NoFile:
            case ProfileLookupKind.NoProfile:
                search.NotThere(lookup.Source, lookup.Reason);
                return null;
            default:
                search.Unusable(lookup.Source, lookup.Reason);
                return null;
        }
    }

    private static CredentialFinding? Finish(CredentialSearch search, ProfileLookup lookup, bool isChosen)
    {
        if (lookup.Draft!.Build(search, out string problem) is { } credential)
        {
            return search.Found(credential);
        }

        if (isChosen)
        {
            return search.Reject(lookup.Source, problem);
        }

        search.Unusable(lookup.Source, problem);
        return null;
    }

    private async ValueTask<CredentialFinding?> AskRoleAsync(
        CredentialSearch search, ProfileLookup lookup, CancellationToken cancellationToken)
    {
        if (!search.Query.UseInstanceRole)
        {
            search.Unusable(lookup.Source, "uses the instance role, and -NoInstanceRole is specified");
            return null;
        }

        return await new InstanceRoleCredentialSource(role!, lookup.Source, lookup.RoleName).FindAsync(search, cancellationToken);
    }
}
