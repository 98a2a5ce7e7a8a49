using System;
using System.Globalization;

namespace PasswordCmdlets.Core.Http;

/// <summary>How long a server asks to pause.</summary>
internal static class RetryAfter
{
    /// <summary>The longest pause; a longer one is limited to it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>
    /// From <c>x-acs-retry-after</c> (milliseconds) or <c>Retry-After</c> (seconds); null where neither makes sense.
    /// </summary>
    public static TimeSpan? Of(WireResponse response)
    {
        // Zero says nothing, as in the SDKs.
        if (Number(response.Header("x-acs-retry-after")) is { } milliseconds and > 0)
        {
            return Bounded(TimeSpan.FromMilliseconds(milliseconds));
        }

        return Number(response.Header("Retry-After")) is { } seconds ? Bounded(TimeSpan.FromSeconds(seconds)) : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1e9
            ? number
            : null;

    private static TimeSpan Bounded(TimeSpan asked) => asked < Longest ? asked : Longest;
}
