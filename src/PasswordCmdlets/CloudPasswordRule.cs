namespace PasswordCmdlets;

/// <summary>A password rule as one source publishes it.</summary>
public sealed class CloudPasswordRule
{
    /// <summary>The id that findings have.</summary>
    public string? Id { get; set; }

    /// <summary>Current, Earlier, Regional, Tool or Superseded.</summary>
    public string? Kind { get; set; }

    /// <summary>The rule in a sentence.</summary>
    public string? Summary { get; set; }

    /// <summary>The document that publishes it.</summary>
    public string? Source { get; set; }

    /// <summary>The document's address.</summary>
    public string? Url { get; set; }

    /// <summary>The date of the text: year and month, a year, or undated.</summary>
    public string? AsOf { get; set; }

    /// <summary>A further note.</summary>
    public string? Note { get; set; }

    /// <summary>The rule in a sentence.</summary>
    public override string ToString() => $"{Id}: {Summary}";
}
