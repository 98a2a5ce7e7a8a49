using System.Collections.Generic;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The strictest reading of a policy: the form of generated passwords.</summary>
/// <remarks>
/// Written down and not computed from the rules, because a password derived from a run's seed must come out the same in every later
/// version: editing a rule must not change it. The tests prove that each profile satisfies every rule of its policy.
/// Policies that may be mistaken for each other during one run (the operating system is described, the account's policy is read, and both
/// can fail) share the <see cref="Name"/>, so that the derived password does not depend on that.
/// </remarks>
internal sealed record GenerationProfile
{
    /// <summary>
    /// The specials of a generated password, never first. They are the only special characters that every rule with specials allows (one
    /// has no <c>.</c>) and that nothing treats specially: not PowerShell (bare or in any quotes), not POSIX shells or cmd.exe, not URLs
    /// (RFC 3986, unreserved), not ADO.NET, ODBC, JDBC and Redis connection strings. <c>~</c> expands to a home directory in shells (also
    /// after <c>:</c> and <c>=</c>); <c>+</c> is a space and <c>=</c> a separator in forms, queries and connection strings.
    /// </summary>
    public const string SafeSpecials = "-_";

    /// <summary>Enters the derivation of passwords.</summary>
    public required string Name { get; init; }

    public required int MinLength { get; init; }

    public required int MaxLength { get; init; }

    public required int DefaultLength { get; init; }

    /// <summary>Allowed specials, never first; every class of the alphabet must occur.</summary>
    public required string Specials { get; init; }

    public int MinDistinctCharacters { get; init; }

    /// <summary>Texts that do not occur in any case, besides the user name.</summary>
    public IReadOnlyList<string> Avoided { get; init; } = [];
}
