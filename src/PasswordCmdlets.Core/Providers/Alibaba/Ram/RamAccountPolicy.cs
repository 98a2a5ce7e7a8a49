namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>The password policy of one Alibaba Cloud account, as GetPasswordPolicy returns it.</summary>
internal sealed record RamAccountPolicy
{
    /// <summary>MinimumPasswordLength, 8 to 32.</summary>
    public int MinimumPasswordLength { get; init; } = 8;

    /// <summary>RequireLowercaseCharacters.</summary>
    public bool RequireLowercaseCharacters { get; init; }

    /// <summary>RequireUppercaseCharacters.</summary>
    public bool RequireUppercaseCharacters { get; init; }

    /// <summary>RequireNumbers.</summary>
    public bool RequireNumbers { get; init; }

    /// <summary>RequireSymbols.</summary>
    public bool RequireSymbols { get; init; }

    /// <summary>MinimumPasswordDifferentCharacter, 0 to 8; only the IMS 2019-08-15 version of the call returns it.</summary>
    public int MinimumPasswordDifferentCharacter { get; init; }

    /// <summary>
    /// MaxLoginAttemps (so spelt), 0 to 32: wrong passwords within an hour until logon is locked; 0 for no limit, null when it is missing.
    /// </summary>
    public int? MaximumLoginAttempts { get; init; }

    /// <summary>PasswordNotContainUserName; only the IMS 2019-08-15 version of the call returns it.</summary>
    public bool PasswordNotContainUserName { get; init; }
}
