using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The secret in the seeds of credentials. A mutation may move it to where a text is shown, such as the name of a profile; it must not be
/// shown while it is only where a secret belongs.
/// </summary>
internal static class SecretMark
{
    public const string Text = "S3CR3TMARK";

    /// <summary>Checks texts that are shown of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="secret">Where the format has a secret, up to the mark.</param>
    /// <param name="texts">The texts.</param>
    public static void IsNotShown(byte[] input, Regex secret, IEnumerable<string?> texts)
    {
        string text = Encoding.UTF8.GetString(input);
        if (Regex.Count(text, Text, RegexOptions.IgnoreCase) == secret.Count(text))
        {
            Property.NothingShows(Text, texts);
        }
    }
}
