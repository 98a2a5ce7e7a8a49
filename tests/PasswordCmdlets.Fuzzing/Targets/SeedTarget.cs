using System;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Fuzzing.Engine;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>
/// The entry of a run in a vault: its seed and its note. Only the documented exceptions leave the reader, no message quotes the seed, and
/// what is read is the same when it is written and read again.
/// </summary>
internal sealed class SeedTarget : FuzzTarget
{
    private static readonly string[] Messages = [.. new[] { "x", "pcs9.x", "pcs1.x" }.Select(MessageOf)];

    public override string Name => "run-seed";

    public override void Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        CheckNote(text);
        using SecretText secret = new(text.AsSpan());
        if (RunSeed.NoteOf(secret) is { } note)
        {
            CheckNote(note);
        }

        try
        {
            using RunSeed seed = RunSeed.FromSecret(secret);
            using SecretText written = RunSeed.NoteOf(secret) is { } kept ? seed.ToSecret(kept) : seed.ToSecret();
            Property.Holds(written.SameTextAs(secret), "a seed is the same when it is written again");
        }
        catch (FormatException problem)
        {
            Property.Holds(Messages.Contains(problem.Message), "a message does not quote the seed");
        }

        _ = RunIds.StartOf(text);
        string[] lines = text.Split('\n');
        _ = SecretMetadata.Read(name => Array.Find(lines, line => line.StartsWith(name + "=", StringComparison.Ordinal))
            ?.Substring(name.Length + 1));
    }

    private static string MessageOf(string text)
    {
        using SecretText secret = new(text.AsSpan());
        try
        {
            RunSeed.FromSecret(secret).Dispose();
            return string.Empty;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    private static void CheckNote(string text)
    {
        if (SeedNote.Parse(text) is { } note)
        {
            SeedNote? again = SeedNote.Parse(note.ToString());
            bool isSame = again is not null && again.Origin == note.Origin && again.Ended == note.Ended && again.Template == note.Template
                && again.Scopes.SequenceEqual(note.Scopes)
                && (note.Open?.Count > SeedNote.MaximumOpen ? again.Open is null
                    : note.Open is null ? again.Open is null : again.Open?.SequenceEqual(note.Open) == true);
            Property.Holds(isSame, "a note is the same when it is written and read again");
            _ = note.NamesAccount;
            _ = note.AccountOf("Alibaba", "Ram");
            _ = note.Overlaps(again!, note.Ended);
        }
    }
}
