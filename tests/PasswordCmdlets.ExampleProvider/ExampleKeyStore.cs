using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>The settings file <c>~/.example/keys.ini</c>; EXAMPLE_KEY_FILE names another.</summary>
internal sealed class ExampleKeyStore : ProfileStore
{
    public override string FileVariable => "EXAMPLE_KEY_FILE";

    public override ProfileLookup Find(CredentialSearch search, string? profile)
    {
        if (PathOf(search, ".example", "keys.ini") is not { } path)
        {
            return ProfileLookup.NoFile("~/.example/keys.ini", "there is no home directory");
        }

        using CredentialFile file = Load(search, path, IniSettings.Parse);
        if (file.Document is null)
        {
            return file.Exists ? ProfileLookup.Unreadable(path, file.Problem!) : ProfileLookup.NoFile(path, file.Problem!);
        }

        string name = profile ?? "default";
        return file.Document.Root.Group(name) is not { } section
            ? ProfileLookup.NoProfile(path, name, file.Document.Root.GroupNames)
            : ProfileLookup.Found(new CredentialDraft
            {
                Source = Named(path, name),
                AccessKeyId = section.Text("key"),
                Secret = section.Secret("secret"),
                Region = section.Text("region") ?? EnvironmentSettings.Region(search),
                Names = ("key", "secret"),
            });
    }
}
