using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>A page of targets to write.</summary>
internal sealed class PageEvent(ListingJob job, TargetPage page) : RunEvent
{
    public ListingJob Job { get; } = job;

    public TargetPage Page { get; } = page;
}
