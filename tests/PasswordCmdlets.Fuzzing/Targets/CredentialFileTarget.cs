using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Files;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The settings files of all tools that write one format, and the files beside them: every store of every provider reads them. No
/// exception leaves a store, no text shows a secret, and a file in UTF-16 has the groups that it has in UTF-8.
/// </summary>
internal sealed partial class CredentialFileTarget : FuzzTarget
{
    private readonly CredentialFormat _format;
    private readonly string _home = TemporaryFolders.Create();
    private readonly string[][] _files;
    private readonly CredentialChainOptions _options;
    private readonly (ProviderDescriptor Provider, ProfileStore Store)[] _stores;

    public CredentialFileTarget(CredentialFormat format)
    {
        _format = format;
        _files = format switch
        {
            CredentialFormat.Json =>
            [
                [".aliyun/config.json", ".tccli/default.credential", ".zenlayer/credentials.json"],
                [".tccli/default.configure", ".zenlayer/config.json"],
            ],
            CredentialFormat.Ini => [[".alibabacloud/credentials", ".tencentcloud/credentials", ".huaweicloud/credentials"]],
            _ => [[".config/openstack/clouds.yaml"], [".config/openstack/secure.yaml"]],
        };
        _options = new CredentialChainOptions
        {
            Environment = static _ => null,
            HomeDirectory = _home,
            SystemSettingsDirectory = null,
        };
        foreach (string file in _files.SelectMany(static files => files))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_home, file))!);
        }

        // The stores that read one of the files: the others find none, whatever is in it.
        Write([.. "x"u8, .. InputParts.Separator, .. "x"u8]);
        _stores =
        [
            .. ProviderCatalog.Providers.SelectMany(
                static provider => provider.Credentials.Files, static (provider, store) => (provider, store))
                .Where(pair => pair.store.Find(SearchOf(pair.provider), "prod").Kind != ProfileLookupKind.NoFile),
        ];
    }

    /// <summary>How many stores read the files.</summary>
    public int StoreCount => _stores.Length;

    public override string Name => $"credential-{_format.ToString().ToLowerInvariant()}";

    public override void Run(byte[] input)
    {
        Write(input);
        List<string?> texts = [];
        foreach ((ProviderDescriptor provider, ProfileStore store) in _stores)
        {
            CredentialSearch search = SearchOf(provider);
            foreach (string? profile in new[] { null, "default", "prod" })
            {
                Find(search, store, profile, texts);
            }

            CredentialResolution resolution = search.Close(null);
            texts.AddRange([resolution.Describe(), .. resolution.Warnings]);
            IReadOnlyList<string> names = ProfileNames.Of(provider, _options);
            Property.Holds(names.All(static name => name.All(PrintableText.IsHarmless)), "names of profiles are printable");
        }

        SecretMark.IsNotShown(input, Secret(), texts);
        Property.Holds(!texts.Any(static text => text?.Any(static c => c != '\n' && !PrintableText.IsHarmless(c)) == true),
            "what is shown is printable");
        CheckUtf16(input);
    }

    private CredentialSearch SearchOf(ProviderDescriptor provider) =>
        new(new CredentialQuery { Provider = provider, UseInstanceRole = false }, _options);

    private static void Find(CredentialSearch search, ProfileStore store, string? profile, List<string?> texts)
    {
        ProfileLookup lookup = store.Find(search, profile);
        texts.AddRange([PrintableText.Line(lookup.Source), PrintableText.Line(lookup.Reason)]);
        if (lookup.Draft is { } draft)
        {
            CloudCredential? credential = draft.Build(search, out string problem);
            Property.Holds((credential is null) == (problem.Length > 0), "there is a credential or a problem");
            Property.Holds(credential?.Secret.Length != 0, "a credential has a secret");
            texts.AddRange([PrintableText.Line(problem), credential?.ToString(), credential?.Source, .. credential?.Chain ?? []]);
        }
        else if (lookup.Role is { } role)
        {
            string? problem = search.Provider.Roles?.Problem(role);
            texts.Add(PrintableText.Line(problem ?? search.Provider.Roles?.AccountOf(role) ?? string.Empty));
        }
    }

    private void Write(byte[] input)
    {
        ReadOnlyMemory<byte>[] parts = [.. InputParts.Split(input)];
        for (int i = 0; i < _files.Length; i++)
        {
            foreach (string file in _files[i].Select(file => Path.Combine(_home, file)))
            {
                if (i < parts.Length)
                {
                    using FileStream stream = File.Create(file);
                    stream.Write(parts[i].Span);
                }
                else
                {
                    File.Delete(file);
                }
            }
        }
    }

    private void CheckUtf16(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        if (!text.Contains('\uFFFD', StringComparison.Ordinal) && !text.StartsWith('\uFEFF'))
        {
            byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)];
            Property.Holds(Outline(input) == Outline(utf16), "a file in UTF-16 has the same groups");
        }
    }

    private string Outline(byte[] bytes)
    {
        try
        {
            using SettingsDocument document = _format switch
            {
                CredentialFormat.Json => JsonSettings.Parse(bytes),
                CredentialFormat.Ini => IniSettings.Parse(bytes),
                _ => YamlSettings.Parse(bytes),
            };
            return string.Join('\n', document.Root.GroupNames);
        }
        catch (SettingsFormatException problem)
        {
            return problem.Message;
        }
    }

    private Regex Secret() => _format switch
    {
        CredentialFormat.Json => JsonSecret(),
        CredentialFormat.Ini => IniSecret(),
        _ => YamlSecret(),
    };

    private const string Names = "(?i:access_key_secret|secretKey|secret_key|access_secret|sk|token|sts_token|security_token|password)";

    [GeneratedRegex($@"(?<=[{{,]\s*)""{Names}""\s*:\s*""{SecretMark.Text}")]
    private static partial Regex JsonSecret();

    [GeneratedRegex($@"(?<=^|\r|\n)[ \t]*{Names}[ \t]*=[ \t]*{SecretMark.Text}")]
    private static partial Regex IniSecret();

    [GeneratedRegex($@"(?<=^|\n) *{Names}: *{SecretMark.Text}")]
    private static partial Regex YamlSecret();
}
