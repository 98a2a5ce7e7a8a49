using System;
using System.Collections.Generic;
using System.IO;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>A settings file of a provider's own tool, with named profiles in it.</summary>
internal abstract class ProfileStore
{
    /// <summary>The variables that specify a profile of this file; the first that is set counts.</summary>
    public virtual IReadOnlyList<string> ProfileVariables => [];

    /// <summary>The variable that specifies another file; null when the tool has none.</summary>
    public virtual string? FileVariable => null;

    /// <summary>Whether a variable specifies the file.</summary>
    public bool IsFileSpecified(CredentialSearch search) => FileVariable is { } file && search.Variable(file) is not null;

    /// <summary>Whether a variable specifies the profile or the file.</summary>
    public bool IsChosen(CredentialSearch search) => IsFileSpecified(search) || search.FirstVariable(ProfileVariables) is not null;

    /// <summary>Searches for a profile.</summary>
    /// <param name="search">The search and its options.</param>
    /// <param name="profile">The profile that was specified; null for the tool's default.</param>
    public abstract ProfileLookup Find(CredentialSearch search, string? profile);

    /// <summary>Reads a file, and warns when every user of the machine can read it.</summary>
    protected static CredentialFile Load(CredentialSearch search, string path, Func<byte[], SettingsDocument> parse)
    {
        CredentialFile file = CredentialFile.Load(path, parse);
        if (file.IsOpenToOthers)
        {
            string remedy = Path.DirectorySeparatorChar == '\\'
                ? $"icacls '{path}' /inheritance:r /grant:r \"${{env:USERNAME}}:F\""
                : $"chmod 600 '{path}'";
            search.Warn($"Every user of this machine can read or change the credential file {path}. Close it to others: {remedy}");
        }

        return file;
    }

    /// <summary>
    /// The path that the file variable specifies, else the default one below the home directory; null when there is no home directory.
    /// </summary>
    protected string? PathOf(CredentialSearch search, params string[] belowHome)
        => FileVariable is { } variable && search.Variable(variable) is { } named ? search.Expand(named) : BelowHome(search, belowHome);

    protected static string? BelowHome(CredentialSearch search, params string[] parts)
        => search.Options.HomeDirectory.Length == 0 ? null : Path.Combine([search.Options.HomeDirectory, .. parts]);

    protected static string Named(string path, string profile) => $"{path}, profile '{PrintableText.Of(profile)}'";
}
