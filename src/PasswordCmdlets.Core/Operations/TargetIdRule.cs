using System;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations;

/// <summary>What an id must look like before anything is sent for it.</summary>
internal sealed class TargetIdRule
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private readonly Regex _pattern;
    private readonly string _example;
    private readonly string _kind;
    private readonly string _property;

    /// <param name="kind">What the id names: <c>CVM instance id</c>.</param>
    /// <param name="pattern">A regular expression that the whole id must match.</param>
    /// <param name="example">An id as it should be.</param>
    /// <param name="property">The property of pipeline objects that it is taken from.</param>
    public TargetIdRule(string kind, string pattern, string example, string property = "InstanceId")
    {
        _property = property;
        _kind = kind;
        _pattern = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, MatchTimeout);
        _example = example;
    }

    /// <summary>What is wrong with an id; null when nothing is.</summary>
    public string? Check(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return $"A {_kind} is missing or empty. It looks like {_example}.";
        }

        if (_pattern.IsMatch(id))
        {
            return null;
        }

        string shown = MessageSanitizer.Message(id!.Length > 60 ? id.Substring(0, 60) + "…" : id, [])!;
        string hint = shown.StartsWith("@{", StringComparison.Ordinal) || shown.StartsWith("System.", StringComparison.Ordinal)
            ? $" An object came down the pipeline that has no {_property} property; select or rename the property."
            : string.Empty;
        return $"'{shown}' is not a {_kind}. It looks like {_example}.{hint}";
    }
}
