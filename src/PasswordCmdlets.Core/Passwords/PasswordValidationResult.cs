using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The result of validating a password.</summary>
internal sealed class PasswordValidationResult
{
    internal PasswordValidationResult(string policyName, IReadOnlyList<PasswordFinding> findings, double entropyBits)
    {
        PolicyName = policyName;
        Findings = findings;
        EntropyBits = entropyBits;
    }

    /// <summary>The policy that the password was validated against.</summary>
    public string PolicyName { get; }

    /// <summary>The findings, errors first.</summary>
    public IReadOnlyList<PasswordFinding> Findings { get; }

    /// <summary>Whether the password may be sent: there is no error.</summary>
    public bool IsAcceptable => Findings.All(static finding => finding.Severity != FindingSeverity.Error);

    /// <summary>Whether there is no finding.</summary>
    public bool MeetsEveryRule => Findings.Count == 0;

    /// <summary>
    /// An upper bound of the password's strength in bits: how many passwords have its length, its classes and its number of different
    /// characters. A chosen word scores far too high; a generated password scores what it is worth.
    /// </summary>
    public double EntropyBits { get; }
}
