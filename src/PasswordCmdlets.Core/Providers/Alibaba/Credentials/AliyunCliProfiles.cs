using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>Reads the profiles of one <c>config.json</c>, which may refer to each other.</summary>
/// <param name="search">The search and its options.</param>
/// <param name="path">The file.</param>
/// <param name="profiles">Its profiles.</param>
/// <param name="instance">The metadata service that a profile may ask for a role.</param>
internal sealed class AliyunCliProfiles(
    CredentialSearch search, string path, IReadOnlyList<Settings> profiles, IInstanceRole instance)
{
    private static readonly RoleNames Names = new()
    {
        Role = "ram_role_arn",
        SessionName = "ram_session_name",
        Duration = "expired_seconds",
        IdentityProvider = "oidc_provider_arn",
        TokenFile = "oidc_token_file",
        ExternalId = "external_id",
    };

    /// <summary>The names of the profiles.</summary>
    public string[] All => [.. profiles.Select(static candidate => candidate.Text("name")).OfType<string>()];

    /// <summary>The profile of a name; null when the file has none.</summary>
    public ProfileLookup? Find(string name) => Find(name, []);

    private ProfileLookup? Find(string name, IReadOnlyList<string> visited) =>
        profiles.FirstOrDefault(candidate => candidate.Text("name") == name) is { } settings
            ? Read($"{path}, profile '{PrintableText.Of(name)}'", settings, [.. visited, name])
            : null;

    private ProfileLookup Read(string source, Settings settings, IReadOnlyList<string> visited)
    {
        string mode = settings.Text("mode") ?? string.Empty;
        return mode.ToUpperInvariant() switch
        {
            "AK" => ProfileLookup.Found(Draft(source, settings, isTemporary: false)),
            "STSTOKEN" when !settings.Has("sts_token") => ProfileLookup.Unusable(source, "sts_token is missing"),
            "STSTOKEN" when IsExpired(settings) => ProfileLookup.Unusable(source, "its temporary keys have expired"),
            "STSTOKEN" => ProfileLookup.Found(Draft(source, settings, isTemporary: true)),
            "ECSRAMROLE" => ProfileLookup.InstanceRole(source, settings.Text("ram_role_name")),
            "" => ProfileLookup.Unusable(source, "has no mode; run 'aliyun configure'"),
            "RAMROLEARN" => Assume(source, settings, new KeyOrigin(Draft(source, settings, isTemporary: true))),
            "RAMROLEARNWITHROLENAME" => Assume(source, settings, new InstanceOrigin(instance, settings.Text("ram_role_name"))),
            "CHAINABLERAMROLEARN" => Chain(source, settings, visited),
            "OIDC" => Assume(source, settings, new TokenFileOrigin(settings.Text("oidc_token_file"), Names.TokenFile)),
            "CLOUDSSO" or "OAUTH" => Cached(source, settings, mode,
                $"run 'aliyun configure --profile {PrintableText.Of(visited[visited.Count - 1])}' to log on again"),
            "EXTERNAL" => Cached(source, settings, mode, "run its command yourself and specify the keys with -AccessKey"),
            "CREDENTIALSURI" or "RSAKEYPAIR" or "BEARERTOKEN" or "ANONYMOUS" => ProfileLookup.Unusable(
                source, $"is of mode {mode}, which is not supported; use a profile of mode AK, StsToken or RamRoleArn"),
            _ => ProfileLookup.Unusable(source, $"is of the unknown mode '{PrintableText.Of(mode)}'"),
        };
    }

    private bool IsExpired(Settings settings) => settings.Time("sts_expiration") <= search.Options.Time.GetUtcNow();

    // The CLI keeps the session of an interactive logon here. Only the CLI may renew it: a refresh token that is used and not written
    // back ends the logon.
    private ProfileLookup Cached(string source, Settings settings, string mode, string instead)
    {
        if (!settings.Has("sts_token") || settings.Time("sts_expiration") is null)
        {
            return ProfileLookup.Unusable(source, $"is of mode {mode} and has no session; {instead}");
        }

        return IsExpired(settings)
            ? ProfileLookup.Unusable(source, $"is of mode {mode} and its session has expired; {instead}")
            : ProfileLookup.Found(Draft(source, settings, isTemporary: true));
    }

    private ProfileLookup Chain(string source, Settings settings, IReadOnlyList<string> visited)
    {
        if (settings.Text("source_profile") is not { } name)
        {
            return ProfileLookup.Unusable(source, "source_profile is missing; set it to a profile with an access key or a role");
        }

        if (visited.Contains(name))
        {
            string cycle = string.Join(" → ", visited.Append(name).Select(PrintableText.Of));
            return ProfileLookup.Unusable(source,
                $"its source profiles form a cycle ({cycle}); set source_profile of one of them to a profile with an access key");
        }

        ProfileLookup? origin = Find(name, visited);
        return origin switch
        {
            { Kind: ProfileLookupKind.Found } => Assume(source, settings, new KeyOrigin(origin.Draft!)),
            { Kind: ProfileLookupKind.InstanceRole } => Assume(source, settings, new InstanceOrigin(instance, origin.RoleName)),
            { Kind: ProfileLookupKind.Role } => Assume(source, settings, new ChainedOrigin(origin.Role!)),
            { } => ProfileLookup.Unusable(source, $"its source profile '{PrintableText.Of(name)}' cannot be used: {origin.Reason}"),
            null => ProfileLookup.Unusable(source,
                $"its source profile '{PrintableText.Of(name)}' does not exist; correct source_profile"),
        };
    }

    private ProfileLookup Assume(string source, Settings settings, RoleOrigin origin) => ProfileLookup.Assume(AlibabaRoleSettings.At(
        search, settings.Text("sts_endpoint"), settings.Text("sts_region"), settings.IsTrue("enable_vpc"), new RoleRequest
        {
            Source = source,
            Role = settings.Text("ram_role_arn"),
            Origin = origin,
            SessionName = settings.Text("ram_session_name"),
            Duration = settings.FirstText("expired_seconds", "duration_seconds") is { } seconds && seconds != "0" ? seconds : null,
            ExternalId = settings.Text("external_id"),
            Policy = settings.Text("policy"),
            IdentityProvider = settings.Text("oidc_provider_arn"),
            Settings = new()
            {
                Region = settings.Text("region_id") ?? EnvironmentSettings.Region(search),
                Endpoint = settings.Text("endpoint"),
            },
            Names = Names,
        }));

    private CredentialDraft Draft(string source, Settings settings, bool isTemporary) => new()
    {
        Source = source,
        AccessKeyId = settings.Text("access_key_id"),
        Secret = settings.Secret("access_key_secret"),
        SecurityToken = isTemporary ? settings.Secret("sts_token") : null,
        ExpiresAt = isTemporary ? settings.Time("sts_expiration") : null,
        Region = settings.Text("region_id") ?? EnvironmentSettings.Region(search),
        Endpoint = settings.Text("endpoint"),
        Names = ("access_key_id", "access_key_secret"),
    };
}
