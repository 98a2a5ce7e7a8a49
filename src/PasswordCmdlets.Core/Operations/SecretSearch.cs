using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Finds a secret in a text, in every notation in which a server is likely to echo what it was sent. It is the text that is decoded, never the
/// secret that is encoded: the secret exists in one buffer that is cleared, and no form of it is ever made.
/// </summary>
internal static class SecretSearch
{
    /// <summary>Shorter secrets are not looked for: words would be full of them.</summary>
    public const int ShortestSecret = 4;

    /// <summary>Marks the characters of a text that show a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="text">The text.</param>
    /// <param name="shown">Set to true for each character that belongs to the secret.</param>
    /// <param name="length">How much of both arrays counts.</param>
    /// <returns>Whether the text shows the secret.</returns>
    public static bool Mark(SecretText secret, char[] text, bool[] shown, int length) =>
        secret.Length >= ShortestSecret && length >= ShortestSecret && secret.Reveal(
            (text, shown, length),
            static (characters, state) =>
            {
                ReadOnlySpan<char> text = state.text.AsSpan(0, state.length);
                Span<bool> shown = state.shown.AsSpan(0, state.length);
                return EscapedText.Mark(text, characters, shown) | BinaryText.Mark(text, characters, shown);
            });
}
