using System;
using System.Globalization;

namespace PasswordCmdlets.Core.Operations;

/// <summary>Writes a time as whole seconds, for messages.</summary>
internal static class SecondsText
{
    /// <summary><c>1 second</c>, <c>900 seconds</c>.</summary>
    public static string Of(TimeSpan time)
    {
        string number = time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return number == "1" ? "1 second" : $"{number} seconds";
    }
}
