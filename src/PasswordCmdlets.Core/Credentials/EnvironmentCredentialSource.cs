using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>Access keys in environment variables, in every spelling a provider's tools use.</summary>
internal sealed class EnvironmentCredentialSource(params EnvironmentKeys[] spellings) : ICredentialSource
{
    public async ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken)
    {
        List<EnvironmentKeys> unset = [];
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

            CredentialDraft draft = Draft(search, keys, source, id, secret);
            if (keys.Role?.Invoke(search, source, draft) is { } role)
            {
                return await new RoleCredentialSource(role).FindAsync(search, cancellationToken).ConfigureAwait(false);
            }

            if (Finish(search, draft) is { } finding)
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

    private static CredentialDraft Draft(CredentialSearch search, EnvironmentKeys keys, string source, string id, string secret) =>
        new()
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

    private static CredentialFinding? Finish(CredentialSearch search, CredentialDraft draft)
    {
        if (draft.Build(search, out string problem) is not { } credential)
        {
            search.Unusable(draft.Source, problem);
            return null;
        }

        return search.Found(credential);
    }
}
