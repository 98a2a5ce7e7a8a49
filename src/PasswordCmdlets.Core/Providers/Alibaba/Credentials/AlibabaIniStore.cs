using System.Collections.Generic;
using System.IO;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>
/// The settings of the Alibaba Cloud SDKs: <c>~/.alibabacloud/credentials</c>, else <c>~/.alibabacloud/credentials.ini</c>.
/// </summary>
/// <remarks>
/// Names and types: aliyun/credentials-go credentials/profile_provider.go. The second path: aliyun/credentials-python provider/profile.py
/// and credentials-csharp Utils/AuthConstant.cs, which know no other.
/// </remarks>
internal sealed class AlibabaIniStore : ProfileStore
{
    private static readonly RoleNames Names = new()
    {
        Role = "role_arn",
        SessionName = "role_session_name",
        Duration = "duration_seconds",
        IdentityProvider = "oidc_provider_arn",
        TokenFile = "oidc_token_file_path",
        ExternalId = "external_id",
    };

    public override IReadOnlyList<string> ProfileVariables { get; } = ["ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"];

    public override string FileVariable => "ALIBABA_CLOUD_CREDENTIALS_FILE";

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (PathOf(search, ".alibabacloud", "credentials") is not { } path)
        {
            return ProfileLookup.NoFile("~/.alibabacloud/credentials", "there is no home directory");
        }

        if (search.Variable(FileVariable) is null && !File.Exists(path) && File.Exists(path + ".ini"))
        {
            path += ".ini";
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
    {
        if (section.IsFalse("enable"))
        {
            return ProfileLookup.Unusable(source, "is disabled (enable=false)");
        }

        string type = section.Text("type") ?? "access_key";
        return type switch
        {
            "access_key" => ProfileLookup.Found(Draft(search, source, section, isTemporary: false)),
            "sts" => section.Has("security_token")
                ? ProfileLookup.Found(Draft(search, source, section, isTemporary: true))
                : ProfileLookup.Unusable(source, "security_token is missing"),
            "ecs_ram_role" => ProfileLookup.InstanceRole(source, section.Text("role_name")),
            "ram_role_arn" => Assume(search, source, section, new KeyOrigin(Draft(search, source, section, isTemporary: true))),
            "oidc_role_arn" => Assume(search, source, section, new TokenFileOrigin(
                section.FirstText("oidc_token_file_path", "oidc_token_file"), Names.TokenFile)),
            "rsa_key_pair" or "bearer" or "credentials_uri" => ProfileLookup.Unusable(
                source, $"is of type {type}, which is not supported; use a profile of type access_key, sts or ram_role_arn"),
            _ => ProfileLookup.Unusable(source, $"is of the unknown type '{PrintableText.Of(type)}'"),
        };
    }

    private static ProfileLookup Assume(CredentialSearch search, string source, Settings section, RoleOrigin origin) =>
        ProfileLookup.Assume(AlibabaRoleSettings.At(
            search, section.Text("sts_endpoint"), section.Text("sts_region"), section.IsTrue("enable_vpc"), new RoleRequest
            {
                Source = source,
                Role = section.Text("role_arn"),
                Origin = origin,
                SessionName = section.Text("role_session_name"),
                Duration = section.Text("duration_seconds"),
                ExternalId = section.Text("external_id"),
                Policy = section.Text("policy"),
                IdentityProvider = section.Text("oidc_provider_arn"),
                Settings = new() { Region = section.FirstText("region_id", "region") ?? EnvironmentSettings.Region(search) },
                Names = Names,
            }));

    private static CredentialDraft Draft(CredentialSearch search, string source, Settings section, bool isTemporary) => new()
    {
        Source = source,
        AccessKeyId = section.Text("access_key_id"),
        Secret = section.Secret("access_key_secret"),
        SecurityToken = isTemporary ? section.Secret("security_token") : null,
        Region = section.FirstText("region_id", "region") ?? EnvironmentSettings.Region(search),
        Names = ("access_key_id", "access_key_secret"),
    };
}
