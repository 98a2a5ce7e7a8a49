using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>The names of the profiles in the settings files of a provider's own tools; never their content.</summary>
internal static class ProfileNames
{
    // No file has a profile of this name, so each lists its profiles.
    private const string NoProfile = "\0";

    /// <summary>The names, in order; none where there is no file or it cannot be read.</summary>
    public static IReadOnlyList<string> Of(ProviderDescriptor provider) => Of(provider, new CredentialChainOptions());

    internal static IReadOnlyList<string> Of(ProviderDescriptor provider, CredentialChainOptions options)
    {
        CredentialSearch search =
            new(new CredentialQuery { Provider = provider, ProfileName = NoProfile, UseInstanceRole = false }, options);
        return
        [
            .. provider.Credentials.Files
                .SelectMany(store => store.Find(search, NoProfile).Others)
                .Where(static name => name.Length > 0 && name.All(PrintableText.IsHarmless))
                .Distinct(StringComparer.Ordinal)
                .OrderBy(static name => name, StringComparer.Ordinal),
        ];
    }
}
