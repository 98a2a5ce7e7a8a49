using System;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>
/// The classes password rules count. Only ASCII belongs to a class: every published rule writes them as [a-z], [A-Z], [0-9] and a list of
/// specials.
/// </summary>
[Flags]
internal enum CharacterClasses
{
    /// <summary>No class: what rules do not name, such as a letter with an accent.</summary>
    None = 0,

    /// <summary>a to z.</summary>
    Lowercase = 1,

    /// <summary>A to Z.</summary>
    Uppercase = 2,

    /// <summary>0 to 9.</summary>
    Digit = 4,

    /// <summary>Punctuation and symbols.</summary>
    Special = 8,

    /// <summary>Upper- or lower-case letters, for rules that count them as one.</summary>
    Letter = Lowercase | Uppercase,
}
