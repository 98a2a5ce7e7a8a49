using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Access keys in environment variables, in every spelling a provider's tools use.</summary>
internal sealed class EnvironmentCredentialSource(params EnvironmentKeys[] spellings) : ICredentialSource
{
    public ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken) => new(Find(search));

    private CredentialFinding? Find(CredentialSearch search)
    {
        List<EnvironmentKeys> unset = [];
        CredentialFinding? finding = null;
        foreach (EnvironmentKeys keys in spellings)
        {
            string? id = search.Variable(keys.AccessKeyId);
            string? secret = search.Variable(keys.Secret);
            if (id is null && secret is null)
            {
                unset.Add(keys);
                continue;
            }

            string source = $"environment ({keys.AccessKeyId}, {keys.Secret})";
            if (id is null || secret is null)
            {
                search.Unusable(source, $"{(id is null ? keys.AccessKeyId : keys.Secret)} is not set");
                continue;
            }

            // With a role these keys are not the specified identity, and neither is any other credential.
            if (keys.Role.Count > 0 && keys.Role.All(name => search.Variable(name) is not null))
            {
                string role = string.Join(" and ", keys.Role);
                string instead = $"{keys.RoleInstead} and {keys.SecurityToken[0]} instead";
                return search.Refuse(source, $"{role} {keys.RoleMeans}, which is not supported yet; {instead}");
            }

            finding = Found(search, keys, source, id, secret);
            if (finding is not null)
            {
                return finding;
            }
        }

        if (unset.Count > 0)
        {
            search.NotThere($"environment ({string.Join("; ", unset.Select(keys => $"{keys.AccessKeyId}, {keys.Secret}"))})", "not set");
        }

        return null;
    }

    private static CredentialFinding? Found(CredentialSearch search, EnvironmentKeys keys, string source, string id, string secret)
    {
        CredentialDraft draft = new()
        {
            Source = source,
            AccessKeyId = id,
            Secret = new SecretText(secret.AsSpan()),
            SecurityToken = search.FirstVariable(keys.SecurityToken) is { } token ? new SecretText(token.AsSpan()) : null,
            Region = search.FirstVariable(keys.Region) ?? EnvironmentSettings.Region(search),
            ProjectId = EnvironmentSettings.ProjectId(search),
            ProjectName = EnvironmentSettings.ProjectName(search),
            DomainId = EnvironmentSettings.DomainId(search),
            Endpoint = search.FirstVariable(keys.Endpoint),
            IamEndpoint = search.FirstVariable(keys.IamEndpoint),
            Names = (keys.AccessKeyId, keys.Secret),
        };
        if (draft.Build(search, out string problem) is { } credential)
        {
            return search.Found(credential);
        }

        search.Unusable(source, problem);
        return null;
    }
}
