using System.Collections.Generic;
using System.Globalization;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>One rule about passwords, as one source published it at one time.</summary>
internal sealed record PublishedRule
{
    /// <summary>A stable name for this rule.</summary>
    public required string Id { get; init; }

    /// <summary>The title of the publication.</summary>
    public required string Source { get; init; }

    /// <summary>Where it was published.</summary>
    public required string Url { get; init; }

    /// <summary>The date of the text: <c>yyyy-MM</c>, a year, <c>undated</c>, or <c>now</c> for an account's own policy.</summary>
    public required string AsOf { get; init; }

    /// <summary>What kind of publication it is.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>The fewest characters.</summary>
    public required int MinLength { get; init; }

    /// <summary>The most characters; null where the source sets no limit.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The classes that must occur.</summary>
    public ClassRequirement Classes { get; init; } = ClassRequirement.None;

    /// <summary>The special characters that may occur; null where the source does not list them, empty where it allows none.</summary>
    public string? AllowedSpecials { get; init; }

    /// <summary>
    /// Whether the list of specials is known to be unreliable: a character outside it is then a warning, and still counts as special.
    /// </summary>
    public bool SpecialsAreAdvisory { get; init; }

    /// <summary>Characters the password must not begin with.</summary>
    public string ForbiddenFirstCharacters { get; init; } = string.Empty;

    /// <summary>Whether the user name must not occur in the password.</summary>
    public bool MustNotContainUserName { get; init; }

    /// <summary>Whether the password must be neither the user name nor the user name backwards.</summary>
    public bool MustNotEqualUserNameOrReverse { get; init; }

    /// <summary>The texts that must not occur; null where the source names none.</summary>
    public ForbiddenTexts? Forbidden { get; init; }

    /// <summary>Whether the old password must not be set again.</summary>
    public bool MustDifferFromOld { get; init; }

    /// <summary>How many different characters must occur.</summary>
    public int MinDistinctCharacters { get; init; }

    /// <summary>What a reader should know about this rule.</summary>
    public string? Note { get; init; }

    /// <summary>The rule in one line.</summary>
    public string Summary
    {
        get
        {
            List<string> parts = [Length, Classes.ToString()];
            if (AllowedSpecials is not null)
            {
                parts.Add(AllowedSpecials.Length == 0 ? "no special characters" : "special characters: " + AllowedSpecials);
            }

            if (ForbiddenFirstCharacters.Length > 0)
            {
                parts.Add("not beginning with " + ForbiddenFirstCharacters);
            }

            if (MinDistinctCharacters > 0)
            {
                parts.Add(string.Format(CultureInfo.InvariantCulture, "at least {0} different characters", MinDistinctCharacters));
            }

            if (MustNotContainUserName)
            {
                parts.Add("without the user name");
            }

            if (MustNotEqualUserNameOrReverse)
            {
                parts.Add("not the user name, forwards or backwards");
            }

            if (Forbidden is not null)
            {
                parts.Add("without " + Forbidden.Description);
            }

            if (MustDifferFromOld)
            {
                parts.Add("not the old password");
            }

            return string.Join("; ", parts);
        }
    }

    /// <summary>Title, date and address, for a reader who wants to check.</summary>
    public string Citation => string.Format(CultureInfo.InvariantCulture, "{0} ({1}), {2}", Source, AsOf, Url);

    /// <summary>The rule's id and summary.</summary>
    public override string ToString() => Id + ": " + Summary;

    /// <summary>Length and classes, which are what most rejected passwords lack.</summary>
    internal string Brief => Classes.AtLeast == 0 ? Length : $"{Length}, {Classes}";

    internal bool IsInForce => Kind != RuleKind.Superseded;

    private string Length => MaxLength is not int max ? string.Format(CultureInfo.InvariantCulture, "at least {0} characters", MinLength)
        : max == MinLength ? string.Format(CultureInfo.InvariantCulture, "exactly {0} characters", max)
        : string.Format(CultureInfo.InvariantCulture, "{0} to {1} characters", MinLength, max);
}
