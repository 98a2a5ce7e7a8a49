using System;
using System.Collections.Generic;
using System.Globalization;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Credentials.Files;

/// <summary>Named values of a settings file, and named groups of them. The values are buffers that the document clears.</summary>
internal sealed class Settings
{
    private readonly Dictionary<string, char[]> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Settings> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Settings>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _notRead = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the groups.</summary>
    public IReadOnlyCollection<string> GroupNames => _groups.Keys;

    public void Set(string name, char[] value) => _values[name] = value;

    public void Set(string name, List<Settings> list) => _lists[name] = list;

    /// <summary>Records a value in a form that the reader does not support, in case it is needed.</summary>
    public void SetNotRead(string name, long line) => _notRead[name] = line;

    /// <summary>The group of a name, created when it does not exist: a section that is written twice is one section.</summary>
    public Settings Grow(string name)
    {
        if (!_groups.TryGetValue(name, out Settings? group))
        {
            _groups[name] = group = new Settings();
        }

        return group;
    }

    public Settings? Group(string name) => _groups.TryGetValue(name, out Settings? group) ? group : null;

    public IReadOnlyList<Settings> List(string name) => _lists.TryGetValue(name, out List<Settings>? list) ? list : [];

    /// <summary>The line of the first of some names whose value the reader does not support; null when there is none.</summary>
    public long? LineNotRead(params IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (_notRead.TryGetValue(name, out long line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>A value that is no secret, without white space around it; null when it is missing or empty.</summary>
    public string? Text(string name)
        => _values.TryGetValue(name, out char[]? value) && value.AsSpan().Trim() is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary>The first of some names that has a value.</summary>
    public string? FirstText(params IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (Text(name) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A key or token, without white space around it; null when it is missing or empty.</summary>
    public SecretText? Secret(string name)
        => _values.TryGetValue(name, out char[]? value) && value.AsSpan().Trim() is { IsEmpty: false } text ? new SecretText(text) : null;

    /// <summary>A password, unchanged.</summary>
    public SecretText? Password(string name)
        => _values.TryGetValue(name, out char[]? value) && value.Length > 0 ? new SecretText(value.AsSpan()) : null;

    public bool Has(string name) => Text(name) is not null;

    /// <summary>Whether a value is true; false when it is missing.</summary>
    public bool IsTrue(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value is false; false when it is missing.</summary>
    public bool IsFalse(string name) => string.Equals(Text(name), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>A point in time, in seconds since 1970 or as ISO 8601; null when it is neither.</summary>
    public DateTimeOffset? Time(string name)
    {
        string? text = Text(name);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time)
            ? time
            : null;
    }
}
