using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>The settings of the aliyun command: <c>~/.aliyun/config.json</c>.</summary>
/// <remarks>
/// Names, modes and defaults: aliyun-cli config/configuration.go and config/profile.go. The variable that names another file is that of
/// aliyun/credentials-go credentials/providers/cli_profile.go, which reads the same file.
/// </remarks>
internal sealed class AliyunCliStore : ProfileStore
{
    public override IReadOnlyList<string> ProfileVariables { get; } = ["ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"];

    public override string FileVariable => "ALIBABA_CLOUD_CONFIG_FILE";

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (PathOf(search, ".aliyun", "config.json") is not { } path)
        {
            return ProfileLookup.NoFile("~/.aliyun/config.json", "there is no home directory");
        }

        if (DisabledBy(search) is { } variable)
        {
            return ProfileLookup.NoFile(path, $"skipped: {variable} is true");
        }

        using CredentialFile file = Load(search, path, JsonSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem!);
        }

        IReadOnlyList<Settings> profiles = file.Document.Root.List("profiles");
        string? current = profile is null ? file.Document.Root.Text("current") : null;
        string name = profile ?? current ?? "default";
        if (profiles.FirstOrDefault(candidate => candidate.Text("name") == name) is { } settings)
        {
            return Read(search, Named(path, name), settings);
        }

        string[] others = [.. profiles.Select(candidate => candidate.Text("name")).OfType<string>()];
        return current is null ? ProfileLookup.NoProfile(path, name, others) : ProfileLookup.NoCurrentProfile(path, current, others);
    }

    private static string? DisabledBy(CredentialSearch search)
    {
        string[] switches = ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"];
        return Array.Find(switches, name => string.Equals(search.Variable(name), "true", StringComparison.OrdinalIgnoreCase));
    }

    private static ProfileLookup Read(CredentialSearch search, string source, Settings settings)
    {
        string mode = settings.Text("mode") ?? string.Empty;
        return mode.ToUpperInvariant() switch
        {
            "AK" => ProfileLookup.Found(Draft(search, source, settings, isTemporary: false)),
            "STSTOKEN" when !settings.Has("sts_token") => ProfileLookup.Unusable(source, "sts_token is missing"),
            "STSTOKEN" when settings.Time("sts_expiration") <= search.Options.Time.GetUtcNow() =>
                ProfileLookup.Unusable(source, "its temporary keys have expired"),
            "STSTOKEN" => ProfileLookup.Found(Draft(search, source, settings, isTemporary: true)),
            "ECSRAMROLE" => ProfileLookup.InstanceRole(source, settings.Text("ram_role_name")),
            "" => ProfileLookup.Unusable(source, "has no mode; run 'aliyun configure'"),
            "RAMROLEARN" or "RAMROLEARNWITHROLENAME" or "CHAINABLERAMROLEARN" or "OIDC" =>
                Unsupported(source, mode, AlibabaCredentialSources.UseTemporaryKeys),
            "CLOUDSSO" or "OAUTH" or "BEARERTOKEN" => Unsupported(source, mode, "use a profile of mode AK or StsToken"),
            "EXTERNAL" => Unsupported(source, mode, "run its command yourself and specify the keys with -AccessKey"),
            "CREDENTIALSURI" or "RSAKEYPAIR" or "ANONYMOUS" => Unsupported(source, mode, "use a profile of mode AK or StsToken"),
            _ => ProfileLookup.Unusable(source, $"is of the unknown mode '{PrintableText.Of(mode)}'"),
        };
    }

    private static ProfileLookup Unsupported(string source, string mode, string instead)
        => ProfileLookup.Unusable(source, $"is of mode {mode}, which is not supported yet; {instead}");

    private static CredentialDraft Draft(CredentialSearch search, string source, Settings settings, bool isTemporary) => new()
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
