using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Credentials;

/// <summary>
/// The settings of the zeno command: <c>~/.zenlayer/credentials.json</c>, and <c>config.json</c> beside it, which names the current
/// profile.
/// </summary>
/// <remarks>Names: zenlayercloud-cli internal/config/config.go and credentials.go.</remarks>
internal sealed class ZenlayerCliStore : ProfileStore
{
    public override IReadOnlyList<string> ProfileVariables { get; } = ["ZENLAYER_PROFILE"];

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (BelowHome(search, ".zenlayer", "credentials.json") is not { } path)
        {
            return ProfileLookup.NoFile("~/.zenlayer/credentials.json", "there is no home directory");
        }

        using CredentialFile file = Load(search, path, JsonSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem!);
        }

        string? current = null;
        if (profile is null)
        {
            // Without the current profile, any other one might act as another user.
            string configuration = BelowHome(search, ".zenlayer", "config.json")!;
            using CredentialFile settings = CredentialFile.Load(configuration, JsonSettings.Parse);
            if (settings.Exists && settings.Document is null)
            {
                return ProfileLookup.Unreadable(configuration, settings.Problem!);
            }

            current = settings.Document?.Root.Text("current_profile");
        }

        string name = profile ?? current ?? "default";
        if (file.Document.Root.Group(name) is { } found)
        {
            return ProfileLookup.Found(Read(Named(path, name), name, found));
        }

        IReadOnlyCollection<string> others = file.Document.Root.GroupNames;
        return current is null ? ProfileLookup.NoProfile(path, name, others) : ProfileLookup.NoCurrentProfile(path, current, others);
    }

    private static CredentialDraft Read(string source, string name, Settings settings) => settings.Has("token")
        ? new()
        {
            Source = source,
            Kind = CredentialKind.BearerToken,
            AccessKeyId = $"token of profile '{PrintableText.Of(name)}'",
            Secret = settings.Secret("token"),
            Names = ("token", "token"),
        }
        : new()
        {
            Source = source,
            AccessKeyId = settings.Text("access_key_id"),
            Secret = settings.Secret("access_key_secret"),
            Names = ("access_key_id", "access_key_secret"),
        };
}
