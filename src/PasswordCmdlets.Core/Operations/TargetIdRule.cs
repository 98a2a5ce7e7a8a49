using System;
using System.Text.RegularExpressions;

namespace PasswordCmdlets.Core.Operations;

/// <summary>The form that an id must have before anything is sent for it.</summary>
internal sealed class TargetIdRule
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private readonly Regex _pattern;
    private readonly string _article;
    private readonly string _kind;
    private readonly string _expected;

    /// <param name="kind">What the id identifies: <c>CVM instance id</c>.</param>
    /// <param name="pattern">A regular expression that the whole id must match.</param>
    /// <param name="example">A valid id.</param>
    public TargetIdRule(string kind, string pattern, string example)
    {
        _article = kind[0] is 'A' or 'E' or 'I' or 'O' ? "an" : "a";
        _kind = kind;
        _pattern = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, MatchTimeout);
        Segments = example.Split('-').Length;
        _expected = kind.EndsWith(" name", StringComparison.Ordinal)
            ? $"Expected a name such as {example}."
            : $"Expected an id such as {example}.";
    }

    /// <summary>How many texts the hyphens of an ordinary id separate.</summary>
    public int Segments { get; }

    /// <summary>Whether an id has the form.</summary>
    public bool IsValid(string id) => _pattern.IsMatch(id);

    /// <summary>Why an id is invalid; null when it is valid. An id that is not a plain word is not quoted.</summary>
    public string? Check(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return $"{(_article == "an" ? "An" : "A")} {_kind} is missing or empty. {_expected}";
        }

        if (_pattern.IsMatch(id))
        {
            return null;
        }

        return TargetText.IsPlainWord(id!)
            ? $"'{id}' is not {_article} {_kind}. {_expected}{PartHint(id!)}"
            : $"This is not {_article} {_kind}: {TargetText.Describe(id!)}. {_expected}";
    }

    // RAM shows users as bob@account.onaliyun.com and its API accepts the part before the @.
    private string PartHint(string id)
    {
        int at = id.IndexOf('@');
        string part = at > 0 ? id.Substring(0, at) : string.Empty;
        return _pattern.IsMatch(part) ? $" Specify the part before the @: {part}." : string.Empty;
    }
}
