namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>Why a brake stopped a run from sending more.</summary>
/// <param name="ErrorId">The error id of what is cancelled.</param>
/// <param name="Because">The reason, as the rest of a sentence.</param>
internal sealed record BrakeStop(string ErrorId, string Because)
{
    /// <summary>The outcome of a target that the brake stopped; nothing was executed for it.</summary>
    /// <param name="attempts">How often it was sent, and rejected unexecuted, before.</param>
    public TargetOutcome Outcome(int attempts)
    {
        string message = attempts == 0
            ? $"Never sent: {Because}."
            : $"Not changed: the provider had not accepted it, and it was not sent again: {Because}.";
        return TargetOutcome.Cancelled(message) with { ErrorId = ErrorId };
    }
}
