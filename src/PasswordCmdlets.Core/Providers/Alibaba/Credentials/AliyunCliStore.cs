using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Providers.Alibaba.Credentials;

/// <summary>The settings of the aliyun command: <c>~/.aliyun/config.json</c>.</summary>
/// <remarks>
/// Names, modes and defaults: aliyun-cli config/configuration.go and config/profile.go. The variable that names another file is that of
/// aliyun/credentials-go credentials/providers/cli_profile.go, which reads the same file.
/// </remarks>
internal sealed class AliyunCliStore(IInstanceRole instance) : ProfileStore
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

        AliyunCliProfiles profiles = new(search, path, file.Document.Root.List("profiles"), instance);
        string? current = profile is null ? file.Document.Root.Text("current") : null;
        string name = profile ?? current ?? "default";
        return profiles.Find(name)
            ?? (current is null
                ? ProfileLookup.NoProfile(path, name, profiles.All)
                : ProfileLookup.NoCurrentProfile(path, current, profiles.All));
    }

    private static string? DisabledBy(CredentialSearch search)
    {
        string[] switches = ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_IGNORE_PROFILE", "ALIBABACLOUD_IGNORE_PROFILE"];
        return Array.Find(switches, name => string.Equals(search.Variable(name), "true", StringComparison.OrdinalIgnoreCase));
    }
}
