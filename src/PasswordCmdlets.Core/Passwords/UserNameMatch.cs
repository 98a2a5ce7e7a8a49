using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Finds a user name in a password.</summary>
/// <remarks>By hand: the framework's span searches that ignore case make strings of both sides on .NET Framework.</remarks>
internal static class UserNameMatch
{
    public static bool Contains(ReadOnlySpan<char> password, ReadOnlySpan<char> userName, bool ignoreCase)
    {
        for (int start = 0; start + userName.Length <= password.Length; start++)
        {
            if (Same(password.Slice(start, userName.Length), userName, ignoreCase, backwards: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of several texts occurs.</summary>
    public static bool ContainsAny(ReadOnlySpan<char> password, IReadOnlyList<string> texts, bool ignoreCase)
    {
        foreach (string text in texts)
        {
            if (Contains(password, text.AsSpan(), ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static bool EqualsOrReverses(ReadOnlySpan<char> password, ReadOnlySpan<char> userName, bool ignoreCase) =>
        password.Length == userName.Length
        && (Same(password, userName, ignoreCase, backwards: false) || Same(password, userName, ignoreCase, backwards: true));

    private static bool Same(ReadOnlySpan<char> password, ReadOnlySpan<char> userName, bool ignoreCase, bool backwards)
    {
        for (int i = 0; i < userName.Length; i++)
        {
            char expected = userName[backwards ? userName.Length - 1 - i : i];
            char actual = password[i];
            if (actual != expected && !(ignoreCase && char.ToUpperInvariant(actual) == char.ToUpperInvariant(expected)))
            {
                return false;
            }
        }

        return true;
    }
}
