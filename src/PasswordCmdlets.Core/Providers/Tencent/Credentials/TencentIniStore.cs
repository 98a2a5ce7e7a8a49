using System.IO;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;

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

    private static ProfileLookup Read(CredentialSearch search, string source, Settings section)
        => section.Has("role_arn")
            ? ProfileLookup.Unusable(source,
                $"asks for a role to be assumed (role_arn), which is not supported yet; {TencentCredentialSources.UseTemporaryKeys}")
            : ProfileLookup.Found(new CredentialDraft
            {
                Source = source,
                AccessKeyId = section.Text("secret_id"),
                Secret = section.Secret("secret_key"),
                SecurityToken = section.Secret("token"),
                Region = section.Text("region") ?? EnvironmentSettings.Region(search),
                Names = ("secret_id", "secret_key"),
            });
}
