namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>
/// Counts the lines of one report that are no whole entries, while the report is read. Such a line may be the Sent of any target before it.
/// </summary>
internal sealed class SkippedLines
{
    /// <summary>How many lines were skipped so far.</summary>
    public int Count { get; private set; }

    /// <summary>A line was skipped.</summary>
    public void Add() => Count++;
}
