using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Discovery;

namespace PasswordCmdlets.Pipeline;

/// <summary>Reads the parameters that choose among targets. <see cref="CommandFailure"/> when one is unusable.</summary>
internal static class TargetFilters
{
    /// <param name="names">Wildcards for names; null for all.</param>
    /// <param name="tags">Keys and values of tags; null for all.</param>
    /// <param name="states">The states; null for all.</param>
    public static ListingFilter Read(string[]? names, IDictionary? tags, string[]? states) => new()
    {
        Name = names is null ? null : NamePattern.AnyOf(names, "Name"),
        NamePart = names is [string only] ? NamePattern.LiteralPart(only) : null,
        Tags = tags is null ? [] : [.. tags.Cast<DictionaryEntry>().Select(Tag)],
        States = states is null ? [] : [.. states.Select(State).Distinct()],
    };

    private static TargetState State(string name) =>
        Enum.TryParse(name, ignoreCase: true, out TargetState state) ? state : TargetState.Unknown;

    private static TagFilter Tag(DictionaryEntry entry)
    {
        if (Text(entry.Key) is not { Length: > 0 } key)
        {
            throw Unusable("-Tag has a key that is empty or no text.");
        }

        object? value = Bare(entry.Value);
        if (value is null)
        {
            return new TagFilter(key, null, static _ => true);
        }

        if (value is IList several)
        {
            Func<string, bool>[] each = several.Count > 0
                ? [.. several.Cast<object?>().Select(item => One(key, item).Matches)]
                : throw Unusable($"-Tag has an empty list of values for the key '{PrintableText.Line(key)}'.");
            return new TagFilter(key, null, text => Array.Exists(each, matches => matches(text)));
        }

        return One(key, value);
    }

    private static TagFilter One(string key, object? value)
    {
        string text = Text(value)
            ?? throw Unusable($"-Tag has a value that is neither a text nor a number, for the key '{PrintableText.Line(key)}'.");
        if (WildcardPattern.ContainsWildcardCharacters(text))
        {
            return new TagFilter(key, null, NamePattern.Matcher(text, WildcardOptions.CultureInvariant, "Tag"));
        }

        string literal = WildcardPattern.Unescape(text);
        return new TagFilter(key, literal.Length == 0 ? null : literal, other => other == literal);
    }

    private static string? Text(object? value) => Bare(value) switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IConvertible number and not Enum => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static CommandFailure Unusable(string message) =>
        CommandFailure.Invalid(message + " Specify it as @{ key = 'value' }.");
}
