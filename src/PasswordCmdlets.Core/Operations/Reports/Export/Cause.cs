using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Reports.Export;

/// <summary>Targets that need a person for the same reason.</summary>
/// <param name="Reason">The error id; the status where there is none.</param>
/// <param name="Code">The provider's own code; null where there is none. Codes of two providers are two causes.</param>
/// <param name="Example">The first target of the group.</param>
internal sealed record Cause(string Reason, string? Code, ReportEntry Example)
{
    /// <summary>How many targets it has.</summary>
    public int Count { get; set; }

    /// <summary>The providers of the targets.</summary>
    public SortedSet<string> Providers { get; } = new(StringComparer.Ordinal);

    /// <summary>What to do.</summary>
    public string? Advice => ErrorAdvice.Of(Example);
}
