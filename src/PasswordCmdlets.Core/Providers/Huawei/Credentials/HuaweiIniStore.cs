using System.IO;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>The settings of the Huawei Cloud SDKs: <c>~/.huaweicloud/credentials</c>.</summary>
/// <remarks>
/// Names: huaweicloud-sdk-net-v3 Core/Auth/ProfileCredentialProvider.cs. Its sections are [basic] for services with regions and
/// [global] for the others; both hold the same kind of keys.
/// </remarks>
internal sealed class HuaweiIniStore : ProfileStore
{
    public override string FileVariable => "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (PathOf(search, ".huaweicloud", "credentials") is not { } path)
        {
            return ProfileLookup.NoFile("~/.huaweicloud/credentials", "there is no home directory");
        }

        using CredentialFile file = Load(search, path, IniSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem + KooCli(search));
        }

        string name = profile ?? (file.Document.Root.Group("basic") is null ? "global" : "basic");
        return file.Document.Root.Group(name) is { } section
            ? Read(search, Named(path, name), section)
            : ProfileLookup.NoProfile(path, name, file.Document.Root.GroupNames);
    }

    private static ProfileLookup Read(CredentialSearch search, string source, Settings section)
    {
        bool hasProvider = section.Has("idp_id");
        bool hasToken = section.Has("id_token_file");
        if (hasProvider != hasToken)
        {
            (string present, string missing) = hasProvider ? ("idp_id", "id_token_file") : ("id_token_file", "idp_id");
            search.Warn($"{present} of {source} is not used: no role is assumed, because {missing} is missing. Add it to the file.");
        }

        return hasProvider && hasToken
            ? ProfileLookup.Assume(HuaweiRoleSettings.OfIdentityProvider(search, source, section.Text("idp_id"),
                section.Text("id_token_file"),
                new()
                {
                    Region = section.Text("region") ?? EnvironmentSettings.Region(search),
                    ProjectId = section.Text("project_id") ?? EnvironmentSettings.ProjectId(search),
                    ProjectName = EnvironmentSettings.ProjectName(search),
                    DomainId = section.Text("domain_id"),
                    IamEndpoint = section.Text("iam_endpoint"),
                },
                new() { IdentityProvider = "idp_id", TokenFile = "id_token_file" }))
            : ProfileLookup.Found(new CredentialDraft
            {
                Source = source,
                AccessKeyId = section.Text("ak"),
                Secret = section.Secret("sk"),
                SecurityToken = section.Secret("security_token"),
                DomainId = section.Text("domain_id"),
                Region = section.Text("region") ?? EnvironmentSettings.Region(search),
                ProjectId = section.Text("project_id") ?? EnvironmentSettings.ProjectId(search),
                ProjectName = EnvironmentSettings.ProjectName(search),
                IamEndpoint = section.Text("iam_endpoint"),
                Names = ("ak", "sk"),
            });
    }

    // KooCLI's own file has no published format and its secrets are encrypted as a rule.
    private static string KooCli(CredentialSearch search)
        => BelowHome(search, ".hcloud", "config.json") is { } path && File.Exists(path)
            ? $"; the keys that hcloud keeps encrypted in {path} are not read"
            : string.Empty;
}
