using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations.Redaction;

/// <summary>The one door through which a provider's text enters a result, an error, a stream or a report; see docs/redaction.md.</summary>
internal sealed class Redactor(KnownSecrets secrets)
{
    // What is longer is withheld unread.
    private const int LongestRead = 4096;
    private const int LongestShown = 600;
    private const int LongestField = 128;

    private static readonly Regex FieldForm = new(@"\A[A-Za-z0-9]+(?:[._ -][A-Za-z0-9]+)*\z");

    // Sixteen bytes in hexadecimal digits, perhaps behind some letters. One of them is above 127, as no character of ASCII is.
    private static readonly Regex HexForm = new(@"(?i)\A[a-z]{0,4}-?(?=(?:[\da-f]{2}-?)*[89a-f])(?:[\da-f]{2}-?){15}[\da-f]{2}\z");

    /// <summary>A message on one line; null when it is withheld.</summary>
    public string? Text(string? text, IReadOnlyList<string> names) =>
        text?.Length <= LongestRead && PlainText.Is(text, names) ? OwnText(text) : null;

    /// <summary>A message of our own on one line, which may contain a path; null when it is withheld.</summary>
    public string? OwnText(string text) =>
        text.Length > LongestRead || secrets.AreQuotedIn(text) ? null : UnsafeCharacters.OneLine(text, LongestShown);

    /// <summary>An error code, a state or the name of an operation; null when it does not have the form of one.</summary>
    public string? Field(string? text) => text?.Length <= LongestField && FieldForm.IsMatch(text) ? Text(text, []) : null;

    /// <summary>A request id; null when it does not have the form of one.</summary>
    public string? Id(string? text) =>
        text?.Length <= LongestField && HexForm.IsMatch(text) && !secrets.AreQuotedIn(text, more: 2) ? text : Field(text);
}
