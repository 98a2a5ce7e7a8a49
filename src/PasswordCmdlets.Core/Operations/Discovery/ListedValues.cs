using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>Reads values of lists. What cannot be read is as good as not there.</summary>
internal static class ListedValues
{
    // Instances that do not expire have a date far in the future in some lists.
    private const int Never = 2099;

    /// <summary>The time at which something expires; null where that is never.</summary>
    public static DateTimeOffset? Expiry(this JsonElement element, string name) =>
        element.Time(name) is { Year: < Never } time ? time : null;

    /// <summary>The items of a member that is an array; none where it is not.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.HasItems(name) ? element.GetProperty(name).EnumerateArray() : [];

    /// <summary>Whether a member is an array.</summary>
    public static bool HasItems(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement items)
            && items.ValueKind == JsonValueKind.Array;

    /// <summary>The IP addresses of a member: an array, one text, or several with commas between them.</summary>
    public static IReadOnlyList<string> Addresses(this JsonElement element, string name) => Addresses(element.HasItems(name)
        ? element.Items(name).Select(static item => item.String())
        : element.Text(name)?.Split(',') ?? []);

    /// <summary>The IP addresses among texts, each once.</summary>
    public static IReadOnlyList<string> Addresses(IEnumerable<string?> texts) =>
    [
        .. texts.Select(static text => text?.Trim())
            .Where(static text => text?.IndexOfAny(['.', ':']) >= 0 && IPAddress.TryParse(text, out _)).OfType<string>().Distinct(),
    ];

    /// <summary>The tags of an array of objects with a key and a value; a missing value is an empty one.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Tags(IEnumerable<JsonElement> items, string key, string value) =>
    [
        .. items.Where(item => item.Text(key) is not null)
            .Select(item => new KeyValuePair<string, string>(item.Text(key)!, item.Text(value) ?? string.Empty)),
    ];

    /// <summary>Whether the name of a system or an image is that of Windows; null for an unknown name.</summary>
    public static bool? IsWindows(string? system)
    {
        if (system is null)
        {
            return null;
        }

        return Names("windows") ? true : LinuxNames().Any(Names) ? false : null;

        bool Names(string name) => system.Contains(name, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] LinuxNames() =>
    [
        "linux", "ubuntu", "debian", "centos", "red hat", "redhat", "rhel", "rocky", "suse", "fedora", "tencentos", "euleros", "openeuler",
        "kylin", "anolis", "coreos", "arch",
    ];
}
