using System.IO;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>
/// The settings of the Tencent Cloud SDKs: <c>~/.tencentcloud/credentials</c>, else <c>/etc/tencentcloud/credentials</c>.
/// </summary>
/// <remarks>
/// Names: tencentcloud-sdk-go tencentcloud/common/profile_provider.go; the second path: tencentcloud-sdk-python common/credential.py.
/// </remarks>
internal sealed class TencentIniStore : ProfileStore
{
    public override string FileVariable => "TENCENTCLOUD_CREDENTIALS_FILE";

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        string? path = PathOf(search, ".tencentcloud", "credentials");
        if (search.Variable(FileVariable) is null && (path is null || !File.Exists(path))
            && search.Options.SystemSettingsDirectory is { } system)
        {
            string shared = Path.Combine(system, "tencentcloud", "credentials");
            path = path is null || File.Exists(shared) ? shared : path;
        }

        if (path is null)
        {
            return ProfileLookup.NoFile("~/.tencentcloud/credentials", "there is no home directory");
        }

        using CredentialFile file = Load(search, path, IniSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem!);
        }

        string name = profile ?? "default";
        return file.Document.Root.Group(name) is { } section
            ? Read(search, Named(path, name), section)
            : ProfileLookup.NoProfile(path, name, file.Document.Root.GroupNames);
    }

    // The official SDKs read role_arn and use the plain keys. A role that is written down is meant.
    private static ProfileLookup Read(CredentialSearch search, string source, Settings section)
    {
        CredentialDraft draft = new()
        {
            Source = source,
            AccessKeyId = section.Text("secret_id"),
            Secret = section.Secret("secret_key"),
            SecurityToken = section.Secret("token"),
            Region = section.Text("region") ?? EnvironmentSettings.Region(search),
            Names = ("secret_id", "secret_key"),
        };
        return section.Has("role_arn")
            ? ProfileLookup.Assume(new RoleRequest
            {
                Source = source,
                Role = section.Text("role_arn"),
                Origin = new KeyOrigin(draft),
                SessionName = section.Text("role_session_name"),
                Settings = new() { Region = draft.Region },
                Names = new() { Role = "role_arn", SessionName = "role_session_name" },
            })
            : ProfileLookup.Found(draft);
    }
}
