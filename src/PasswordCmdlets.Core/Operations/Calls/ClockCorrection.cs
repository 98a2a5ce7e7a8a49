using System;
using System.Globalization;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>Takes the provider's time from a response when it rejected a request for its timestamp.</summary>
internal static class ClockCorrection
{
    /// <summary>
    /// A Date header further from this machine's clock is not believed: requests would be signed for a day that is not today.
    /// </summary>
    public static readonly TimeSpan LargestOffset = TimeSpan.FromDays(1);

    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>Sets the session's clock offset; false when the response has no usable Date header.</summary>
    public static bool TryCorrect(ProviderSession session, WireResponse response, DateTimeOffset now, Action<NoticeLevel, string> notice)
    {
        if (response.Header("Date") is not { } date
            || !DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, Utc, out DateTimeOffset theirs))
        {
            return false;
        }

        TimeSpan offset = theirs - now;
        if (offset.Duration() > LargestOffset)
        {
            notice(
                NoticeLevel.Warning,
                $"{session.Provider} rejected the request's timestamp, and its own time is more than a day from this machine's clock. "
                + "Set the clock.");
            return false;
        }

        session.ClockOffset = offset;
        notice(
            NoticeLevel.Warning,
            $"{session.Provider} rejected the request's timestamp. This machine's clock is off by about "
            + $"{SecondsText.Of(offset.Duration())}; requests are signed with the provider's time. Set the clock.");
        return true;
    }
}
