using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>A requirement that a password does not meet.</summary>
public sealed class CloudPasswordFinding
{
    /// <summary>Error when every published rule rejects the password, else Warning.</summary>
    public string? Severity { get; set; }

    /// <summary>The requirement.</summary>
    public string? Rule { get; set; }

    /// <summary>What to do about it.</summary>
    public string? Message { get; set; }

    /// <summary>Where the broken rules are published.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public string[]? Sources { get; set; }

    /// <summary>Severity and message.</summary>
    public override string ToString() => $"{Severity}: {Message}";
}
