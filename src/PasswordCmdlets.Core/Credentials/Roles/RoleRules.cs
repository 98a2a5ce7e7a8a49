using System.Globalization;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>Checks of the settings of a role that every provider has. Each returns why one is invalid; null when it is valid.</summary>
internal static class RoleRules
{
    /// <summary>
    /// The name of sessions whose source has none. It does not change, so that commands share a session; the provider's audit log shows it.
    /// </summary>
    public const string SessionName = "PasswordCmdlets";

    /// <summary>The seconds of a session.</summary>
    /// <param name="role">The role.</param>
    /// <param name="shortest">The fewest seconds that the provider allows.</param>
    /// <param name="longest">The most seconds that the provider allows.</param>
    /// <param name="usual">The seconds where the source has none.</param>
    /// <param name="seconds">The seconds.</param>
    public static string? Duration(RoleRequest role, int shortest, int longest, int usual, out int seconds)
    {
        if (role.Duration is null)
        {
            seconds = usual;
            return null;
        }

        bool isNumber = int.TryParse(role.Duration, NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        return isNumber && seconds >= shortest && seconds <= longest
            ? null
            : $"{role.Names.Duration} is '{PrintableText.Of(role.Duration)}'; set it to {shortest} to {longest} seconds, "
                + "and not to more than the role's own maximum";
    }

    /// <summary>A text with a length and a set of characters.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="text">The text; null when there is none.</param>
    /// <param name="shortest">The fewest characters.</param>
    /// <param name="longest">The most characters.</param>
    /// <param name="signs">The characters besides letters and digits.</param>
    public static string? Text(string name, string? text, int shortest, int longest, string signs)
    {
        if (text is null)
        {
            return null;
        }

        bool isValid = text.Length >= shortest && text.Length <= longest;
        foreach (char character in text)
        {
            isValid &= character is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') || signs.Contains(character);
        }

        return isValid ? null : $"{name} is invalid; set it to {shortest} to {longest} letters, digits and these characters: {signs}";
    }
}
