using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>A list that could not be read, or not to its end.</summary>
internal sealed class ListingFailedEvent(ListingJob job, TargetOutcome outcome) : RunEvent
{
    public ListingJob Job { get; } = job;

    public TargetOutcome Outcome { get; } = outcome;
}
