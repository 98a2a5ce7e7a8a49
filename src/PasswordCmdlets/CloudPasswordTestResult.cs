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

/// <summary>One thing that is wrong, or may be wrong, with a password.</summary>
public sealed class CloudPasswordFinding
{
    /// <summary>Error when every published rule rejects the password, else Warning.</summary>
    public string? Severity { get; set; }

    /// <summary>What the finding is about.</summary>
    public string? Rule { get; set; }

    /// <summary>What to do about it.</summary>
    public string? Message { get; set; }

    /// <summary>Where the broken rules are published.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public string[]? Sources { get; set; }

    /// <summary>Severity and message.</summary>
    public override string ToString() => $"{Severity}: {Message}";
}
