using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>A target came to its end.</summary>
internal sealed class ResultEvent(TargetResult result, bool freesPlace) : RunEvent
{
    /// <summary>Whether reading this event makes room for another target.</summary>
    public bool FreesPlace { get; } = freesPlace;

    public TargetResult Result { get; } = result;
}
