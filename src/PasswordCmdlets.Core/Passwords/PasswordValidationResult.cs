using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>What <see cref="PasswordValidator"/> thinks of a password.</summary>
public sealed class PasswordValidationResult
{
    internal PasswordValidationResult(string policyName, IReadOnlyList<PasswordFinding> findings, double entropyBits)
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
