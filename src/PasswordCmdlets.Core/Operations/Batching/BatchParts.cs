using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>Splits a batch that the provider rejected as a whole because of one of its targets.</summary>
internal static class BatchParts
{
    private const int MostSentAlone = 8;

    /// <summary>Halves, or, when the provider's message contains the bad ids, those alone and the others together.</summary>
    public static IEnumerable<List<TargetWork>> Of(IReadOnlyList<TargetWork> batch, ProviderReply reply)
    {
        if (reply.Message is { } message)
        {
            List<TargetWork> named = [];
            List<TargetWork> others = [];
            foreach (TargetWork work in batch)
            {
                (ContainsId(message, work.Target.Id) ? named : others).Add(work);
            }

            if (named.Count > 0 && others.Count > 0)
            {
                return named.Count <= MostSentAlone
                    ? named.Select(static work => new List<TargetWork> { work }).Append(others)
                    : [named, others];
            }
        }

        int half = (batch.Count + 1) / 2;
        return [batch.Take(half).ToList(), batch.Skip(half).ToList()];
    }

    // The id as a whole word: a message about ins-10 does not contain ins-1.
    private static bool ContainsId(string message, string id)
    {
        int at = message.IndexOf(id, StringComparison.Ordinal);
        while (at >= 0)
        {
            bool startsWord = at == 0 || !IsIdCharacter(message[at - 1]);
            int end = at + id.Length;
            if (startsWord && (end == message.Length || !IsIdCharacter(message[end])))
            {
                return true;
            }

            at = message.IndexOf(id, at + 1, StringComparison.Ordinal);
        }

        return false;
    }

    private static bool IsIdCharacter(char character) => char.IsLetterOrDigit(character) || character is '-' or '_';
}
