using System;
using System.Linq;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// A secret, the names of a request, and a provider's text. What is shown shares no run of letters and digits with the secret that is as
/// long as docs/redaction.md permits, forwards or backwards, is on one line and short, and costs no more work than its length permits.
/// </summary>
internal sealed class RedactionTarget : FuzzTarget
{
    // The text itself, and with two kinds of escapes replaced; one length of the secret, two directions.
    private const int SearchesPerCharacter = 3 * 2;

    public override string Name => "redaction";

    public override void Run(byte[] input)
    {
        string[] lines = InputParts.Lines(input, 3);
        (string plain, string[] names, string text) = (lines[0], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), lines[2]);
        using SecretText secret = new(plain.AsSpan());
        using KnownSecrets secrets = new();
        secrets.Add(secret);
        Redactor redactor = new(secrets);

        long before = secrets.Runs.Searched;
        Check(plain, redactor.Text(text, names), ShownText.LongestText, more: 0);
        Property.Holds(secrets.Runs.Searched - before <= SearchesPerCharacter * (long)text.Length, "the work grows with the text alone");
        Check(plain, redactor.OwnText(text), ShownText.LongestText, more: 0);
        Check(plain, redactor.Field(text), ShownText.LongestField, more: 0);
        Check(plain, redactor.Id(text), ShownText.LongestField, more: 2);
        secrets.Dispose();
        Property.Holds(redactor.OwnText(text) is null, "every text is withheld once the secrets are forgotten");
    }

    private static void Check(string secret, string? shown, int longest, int more)
    {
        ShownText.Check(shown, longest);
        if (shown is null)
        {
            return;
        }

        string wanted = ShownText.LettersAndDigits(secret);
        int run = Math.Min(Math.Max(wanted.Length / 2, Math.Min(wanted.Length, wanted.Length < 6 ? 3 : 4)), 8) + more;
        string forwards = ShownText.LettersAndDigits(shown);
        string backwards = new([.. forwards.Reverse()]);
        string[] common = KnownSecrets.CommonWords.ToUpperInvariant().Split(' ');
        Property.Holds(wanted.Length >= Math.Min(4, secret.Length), "a secret of signs withholds every text");
        for (int at = 0; at + run <= wanted.Length; at++)
        {
            string part = wanted.Substring(at, run);
            bool isShown = forwards.Contains(part, StringComparison.Ordinal) || backwards.Contains(part, StringComparison.Ordinal);
            Property.Holds(!isShown || IsCommon(part, run - more, common), "what is shown shares no long run with the secret");
        }
    }

    // Of an id, each run of a common word's length has to be part of one.
    private static bool IsCommon(string part, int run, string[] common) => Enumerable.Range(0, part.Length - run + 1)
        .Any(at => common.Any(word => word.Contains(part.Substring(at, run), StringComparison.Ordinal)));
}
