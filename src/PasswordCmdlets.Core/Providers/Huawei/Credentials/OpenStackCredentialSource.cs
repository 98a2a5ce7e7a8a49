using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>An IAM token or an IAM user in the variables that OpenStack's tools read, and terraform's names for the same.</summary>
/// <remarks>gophertelekomcloud openstack/auth_env.go; terraform-provider-huaweicloud provider.go for HW_….</remarks>
internal sealed class OpenStackCredentialSource : ICredentialSource
{
    public ValueTask<CredentialFinding?> FindAsync(CredentialSearch search, CancellationToken cancellationToken) => new(Find(search));

    private static CredentialFinding? Find(CredentialSearch search)
        => Token(search, "HW_AUTH_TOKEN", "HW_AUTH_URL")
            ?? Token(search, "OS_TOKEN", "OS_AUTH_URL")
            ?? Token(search, "OS_TOKEN_ID", "OS_AUTH_URL")
            ?? Token(search, "OS_AUTH_TOKEN", "OS_AUTH_URL")
            ?? User(search, "HW_USER_NAME", "HW_USER_PASSWORD", "HW_AUTH_URL")
            ?? User(search, "OS_USERNAME", "OS_PASSWORD", "OS_AUTH_URL");

    private static CredentialFinding? Token(CredentialSearch search, string name, string address)
    {
        if (search.Variable(name) is not { } token)
        {
            return null;
        }

        return Finish(search, address, new CredentialDraft
        {
            Source = $"environment ({name})",
            Kind = CredentialKind.IamToken,
            AccessKeyId = name,
            Secret = new SecretText(token.AsSpan()),
            DomainName = DomainName(search),
            DomainId = EnvironmentSettings.DomainId(search),
            Region = EnvironmentSettings.Region(search),
            ProjectId = EnvironmentSettings.ProjectId(search),
            ProjectName = EnvironmentSettings.ProjectName(search),
            IamEndpoint = search.Variable(address),
            Names = (name, name),
        });
    }

    private static CredentialFinding? User(CredentialSearch search, string name, string password, string address)
    {
        string? user = search.Variable(name);
        SecretText? secret = search.Password(password);
        string source = $"environment ({name}, {password})";
        if (user is null || secret is null)
        {
            secret?.Dispose();
            string missing = user is null ? name : password;
            if (user is null && secret is null)
            {
                search.NotThere(source, "not set");
            }
            else
            {
                search.Unusable(source, $"{missing} is not set");
            }

            return null;
        }

        string? domain = DomainName(search);
        string? domainId = EnvironmentSettings.DomainId(search);
        if (domain is null && domainId is null)
        {
            secret.Dispose();
            search.Unusable(source, "OS_USER_DOMAIN_NAME (or HW_DOMAIN_NAME) is not set");
            return null;
        }

        return Finish(search, address, new CredentialDraft
        {
            Source = source,
            Kind = CredentialKind.IamUser,
            AccessKeyId = user,
            Secret = secret,
            DomainName = domain,
            DomainId = domainId,
            Region = EnvironmentSettings.Region(search),
            ProjectId = EnvironmentSettings.ProjectId(search),
            ProjectName = EnvironmentSettings.ProjectName(search),
            IamEndpoint = search.Variable(address),
            Names = (name, password),
        });
    }

    private static CredentialFinding? Finish(CredentialSearch search, string address, CredentialDraft draft)
    {
        // Without the agency this is another identity, and so is any other credential.
        string agency = address == "OS_AUTH_URL" ? "OS_AGENCY_NAME" : "HW_ASSUME_ROLE_AGENCY_NAME";
        if (search.Variable(agency) is not null)
        {
            draft.Secret?.Dispose();
            string keys = address == "OS_AUTH_URL" ? "OS_ACCESS_KEY and OS_SECRET_KEY" : "HW_ACCESS_KEY and HW_SECRET_KEY";
            return search.Reject(draft.Source, $"{agency} asks for an agency, which is assumed with an access key; set {keys}");
        }

        // OS_… variables may belong to any OpenStack cloud. Only their address says that a password or token in them is Huawei's to see.
        if (address == "OS_AUTH_URL" && draft.IamEndpoint is null)
        {
            draft.Secret?.Dispose();
            search.Unusable(draft.Source, "OS_AUTH_URL is not set, so it is not known which cloud this is for");
            return null;
        }

        if (address == "OS_AUTH_URL" && EndpointPolicy.TryParse(draft.IamEndpoint!, out Uri? cloud)
            && !EndpointPolicy.BelongsToProvider(search.Provider, cloud))
        {
            draft.Secret?.Dispose();
            search.NotThere(draft.Source,
                $"is for another cloud: OS_AUTH_URL is {PrintableText.Of(cloud.Host)}, not a service host of Huawei");
            return null;
        }

        if (draft.Build(search, out string problem) is { } credential)
        {
            return search.Found(credential);
        }

        search.Unusable(draft.Source, problem);
        return null;
    }

    private static string? DomainName(CredentialSearch search)
        => search.FirstVariable("HW_DOMAIN_NAME", "OS_USER_DOMAIN_NAME", "OS_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME");
}
