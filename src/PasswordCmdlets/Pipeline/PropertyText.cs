using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using PasswordCmdlets.Core.Operations.Reports;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reads the property values of pipeline objects, which CSV, JSON and Clixml give in different types.</summary>
internal static class PropertyText
{
    // Earlier than any run, and later than the clock of any machine may be ahead.
    private static readonly DateTime Earliest = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan LargestClockError = TimeSpan.FromDays(1);

    /// <summary>The value of a property; false when it cannot be read: its script throws, for example.</summary>
    public static bool TryRead(PSPropertyInfo property, out object? value)
    {
        try
        {
            value = property.Value;
            return true;
        }
        catch (GetValueException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>A value as the type of a property; the type's default when it cannot be that.</summary>
    public static object? ConvertTo(Type type, object? value)
    {
        object? bare = value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
        if (type == typeof(string))
        {
            return Text(bare);
        }

        if (type == typeof(DateTime))
        {
            return Time(bare);
        }

        if (type == typeof(TimeSpan))
        {
            return Duration(bare);
        }

        if (type == typeof(PSCredential))
        {
            return bare as PSCredential;
        }

        return type == typeof(bool?) ? Flag(bare) : type == typeof(int?) ? Number(bare) : Number(bare) ?? 0;
    }

    /// <summary>A text or the digits of a whole number; null for anything else and for an empty text.</summary>
    public static string? Text(object? value) => value switch
    {
        string { Length: > 0 } text => text,
        sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger =>
            Convert.ToString(value, CultureInfo.InvariantCulture),
        decimal number when decimal.Truncate(number) == number => number.ToString("0", CultureInfo.InvariantCulture),

        // Excel gives every number as a double. Above 2^53 its digits are not those of the id, and as text it has 15 digits only.
        double number when Math.Abs(number) < 9007199254740992 && Math.Truncate(number) == number =>
            ((long)number).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool? Flag(object? value) => value as bool? ?? (bool.TryParse(value as string, out bool flag) ? flag : null);

    private static int? Number(object? value) =>
        int.TryParse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    // Results have UTC; a CSV file has the text of the culture that it was exported in and no word of UTC.
    private static DateTime Time(object? value)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        IEnumerable<DateTime> readings = value switch
        {
            DateTime { Kind: DateTimeKind.Unspecified } time => [DateTime.SpecifyKind(time, DateTimeKind.Utc)],
            DateTime time => [time.ToUniversalTime()],
            DateTimeOffset time => [time.UtcDateTime],
            _ => new[] { CultureInfo.CurrentCulture, CultureInfo.InvariantCulture }.Select(culture =>
                DateTime.TryParse(value as string, culture, Utc, out DateTime time) ? time : default),
        };
        return readings.FirstOrDefault(static time => time >= Earliest && time <= DateTime.UtcNow + LargestClockError);
    }

    // ConvertTo-Json writes a TimeSpan as an object with its parts.
    private static TimeSpan Duration(object? value)
    {
        TimeSpan duration = value switch
        {
            TimeSpan span => span,
            PSObject { Properties: var parts } when parts["Ticks"] is { } part && TryRead(part, out object? number)
                && long.TryParse(Text(number), out long ticks) => TimeSpan.FromTicks(ticks),
            _ => TimeSpan.TryParse(value as string, CultureInfo.InvariantCulture, out TimeSpan parsed) ? parsed : TimeSpan.Zero,
        };
        return RecordedTime.Of(duration) ?? TimeSpan.Zero;
    }
}
