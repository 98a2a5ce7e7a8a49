using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// Makes a provider's words safe to show: submitted secrets are taken out, control characters, terminal escapes and Azure
/// Pipelines logging commands are made harmless, and the length is bounded.
/// </summary>
internal static class MessageSanitizer
{
    private const int LongestMessage = 600;
    private const int LongestCode = 128;

    // What no provider writes: to look through it for secrets could take longer than it is worth.
    private const int LongestRead = 16 * 1024;

    /// <summary>A message in one clean line; null when there is none, or none that can be shown.</summary>
    public static string? Message(string? text, IReadOnlyList<SecretText> secrets) => text?.Length > LongestRead
        ? "(a message too long to be shown)"
        : Clean(text, secrets, LongestMessage, "…");

    /// <summary>An error code, a state or a request id: a message that is shorter.</summary>
    public static string? Code(string? text, IReadOnlyList<SecretText> secrets) => text?.Length > LongestRead ? null : Clean(text, secrets, LongestCode, string.Empty);

    private static string? Clean(string? text, IReadOnlyList<SecretText> secrets, int longest, string ellipsis)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        using MessageBuffer message = new(text!);
        bool changed = message.Redact(secrets);
        if (message.Neutralise())
        {
            // Once more: cleaning may have put a secret together, or left one with what was taken out of its middle.
            message.Redact(secrets);
            changed = true;
        }

        changed |= message.Cut(longest, ellipsis);
        if (!changed)
        {
            return text;
        }

        // What is written in place of a secret may itself be one, or make one with its surroundings. Then nothing is shown.
        return message.Shows(secrets) ? null : message.ToString();
    }
}
