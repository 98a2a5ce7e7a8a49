using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>How many of which classes a password must contain.</summary>
internal sealed class ClassRequirement
{
    /// <summary>Requires some of the given classes.</summary>
    /// <param name="atLeast">How many of <paramref name="classes"/> must occur; 0 requires nothing.</param>
    /// <param name="classes">What counts as one class each; <see cref="CharacterClasses.Letter"/> counts once for either case.</param>
    public ClassRequirement(int atLeast, params CharacterClasses[] classes)
    {
        if (atLeast < 0 || atLeast > classes.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(atLeast), atLeast, "More classes are required than there are.");
        }

        AtLeast = atLeast;
        Classes = Array.AsReadOnly((CharacterClasses[])classes.Clone());
    }

    /// <summary>Requires nothing.</summary>
    public static ClassRequirement None { get; } = new(0);

    /// <summary>Three of lower-case letters, upper-case letters, digits and special characters.</summary>
    public static ClassRequirement ThreeOfFour { get; } =
        new(3, CharacterClasses.Lowercase, CharacterClasses.Uppercase, CharacterClasses.Digit, CharacterClasses.Special);

    /// <summary>Lower-case letters, upper-case letters, digits and special characters.</summary>
    public static ClassRequirement AllFour { get; } =
        new(4, CharacterClasses.Lowercase, CharacterClasses.Uppercase, CharacterClasses.Digit, CharacterClasses.Special);

    /// <summary>How many of <see cref="Classes"/> must occur.</summary>
    public int AtLeast { get; }

    /// <summary>What counts as one class each.</summary>
    public IReadOnlyList<CharacterClasses> Classes { get; }

    /// <summary>Whether a password with these classes meets the requirement.</summary>
    /// <param name="present">The classes that occur in the password.</param>
    public bool IsMetBy(CharacterClasses present) => Classes.Count(required => (present & required) != 0) >= AtLeast;

    /// <summary>
    /// The requirement in words, such as <c>at least 3 of: lower-case letters, upper-case letters, digits, special characters</c>.
    /// </summary>
    public override string ToString()
    {
        if (AtLeast == 0)
        {
            return "no class required";
        }

        string names = string.Join(", ", Classes.Select(NameOf));
        return Classes.Count == 1 ? names
            : AtLeast == Classes.Count ? "all of: " + names
            : string.Format(CultureInfo.InvariantCulture, "at least {0} of: {1}", AtLeast, names);
    }

    private static string NameOf(CharacterClasses one) => one switch
    {
        CharacterClasses.Lowercase => "lower-case letters",
        CharacterClasses.Uppercase => "upper-case letters",
        CharacterClasses.Digit => "digits",
        CharacterClasses.Special => "special characters",
        CharacterClasses.Letter => "letters",
        _ => one.ToString(),
    };
}
