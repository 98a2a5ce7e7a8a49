using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Fuzzing.Engine;

/// <summary>What has to be true of a reader, whatever it reads.</summary>
internal static class Property
{
    /// <summary>Fails with the property that does not hold.</summary>
    public static void Holds(bool holds, string property)
    {
        if (!holds)
        {
            throw new PropertyException(property);
        }
    }

    /// <summary>No text contains a secret, in any case.</summary>
    public static void NothingShows(string secret, IEnumerable<string?> texts) => Holds(
        !texts.Any(text => text?.Contains(secret, StringComparison.OrdinalIgnoreCase) == true), "no text shows the secret");
}
