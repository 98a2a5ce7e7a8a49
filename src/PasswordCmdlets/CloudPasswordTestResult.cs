using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>What a policy says of a password. Holds no part of the password.</summary>
public sealed class CloudPasswordTestResult
{
    /// <summary>The policy that was asked.</summary>
    public string? Policy { get; set; }

    /// <summary>Whether it may be sent: no published rule stands alone against it.</summary>
    public bool IsAcceptable { get; set; }

    /// <summary>Whether every published rule takes it.</summary>
    public bool MeetsEveryRule { get; set; }

    /// <summary>An upper bound of its strength in bits; a chosen word scores too high.</summary>
    public double EntropyBits { get; set; }

    /// <summary>What is wrong or may be wrong, errors first.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public CloudPasswordFinding[]? Findings { get; set; }
}
