using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

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
