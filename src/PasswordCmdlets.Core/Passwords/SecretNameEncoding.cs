using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Writes a target as a name that can be read back, so that no two targets have the same name.</summary>
/// <remarks>
/// Parts are written by <see cref="SecretNameEscapes"/> with hyphens between them; regions are lower-case everywhere and written so.
/// Ordinary names are readable because the id is recognized by the form of the resource's ids. Where <see cref="Decode"/> would find other
/// boundaries, each is marked. What <see cref="Encode"/> writes, <see cref="Decode"/> reads: that is why names never collide, and the tests
/// prove just that.
/// </remarks>
internal static class SecretNameEncoding
{
    private const string Global = "global";

    // After provider, resource and at least one segment of the region.
    private const int FirstOfId = 3;

    public static string Encode(SecretTarget target)
    {
        string head = CheckWord(target.Provider) + "-" + CheckWord(target.Resource);
        string[] parts = PartsOf(target);
        string[] written = [.. parts.Select(SecretNameEscapes.EscapeValue)];

        string readable = head + "-" + string.Join("-", written);
        return Decode(readable) is { } found && found.Skip(2).SequenceEqual(parts)
            ? readable
            : head + SecretNameEscapes.Boundary + string.Join(SecretNameEscapes.Boundary, written);
    }

    /// <summary>The target of a name; null when <see cref="Encode"/> writes none such for a target of the catalog.</summary>
    public static SecretTarget? Read(string name)
    {
        if (Decode(name) is not { } parts
            || ProviderCatalog.Find(parts[0]) is not { } provider
            || ProviderCatalog.FindResource(parts[1]) is not { } resource
            || !provider.Operations.Any(operation => operation.Resource == resource.Resource)
            || parts[3].Length == 0)
        {
            return null;
        }

        return new SecretTarget
        {
            Provider = provider.Name,
            Resource = resource.Resource,
            Region = parts[2] == Global ? null : parts[2],
            InstanceId = resource.TargetsUsers ? null : parts[3],
            Account = resource.TargetsUsers ? parts[3] : null,
            UserName = parts.Length > 4 ? parts[4] : null,
        };
    }

    /// <summary>
    /// Provider, resource, region, id and, where there is one, user; null when this is not a name of <see cref="Encode"/>.
    /// </summary>
    public static string[]? Decode(string name)
    {
        List<List<string>> parts = SecretNameEscapes.Segments(name.ToLowerInvariant());
        if (parts.Count > 1)
        {
            return parts.Count is 3 or 4 && parts[0].Count == 2
                ? [.. parts[0], .. parts.Skip(1).Select(static part => string.Join("-", part))]
                : null;
        }

        if (parts.Count == 0 || parts[0].Count < 4)
        {
            return null;
        }

        List<string> segments = parts[0];
        OperationDescriptor? resource = ProviderCatalog.FindResource(segments[1]);
        (int start, int length) = resource?.TargetsUsers == true ? (3, 1) : FindId(segments, resource?.Ids);
        string region = Joined(2, start);
        string id = Joined(start, start + length);
        string[] found = [segments[0], segments[1], region, id];
        return segments.Count == start + length ? found : [.. found, Joined(start + length, segments.Count)];

        string Joined(int from, int to) => string.Join("-", segments.Skip(from).Take(to - from));
    }

    public static string RegionOf(SecretTarget target) => string.IsNullOrEmpty(target.Region) ? Global : target.Region!.ToLowerInvariant();

    /// <summary>Provider and resource are our own words, which need no escape.</summary>
    public static string CheckWord(string word) =>
        word.Length > 0 && word.All(SecretNameEscapes.IsLetterOrDigit)
            ? word
            : throw new ArgumentException("A provider or resource has letters and digits only.", nameof(word));

    private static string[] PartsOf(SecretTarget target)
    {
        string? id = string.IsNullOrEmpty(target.InstanceId) ? target.Account : target.InstanceId;
        if (string.IsNullOrEmpty(id))
        {
            throw new ArgumentException("A target has an instance id or an account.", nameof(target));
        }

        return string.IsNullOrEmpty(target.UserName) ? [RegionOf(target), id!] : [RegionOf(target), id!, target.UserName!];
    }

    // The longest text that has the form of the resource's ids; the last segment where none has.
    private static (int Start, int Length) FindId(List<string> segments, TargetIdRule? ids)
    {
        (int Start, int Length) id = (segments.Count - 1, 1);
        int longest = 0;
        for (int start = FirstOfId; ids is not null && start + ids.Segments <= segments.Count; start++)
        {
            string text = string.Join("-", segments.Skip(start).Take(ids.Segments));
            if (text.Length > longest && ids.IsValid(text))
            {
                longest = text.Length;
                id = (start, ids.Segments);
            }
        }

        return id;
    }
}
