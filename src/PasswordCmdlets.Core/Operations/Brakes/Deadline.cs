using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>
/// Reads the time after which a run sends nothing new. What has a colon and no date is a time of day; a time span has units
/// (<c>4h</c>), so <c>04:00:00</c> is four o'clock.
/// </summary>
internal static class Deadline
{
    private static readonly string[] TimesOfDay = ["H:mm", "H:mm:ss"];

    // A deadline of two years or more is a typing error.
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(1000);

    private static readonly Regex Span = new(
        @"\A(?=[0-9])((?<d>[0-9]{1,9})d)?((?<h>[0-9]{1,9})h)?((?<m>[0-9]{1,9})m)?((?<s>[0-9]{1,9})s)?\z", RegexOptions.CultureInvariant);

    private static readonly Regex DateAndTime = new(
        @"\A(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)(?<zone>Z|[+-][0-9]{2}:[0-9]{2})?\z",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// Reads a time of day (the next one to come, local time), a time span from now, or a full date and time; null when the text is none of
    /// them. A full date and time may be past.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The clock and the local time zone.</param>
    public static DateTimeOffset? Parse(string text, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (DateTime.TryParseExact(text, TimesOfDay, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime clock))
        {
            DateTime today = TimeZoneInfo.ConvertTime(now, time.LocalTimeZone).Date;
            return Enumerable.Range(0, 3)
                .SelectMany(day => Instants(today.AddDays(day) + clock.TimeOfDay, time.LocalTimeZone))
                .First(instant => instant > now);
        }

        if (Span.Match(text) is { Success: true } span)
        {
            double seconds = (Number(span, "d") * 86_400d) + (Number(span, "h") * 3_600d) + (Number(span, "m") * 60d) + Number(span, "s");
            return seconds <= LongestSpan.TotalSeconds ? now + TimeSpan.FromSeconds(seconds) : null;
        }

        return DateAndTime.Match(text) is { Success: true } moment ? OfDate(moment, time.LocalTimeZone, now) : null;
    }

    private static DateTimeOffset? OfDate(Match moment, TimeZoneInfo zone, DateTimeOffset now)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (moment.Groups["zone"].Success)
        {
            return DateTimeOffset.TryParse(moment.Value, culture, DateTimeStyles.None, out DateTimeOffset instant)
                ? instant.ToUniversalTime()
                : null;
        }

        // Time zones know no offset for the first and the last days of the calendar.
        if (!DateTime.TryParse(moment.Value, culture, DateTimeStyles.None, out DateTime local) || local.Year is < 1900 or > 9000)
        {
            return null;
        }

        List<DateTimeOffset> instants = Instants(local, zone);
        return instants.Where(instant => instant > now).DefaultIfEmpty(instants[0]).First();
    }

    // Where clocks are set back a time comes twice. Where they are set forward one is skipped: then it is the moment they are set, because
    // an earlier deadline does no harm.
    private static List<DateTimeOffset> Instants(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(local))
        {
            return [.. zone
                .GetAmbiguousTimeOffsets(local)
                .Select(offset => new DateTimeOffset(local, offset))
                .OrderBy(static instant => instant)];
        }

        DateTime existing = local;
        while (zone.IsInvalidTime(existing))
        {
            existing = new DateTime(existing.Ticks - (existing.Ticks % TimeSpan.TicksPerMinute)).AddMinutes(-1);
        }

        DateTimeOffset instant = new(existing, zone.GetUtcOffset(existing));
        return [existing == local ? instant : instant.AddMinutes(1)];
    }

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var digits } ? double.Parse(digits, CultureInfo.InvariantCulture) : 0;
}
