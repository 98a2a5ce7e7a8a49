namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>The kinds of result of a search for a profile in a settings file.</summary>
internal enum ProfileLookupKind
{
    /// <summary>The file does not exist, or is disabled.</summary>
    NoFile,

    /// <summary>The file cannot be read or parsed.</summary>
    Unreadable,

    /// <summary>The file has no profile of that name.</summary>
    NoProfile,

    /// <summary>The profile is of a kind that is not supported, or incomplete.</summary>
    Unusable,

    /// <summary>The profile holds a credential.</summary>
    Found,

    /// <summary>The profile specifies the instance role.</summary>
    InstanceRole,

    /// <summary>The profile specifies a role to assume.</summary>
    Role,
}
