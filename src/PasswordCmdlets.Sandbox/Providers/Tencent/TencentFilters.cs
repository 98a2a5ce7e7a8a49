using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// The filters of DescribeInstances: combined with AND, the values of each with OR. That <c>instance-name</c> matches a part of the name
/// is inference.
/// </summary>
internal static class TencentFilters
{
    private const string TagPrefix = "tag:";

    /// <summary>Removes what the filters do not match.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="now">The time.</param>
    /// <returns>The name of a filter that does not exist; null when all do.</returns>
    public static string? Apply<TInstance>(
        List<TInstance> instances, List<KeyValuePair<string, List<string>>> filters, DateTimeOffset now)
        where TInstance : TencentInstance
    {
        foreach ((string name, List<string> values) in filters)
        {
            if (Matcher<TInstance>(name, values, now) is not { } matches)
            {
                return name;
            }

            instances.RemoveAll(instance => !matches(instance));
        }

        return null;
    }

    /// <summary>The keys of the tags that filters name.</summary>
    /// <param name="filters">The filters.</param>
    public static IEnumerable<string> KeysOf(List<KeyValuePair<string, List<string>>> filters) => filters.SelectMany(static filter =>
        filter.Key == "tag-key" ? filter.Value
            : filter.Key.StartsWith(TagPrefix, StringComparison.Ordinal) ? [filter.Key[TagPrefix.Length..]]
            : []);

    private static Func<TInstance, bool>? Matcher<TInstance>(string name, List<string> values, DateTimeOffset now)
        where TInstance : TencentInstance
    {
        return name switch
        {
            "instance-id" => instance => values.Contains(instance.Id),
            "instance-name" => instance => values.Exists(value =>
                instance.Template.NameOf(instance.Id, instance.Id).Contains(value, StringComparison.Ordinal)),
            "instance-state" => instance => values.Contains(StateOf(instance, now)),
            "zone" => instance => values.Contains(instance.Template.Region + "-3"),
            "private-ip-address" => instance => instance.Template.PrivateAddresses.Any(values.Contains),
            "public-ip-address" => instance => instance.Template.PublicAddresses.Any(values.Contains),
            "tag-key" => instance => instance.Template.Tags.Keys.Any(values.Contains),
            "tag-value" => instance => instance.Template.Tags.Values.Any(values.Contains),
            _ when name.StartsWith(TagPrefix, StringComparison.Ordinal) => instance =>
                values.Exists(value => instance.Template.HasTag(name[TagPrefix.Length..], value)),
            _ => null,
        };
    }

    private static string StateOf(TencentInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            return instance.StateAt(now);
        }
    }
}
