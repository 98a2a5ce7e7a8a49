using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>What a finding is about.</summary>
public enum PasswordRequirement
{
    /// <summary>Characters that no password field takes: control characters and broken surrogates.</summary>
    ControlCharacters,

    /// <summary>Too short.</summary>
    MinimumLength,

    /// <summary>Too long.</summary>
    MaximumLength,

    /// <summary>Too few classes of characters.</summary>
    CharacterClasses,

    /// <summary>Characters outside the published list.</summary>
    AllowedCharacters,

    /// <summary>A first character that is not allowed there.</summary>
    FirstCharacter,

    /// <summary>Too few different characters.</summary>
    DistinctCharacters,

    /// <summary>The user name.</summary>
    UserName,

    /// <summary>The old password.</summary>
    OldPassword,
}

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Published rules disagree; the provider may still take the password.</summary>
    Warning,

    /// <summary>Every published rule rejects the password; it should not be sent.</summary>
    Error,
}

/// <summary>What is known about the target of a password.</summary>
public sealed class PasswordContext
{
    /// <summary>Nothing is known.</summary>
    public static PasswordContext Unknown { get; } = new();

    /// <summary>The account the password is for.</summary>
    public string? UserName { get; init; }

    /// <summary>The password that is replaced.</summary>
    public SecretText? OldPassword { get; init; }
}

/// <summary>One thing that is wrong, or may be wrong, with a password. Holds no part of the password.</summary>
public sealed class PasswordFinding
{
    internal PasswordFinding(PasswordRequirement requirement, FindingSeverity severity, string message, IReadOnlyList<PublishedRule> rules)
    {
        Requirement = requirement;
        Severity = severity;
        Message = message;
        Rules = rules;
        Sources = rules.Select(static rule => rule.Citation).ToArray();
    }

    /// <summary>What the finding is about.</summary>
    public PasswordRequirement Requirement { get; }

    /// <summary><see cref="Requirement"/> as text.</summary>
    public string RuleId => Requirement.ToString();

    /// <summary>Error or warning.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>What to do about it.</summary>
    public string Message { get; }

    /// <summary>The published rules the password breaks here.</summary>
    public IReadOnlyList<PublishedRule> Rules { get; }

    /// <summary>Where those rules are published.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Severity and message.</summary>
    public override string ToString() => Severity + ": " + Message;
}

/// <summary>What <see cref="PasswordValidator"/> thinks of a password.</summary>
public sealed class PasswordVerdict
{
    internal PasswordVerdict(string policyName, IReadOnlyList<PasswordFinding> findings, double entropyBits)
    {
        PolicyName = policyName;
        Findings = findings;
        EntropyBits = entropyBits;
    }

    /// <summary>The policy that was asked.</summary>
    public string PolicyName { get; }

    /// <summary>What was found, errors first.</summary>
    public IReadOnlyList<PasswordFinding> Findings { get; }

    /// <summary>Whether the password may be sent: there is no error.</summary>
    public bool IsAcceptable => Findings.All(static finding => finding.Severity != FindingSeverity.Error);

    /// <summary>Whether nothing at all was found.</summary>
    public bool MeetsEveryRule => Findings.Count == 0;

    /// <summary>
    /// An upper bound of the password's strength in bits: how many passwords have its length, its classes and its number of different
    /// characters. A chosen word scores far too high; a generated password scores what it is worth.
    /// </summary>
    public double EntropyBits { get; }
}
