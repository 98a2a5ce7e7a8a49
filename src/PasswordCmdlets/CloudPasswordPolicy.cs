using System.Diagnostics.CodeAnalysis;

namespace PasswordCmdlets;

/// <summary>A provider's password policy: the rules it publishes and where.</summary>
public sealed class CloudPasswordPolicy
{
    /// <summary>The name that -For takes.</summary>
    public string? Name { get; set; }

    /// <summary>Whose policy it is.</summary>
    public string? Provider { get; set; }

    /// <summary>What it applies to.</summary>
    public string? AppliesTo { get; set; }

    /// <summary>The shortest length that every published rule takes.</summary>
    public int MinLength { get; set; }

    /// <summary>The longest length that every published rule takes.</summary>
    public int MaxLength { get; set; }

    /// <summary>The length of a generated password when none is asked for.</summary>
    public int DefaultLength { get; set; }

    /// <summary>The published rules, one for each source; sources do not always agree.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "PowerShell shows arrays best.")]
    public CloudPasswordRule[]? Rules { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? string.Empty;
}

/// <summary>A password rule as one source publishes it.</summary>
public sealed class CloudPasswordRule
{
    /// <summary>What findings call it.</summary>
    public string? Id { get; set; }

    /// <summary>Current, Earlier, Regional, Tool, Account or Superseded.</summary>
    public string? Kind { get; set; }

    /// <summary>The rule in a sentence.</summary>
    public string? Summary { get; set; }

    /// <summary>The document that publishes it.</summary>
    public string? Source { get; set; }

    /// <summary>The document's address.</summary>
    public string? Url { get; set; }

    /// <summary>When it was read, as year and month.</summary>
    public string? AsOf { get; set; }

    /// <summary>What else there is to know.</summary>
    public string? Note { get; set; }

    /// <summary>The rule in a sentence.</summary>
    public override string ToString() => $"{Id}: {Summary}";
}
