using System;
using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Providers;

/// <summary>Which user names an operation accepts.</summary>
internal sealed record UserNameRule
{
    /// <summary>The most characters of a name.</summary>
    public int MaximumLength { get; init; } = 64;

    /// <summary>
    /// The only names, whatever their case; empty when others are possible. A call has no user name then: it changes the one administrator
    /// of the instance, whichever of these the target has.
    /// </summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>
    /// Whether an instance has several users whose passwords the operation changes, so that each of them is a target of its own.
    /// </summary>
    public bool IsPartOfTarget { get; init; }

    /// <summary>The message for an invalid name.</summary>
    public string Rejection { get; init; } = "A user name has at most 64 characters.";

    /// <summary>Why a name is invalid; null when it is valid, or when there is no name.</summary>
    public string? Check(string? userName) => userName is null
        || (userName.Length <= MaximumLength && (Only.Count == 0 || Only.Contains(userName, StringComparer.OrdinalIgnoreCase)))
        ? null
        : Rejection;
}
