using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.Passwords;

internal static class Revealed
{
    /// <summary>Tests may read it.</summary>
    public static string Text(SecretText secret) => secret.Reveal<object?, string>(null, static (text, _) => text.ToString());
}
