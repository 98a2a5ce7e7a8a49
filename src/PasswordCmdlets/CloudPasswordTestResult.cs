using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>The result of validating a password against a policy. Holds no part of the password.</summary>
public sealed class CloudPasswordTestResult
{
    /// <summary>The policy that the password was validated against.</summary>
    public string? Policy { get; set; }

    /// <summary>Whether it may be sent: no finding is an error.</summary>
    public bool IsAcceptable { get; set; }

    /// <summary>Whether every published rule accepts it.</summary>
    public bool MeetsEveryRule { get; set; }

    /// <summary>An upper bound of its strength in bits; a chosen word scores too high.</summary>
    public double EntropyBits { get; set; }

    /// <summary>The findings, errors first.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public CloudPasswordFinding[]? Findings { get; set; }
}
