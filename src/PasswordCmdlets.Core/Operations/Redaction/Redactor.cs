using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Redaction;

/// <summary>Decides which texts of a provider a result, an error, a stream or a report may show; see docs/redaction.md.</summary>
internal sealed class Redactor(KnownSecrets secrets)
{
    // What is longer is withheld unread.
    private const int LongestRead = 4096;
    private const int LongestShown = 600;
    private const int LongestField = 128;

    // A request id has sixteen bytes in hexadecimal digits, perhaps behind some letters.
    private const int BytesOfId = 16;
    private const int MostLettersBeforeId = 4;

    /// <summary>A message on one line; null when it is withheld.</summary>
    public string? Text(string? text, IReadOnlyList<string> names) =>
        text?.Length <= LongestRead && PlainText.Is(text, names) ? OwnText(text) : null;

    /// <summary>A message of our own on one line, which may contain a path; null when it is withheld.</summary>
    public string? OwnText(string text) =>
        text.Length > LongestRead || secrets.AreQuotedIn(text) ? null : UnsafeCharacters.OneLine(text, LongestShown);

    /// <summary>An error code, a state or the name of an operation; null when it does not have the form of one.</summary>
    public string? Field(string? text) => text?.Length <= LongestField && IsField(text) ? Text(text, []) : null;

    /// <summary>A request id; null when it does not have the form of one.</summary>
    public string? Id(string? text) =>
        text?.Length <= LongestField && IsHexId(text) && !secrets.AreQuotedIn(text, more: 2) ? text : Field(text);

    // Words of letters and digits, with one sign between two of them.
    private static bool IsField(string text)
    {
        bool isInWord = false;
        foreach (char character in text)
        {
            if (!IsLetter(character) && character is not (>= '0' and <= '9') && !(isInWord && character is '.' or '_' or ' ' or '-'))
            {
                return false;
            }

            isInWord = character is not ('.' or '_' or ' ' or '-');
        }

        return isInWord;
    }

    // Hyphens may stand between two bytes. One byte is above 127, as no character of ASCII is.
    private static bool IsHexId(string text)
    {
        int start = text.Length;
        bool isNoText = false;
        for (int i = 0; i < BytesOfId; i++)
        {
            start -= i > 0 && start > 0 && text[start - 1] == '-' ? 3 : 2;
            if (start < 0 || !IsHexDigit(text[start]) || !IsHexDigit(text[start + 1]))
            {
                return false;
            }

            isNoText |= text[start] > '7';
        }

        ReadOnlySpan<char> before = text.AsSpan(0, start > 0 && text[start - 1] == '-' ? start - 1 : start);
        foreach (char character in before)
        {
            isNoText &= IsLetter(character);
        }

        return isNoText && before.Length <= MostLettersBeforeId;
    }

    private static bool IsHexDigit(char character) =>
        character is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    private static bool IsLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
