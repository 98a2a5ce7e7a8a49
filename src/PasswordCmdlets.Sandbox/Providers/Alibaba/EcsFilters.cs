using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>
/// The filters of DescribeInstances by name and tags, combined with AND. That names are compared with regard to case is inference.
/// </summary>
internal static class EcsFilters
{
    private const int MostTags = 20;

    // help.aliyun.com/document_detail/25506.html: with tags the call shows up to 1,000 instances.
    private const int MostByTags = 1000;

    /// <summary>Whether an instance has the name asked for, in which <c>*</c> stands for any text.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="instance">The instance.</param>
    public static bool HasName(AlibabaParameters parameters, EcsInstance instance) => parameters["InstanceName"] is not string pattern
        || Regex.IsMatch(
            instance.Template.NameOf(instance.Id, instance.Id),
            $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}\z",
            RegexOptions.Singleline);

    /// <summary>Whether an instance has all tags asked for.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="instance">The instance.</param>
    public static bool HasTags(AlibabaParameters parameters, EcsInstance instance) => Enumerable.Range(1, MostTags).All(number =>
        Tag(parameters, number, "Key") is not string key || instance.Template.HasTag(key, Tag(parameters, number, "Value")));

    /// <summary>How many instances a call shows at most.</summary>
    /// <param name="parameters">The parameters.</param>
    public static int MostInstances(AlibabaParameters parameters) =>
        Enumerable.Range(1, MostTags).Any(number => Tag(parameters, number, "Key") is not null) ? MostByTags : int.MaxValue;

    // The form with a small letter is deprecated.
    private static string? Tag(AlibabaParameters parameters, int number, string part)
    {
        string prefix = $"Tag.{number.ToString(CultureInfo.InvariantCulture)}.";
        return parameters[prefix + part] ?? parameters[prefix + part.ToLowerInvariant()];
    }
}
