using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>A provider's password policy: the rules it publishes and where.</summary>
public sealed class CloudPasswordPolicy
{
    /// <summary>The name, a value of -For.</summary>
    public string? Name { get; set; }

    /// <summary>Whose policy it is.</summary>
    public string? Provider { get; set; }

    /// <summary>What it applies to.</summary>
    public string? AppliesTo { get; set; }

    /// <summary>The shortest length that every published rule accepts.</summary>
    public int MinLength { get; set; }

    /// <summary>The longest length that every published rule accepts.</summary>
    public int MaxLength { get; set; }

    /// <summary>The length of a generated password when none is specified.</summary>
    public int DefaultLength { get; set; }

    /// <summary>The published rules, one for each source; sources do not always agree.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public CloudPasswordRule[]? Rules { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? string.Empty;
}
