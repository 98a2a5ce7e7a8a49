using System;
using System.Globalization;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reads wildcards of PowerShell.</summary>
internal static class NamePattern
{
    /// <summary>Whether a text is a plain word, or a wildcard for plain words.</summary>
    public static bool IsPlain(string text) => TargetText.IsPlainWord(string.Concat(text.Split('*', '?', '[', ']')));

    /// <summary>Whether a text matches one of several wildcards for names, whose case does not matter.</summary>
    /// <param name="patterns">The wildcards.</param>
    /// <param name="parameter">The parameter that they come from.</param>
    /// <exception cref="CommandFailure">A wildcard is malformed.</exception>
    public static Func<string, bool> AnyOf(string[] patterns, string parameter)
    {
        const WildcardOptions Options = WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant;
        Func<string, bool>[] matchers = Array.ConvertAll(patterns, pattern => Matcher(pattern, Options, parameter));
        return text => Array.Exists(matchers, matches => matches(text));
    }

    /// <summary>Whether a text matches a wildcard, as PowerShell decides it.</summary>
    /// <param name="pattern">The wildcard.</param>
    /// <param name="options">Whether case matters.</param>
    /// <param name="parameter">The parameter that it comes from.</param>
    /// <exception cref="CommandFailure">The wildcard is malformed.</exception>
    public static Func<string, bool> Matcher(string pattern, WildcardOptions options, string parameter)
    {
        WildcardPattern wildcard = WildcardPattern.Get(pattern, options);
        try
        {
            // A malformed one shows here, and its matcher is made before several threads use it.
            wildcard.IsMatch(string.Empty);
        }
        catch (WildcardPatternException)
        {
            throw CommandFailure.Invalid(
                $"-{parameter} has a wildcard that PowerShell cannot read. Write a backtick before a bracket that is part of the text.");
        }

        return wildcard.IsMatch;
    }

    /// <summary>
    /// The longest run of digits, hyphens, underscores and letters without case that every text has that matches a wildcard; null when
    /// it has less than two characters. Other letters may be of either case in the text, and providers may regard case.
    /// </summary>
    public static string? LiteralPart(string pattern)
    {
        string longest = string.Empty;
        string run = string.Empty;
        for (int i = 0; i < pattern.Length; i++)
        {
            char character = pattern[i];
            if (character == '[')
            {
                int end = pattern.IndexOf(']', Math.Min(i + 2, pattern.Length));
                i = end < 0 ? pattern.Length : end;
                run = string.Empty;
            }
            else if (character == '`' && i + 1 < pattern.Length)
            {
                run = Append(run, pattern[++i]);
            }
            else
            {
                run = Append(run, character);
            }

            longest = run.Length > longest.Length ? run : longest;
        }

        return longest.Length < 2 ? null : longest;
    }

    private static string Append(string run, char character) =>
        char.IsDigit(character) || character is '-' or '_' || char.GetUnicodeCategory(character) == UnicodeCategory.OtherLetter
            ? run + character
            : string.Empty;
}
