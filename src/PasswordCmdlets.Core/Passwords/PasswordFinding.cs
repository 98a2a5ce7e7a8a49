using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>A requirement that a password does not meet. Holds no part of the password.</summary>
internal sealed class PasswordFinding
{
    internal PasswordFinding(
        PasswordRequirement requirement, FindingSeverity severity, string instruction, string message, IReadOnlyList<PublishedRule> rules)
    {
        Instruction = instruction;
        Requirement = requirement;
        Severity = severity;
        Message = message;
        Rules = rules;
        Sources = rules.Select(static rule => rule.Citation).ToArray();
    }

    /// <summary>The requirement.</summary>
    public PasswordRequirement Requirement { get; }

    /// <summary><see cref="Requirement"/> as text.</summary>
    public string RuleId => Requirement.ToString();

    /// <summary>Error or warning.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>What to do about it.</summary>
    public string Message { get; }

    /// <summary>What to do about it, without the rules that require it.</summary>
    internal string Instruction { get; }

    /// <summary>The published rules the password breaks here.</summary>
    public IReadOnlyList<PublishedRule> Rules { get; }

    /// <summary>Where those rules are published.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Severity and message.</summary>
    public override string ToString() => Severity + ": " + Message;
}
