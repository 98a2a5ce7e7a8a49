using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Credentials;

/// <summary>
/// OpenStack's <c>clouds.yaml</c>, which Open Telekom Cloud's tools use, with <c>secure.yaml</c> beside it. It is read only when a cloud
/// is picked, because its clouds may belong to any operator; and not from the current directory, which another user may have written.
/// </summary>
/// <remarks>
/// Names and places: docs.openstack.org/openstacksdk user/config/configuration; ak and sk: gophertelekomcloud openstack/loader.go.
/// </remarks>
internal sealed class CloudsYamlStore : ProfileStore
{
    private static readonly string[] s_needed =
    [
        "auth", "auth_type", "region_name", "profile", "auth_url", "username", "password", "token", "ak", "sk", "security_token",
        "project_id", "project_name",
        "user_domain_name", "user_domain_id", "domain_name", "domain_id", "<<",
    ];

    public override IReadOnlyList<string> ProfileVariables { get; } = ["OS_CLOUD"];

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        string path = Find(search, "OS_CLIENT_CONFIG_FILE", "clouds") ?? "~/.config/openstack/clouds.yaml";
        if (profile is null)
        {
            return ProfileLookup.NoFile(path, "skipped: OS_CLOUD is not set");
        }

        using CredentialFile file = Load(search, path, YamlSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem!);
        }

        Settings? clouds = file.Document.Root.Group("clouds");
        string source = Named(path, profile);
        if (clouds?.Group(profile) is not { } cloud)
        {
            return ProfileLookup.NoProfile(path, profile, clouds?.GroupNames ?? []);
        }

        string? securePath = Find(search, "OS_CLIENT_SECURE_FILE", "secure");
        using CredentialFile? secure = securePath is null ? null : Load(search, securePath, YamlSettings.Parse);
        if (secure is { Exists: true, Document: null })
        {
            return ProfileLookup.Unreadable(securePath!, secure.Problem!);
        }

        Layers layers = new(cloud, secure?.Document?.Root.Group("clouds")?.Group(profile));
        return layers.LineNotRead() is { } line
            ? ProfileLookup.Unusable(source, $"uses a form of YAML that is not read (line {line}); write the values out as name: value")
            : Read(search, source, layers);
    }

    private static string? Find(CredentialSearch search, string variable, string name)
    {
        if (search.Variable(variable) is { } named)
        {
            return search.Expand(named);
        }

        string?[] directories =
        [
            BelowHome(search, ".config", "openstack"),
            search.Options.SystemSettingsDirectory is { } system ? Path.Combine(system, "openstack") : null,
        ];
        return directories.OfType<string>().SelectMany(directory => new[] { name + ".yaml", name + ".yml" }, Path.Combine)
            .FirstOrDefault(File.Exists);
    }

    private static ProfileLookup Read(CredentialSearch search, string source, Layers cloud)
    {
        // v3password, v3token, aksk and the like; anything else is a way of logging in that is not supported.
        string type = cloud.Text("auth_type") ?? string.Empty;
        CredentialKind? selected = type.ToUpperInvariant() switch
        {
            "PASSWORD" or "V3PASSWORD" => CredentialKind.IamUser,
            "TOKEN" or "V3TOKEN" => CredentialKind.IamToken,
            "AKSK" => CredentialKind.AccessKey,
            _ => null,
        };
        if (type.Length > 0 && selected is null)
        {
            return ProfileLookup.Unusable(source,
                $"logs in by '{PrintableText.Of(type)}', which is not supported; use a password, a token or ak and sk");
        }

        if (cloud.Auth("target_agency_name") is not null || cloud.Auth("agency_name") is not null)
        {
            return ProfileLookup.Unusable(source,
                "asks for an agency, which is read from variables only; set OS_ACCESS_KEY, OS_SECRET_KEY, OS_AUTH_URL, OS_AGENCY_NAME and "
                    + "OS_AGENCY_DOMAIN_NAME");
        }

        if (cloud.Auth("application_credential_id") is not null || cloud.Auth("application_credential_name") is not null)
        {
            return ProfileLookup.Unusable(source,
                "logs in by an application credential, which is not supported; use a password, a token or ak and sk");
        }

        string? region = cloud.Text("region_name")
            ?? HuaweiCredentialSources.RegionOfProject(cloud.Auth("project_name")) ?? EnvironmentSettings.Region(search);
        string? address = cloud.Auth("auth_url")
            ?? (cloud.Text("profile") == "otc" ? $"https://iam.{region ?? "eu-de"}.otc.t-systems.com" : null);
        if (address is null)
        {
            return ProfileLookup.Unusable(source, "auth_url is missing");
        }

        (CredentialKind kind, string? id, SecretText? secret, (string, string) names) = Proof(cloud, selected);
        bool hasDomain = cloud.FirstAuth("user_domain_name", "domain_name", "user_domain_id", "domain_id") is not null;
        if (kind == CredentialKind.IamUser && id is not null && !hasDomain)
        {
            secret?.Dispose();
            return ProfileLookup.Unusable(source, "user_domain_name is missing");
        }

        return ProfileLookup.Found(new CredentialDraft
        {
            Source = source,
            Kind = kind,
            AccessKeyId = id,
            Secret = secret,
            SecurityToken = kind == CredentialKind.AccessKey ? cloud.AuthSecret("security_token") : null,
            DomainName = cloud.FirstAuth("user_domain_name", "domain_name"),
            DomainId = cloud.FirstAuth("user_domain_id", "domain_id"),
            Region = region,
            ProjectId = cloud.Auth("project_id"),
            ProjectName = cloud.Auth("project_name"),
            IamEndpoint = address,
            Names = names,
        });
    }

    // As in gophertelekomcloud openstack/loader.go (AuthOptionsFromInfo): ak and sk beside the type of a password or a token are not used.
    private static (CredentialKind Kind, string? Id, SecretText? Secret, (string Id, string Secret) Names) Proof(
        Layers cloud, CredentialKind? selected)
    {
        CredentialKind kind = selected
            ?? (cloud.Auth("ak") is not null ? CredentialKind.AccessKey
                : cloud.Auth("token") is not null ? CredentialKind.IamToken
                : CredentialKind.IamUser);
        return kind switch
        {
            CredentialKind.AccessKey => (kind, cloud.Auth("ak"), cloud.AuthSecret("sk"), ("ak", "sk")),
            CredentialKind.IamToken => (kind, "token of clouds.yaml", cloud.AuthSecret("token"), ("token", "token")),
            _ => (kind, cloud.Auth("username"), cloud.AuthPassword("password"), ("username", "password")),
        };
    }

    /// <summary>A cloud of clouds.yaml with what secure.yaml lays over it.</summary>
    private sealed class Layers(Settings cloud, Settings? secure)
    {
        private readonly Settings?[] _clouds = [secure, cloud];
        private readonly Settings?[] _auths = [secure?.Group("auth"), cloud.Group("auth")];

        public string? Text(string name) => First(_clouds, layer => layer.Text(name));

        public string? Auth(string name) => First(_auths, layer => layer.Text(name));

        public SecretText? AuthSecret(string name) => First(_auths, layer => layer.Secret(name));

        public SecretText? AuthPassword(string name) => First(_auths, layer => layer.Password(name));

        public string? FirstAuth(params string[] names) => names.Select(Auth).FirstOrDefault(text => text is not null);

        public long? LineNotRead() =>
            _clouds.Concat(_auths).Select(layer => layer?.LineNotRead(s_needed)).FirstOrDefault(line => line is not null);

        private static T? First<T>(Settings?[] layers, Func<Settings, T?> read)
            where T : class
            => layers.Select(layer => layer is null ? null : read(layer)).FirstOrDefault(value => value is not null);
    }
}
