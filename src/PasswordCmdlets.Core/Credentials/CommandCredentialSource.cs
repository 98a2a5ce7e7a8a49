using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>The credential that the command's parameters specify.</summary>
internal sealed class CommandCredentialSource : ICredentialSource
{
    public ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken) => new(Find(search));

    private static CredentialFinding? Find(CredentialSearch search)
    {
        CredentialQuery query = search.Query;
        bool isUser = query.Kind == CredentialKind.IamUser;
        string source = isUser ? "-IamCredential" : "-AccessKey";
        if (query.AccessKeyId is null && query.Secret is null)
        {
            // A token specifies an identity; no other may be used in its place.
            if (query.SecurityToken is not null)
            {
                return search.Reject(
                    source, "not specified, but -SecurityToken is. Specify the access key that the security token was issued with.");
            }

            search.NotThere(source, "not specified");
            return null;
        }

        CredentialDraft draft = new()
        {
            Source = source,
            Kind = query.Kind,
            AccessKeyId = query.AccessKeyId?.Trim(),
            Secret = isUser ? query.Secret : query.Secret?.Trim(),
            OwnsSecrets = !isUser,
            SecurityToken = query.SecurityToken?.Trim() is { Length: > 0 } token ? token : null,
            Region = EnvironmentSettings.Region(search),
            ProjectId = EnvironmentSettings.ProjectId(search),
            ProjectName = EnvironmentSettings.ProjectName(search),
            DomainName = query.DomainName,
            DomainId = isUser ? null : EnvironmentSettings.DomainId(search),
            Names = isUser
                ? ("its user name", "its password")
                : ("its user name, the access key id,", "its password, the secret access key,"),
        };
        return draft.Build(search, out string problem) is { } credential ? search.Found(credential) : search.Reject(source, problem);
    }
}
