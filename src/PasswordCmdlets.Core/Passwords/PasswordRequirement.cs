namespace PasswordCmdlets.Core.Passwords;

/// <summary>What a finding is about.</summary>
internal enum PasswordRequirement
{
    /// <summary>Characters that no password field accepts: control characters and broken surrogates.</summary>
    ControlCharacters,

    /// <summary>Too short.</summary>
    MinimumLength,

    /// <summary>Too long.</summary>
    MaximumLength,

    /// <summary>Too few classes of characters.</summary>
    CharacterClasses,

    /// <summary>Characters outside the published list.</summary>
    AllowedCharacters,

    /// <summary>A first character that is not allowed there.</summary>
    FirstCharacter,

    /// <summary>Too few different characters.</summary>
    DistinctCharacters,

    /// <summary>The user name, or a part of one.</summary>
    UserName,

    /// <summary>The old password.</summary>
    OldPassword,
}
