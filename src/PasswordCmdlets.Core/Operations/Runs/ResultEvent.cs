namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A target has its result.</summary>
internal sealed class ResultEvent(TargetResult result, bool countsInMemory) : RunEvent
{
    /// <summary>Whether reading this event makes room for another target.</summary>
    public bool CountsInMemory { get; } = countsInMemory;

    public TargetResult Result { get; } = result;
}
