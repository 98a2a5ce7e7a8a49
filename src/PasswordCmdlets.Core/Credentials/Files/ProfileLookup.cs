using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>The result of a search for a profile in a settings file.</summary>
internal sealed record ProfileLookup
{
    private ProfileLookup(ProfileLookupKind kind, string source)
    {
        Kind = kind;
        Source = source;
    }

    public ProfileLookupKind Kind { get; }

    /// <summary>The file, and the profile where there is one.</summary>
    public string Source { get; }

    /// <summary>Why the profile cannot be used.</summary>
    public string Reason { get; private init; } = string.Empty;

    /// <summary>The profiles of the file, when it does not have the one that was searched for.</summary>
    public IReadOnlyCollection<string> Others { get; private init; } = [];

    /// <summary>The credential, when <see cref="Kind"/> is <see cref="ProfileLookupKind.Found"/>.</summary>
    public CredentialDraft? Draft { get; private init; }

    /// <summary>
    /// The role, when <see cref="Kind"/> is <see cref="ProfileLookupKind.InstanceRole"/>; null for the role of the instance.
    /// </summary>
    public string? RoleName { get; private init; }

    /// <summary>The role to assume, when <see cref="Kind"/> is <see cref="ProfileLookupKind.Role"/>.</summary>
    public RoleRequest? Role { get; private init; }

    public static ProfileLookup NoFile(string source, string reason) => new(ProfileLookupKind.NoFile, source) { Reason = reason };

    public static ProfileLookup Unreadable(string source, string reason) => new(ProfileLookupKind.Unreadable, source) { Reason = reason };

    public static ProfileLookup NoProfile(string source, string wanted, IReadOnlyCollection<string> others)
        => new(ProfileLookupKind.NoProfile, source)
        {
            Reason = $"has no profile '{PrintableText.Of(wanted)}'{Instead(others)}",
            Others = [.. others],
        };

    /// <summary>The tool's own setting names a profile that does not exist.</summary>
    public static ProfileLookup NoCurrentProfile(string source, string current, IReadOnlyCollection<string> others)
        => Unusable(source, $"has no profile '{PrintableText.Of(current)}', which it names as the current one{Instead(others)}");

    public static ProfileLookup Unusable(string source, string reason) => new(ProfileLookupKind.Unusable, source) { Reason = reason };

    public static ProfileLookup Found(CredentialDraft draft) => new(ProfileLookupKind.Found, draft.Source) { Draft = draft };

    public static ProfileLookup InstanceRole(string source, string? roleName)
        => new(ProfileLookupKind.InstanceRole, source) { RoleName = roleName };

    public static ProfileLookup Assume(RoleRequest role) => new(ProfileLookupKind.Role, role.Source) { Role = role };

    private static string Instead(IReadOnlyCollection<string> others)
    {
        const int Most = 20;
        string names = string.Join(", ", others.Take(Most).Select(PrintableText.Of));
        return others.Count == 0 ? string.Empty : $". Its profiles: {names}{(others.Count > Most ? ", …" : string.Empty)}";
    }
}
