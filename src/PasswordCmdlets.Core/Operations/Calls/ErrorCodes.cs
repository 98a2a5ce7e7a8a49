using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// A provider's error codes as data: exact codes first, then the longest matching prefix, each ending at a dot. A code that is not listed
/// and says that the server failed or gave up may have been executed; any other is a rejection.
/// </summary>
internal sealed class ErrorCodes(
    IReadOnlyDictionary<string, ErrorCodeMeaning> exact, IReadOnlyDictionary<string, ErrorCodeMeaning> families)
{
    private const int LongestCode = 128;

    private static readonly ErrorCodeMeaning Other = new(Fault.Rejected);
    private static readonly ErrorCodeMeaning ServerFailure = new(Fault.Transient);
    private static readonly string[] ServerFailures = ["INTERNALERROR", "INTERNALSERVERERROR", "SERVICEUNAVAILABLE", "TIMEOUT", "TIMEDOUT"];

    private readonly int _longestFamily = families.Keys.Select(static family => family.Length).DefaultIfEmpty().Max();

    /// <summary>Whether a code is in the table as it is.</summary>
    public bool Lists(string code) => exact.ContainsKey(code);

    public ErrorCodeMeaning Of(string code)
    {
        if (exact.TryGetValue(code, out ErrorCodeMeaning? meaning))
        {
            return meaning;
        }

        // Longer prefixes are no family: a long code with many dots must not cost the square of its length.
        int first = code.Length > _longestFamily ? code.LastIndexOf('.', _longestFamily) : code.Length;
        for (int end = first; end > 0; end = code.LastIndexOf('.', end - 1))
        {
            if (families.TryGetValue(code.Substring(0, end), out meaning))
            {
                return meaning;
            }
        }

        return OfUnlisted(code);
    }

    /// <summary>What a code means that no table lists.</summary>
    public static ErrorCodeMeaning OfUnlisted(string code)
    {
        string letters = new([.. code.Take(LongestCode).Where(char.IsLetter).Select(char.ToUpperInvariant)]);
        return ServerFailures.Any(words => letters.Contains(words, StringComparison.Ordinal)) ? ServerFailure : Other;
    }
}
