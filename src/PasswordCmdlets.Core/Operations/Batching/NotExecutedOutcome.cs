using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>The outcome of a target whose request was certainly not executed and has no response.</summary>
internal static class NotExecutedOutcome
{
    /// <param name="work">The target.</param>
    /// <param name="outcome">How its call ended.</param>
    public static TargetOutcome Of(TargetWork work, CallOutcome outcome)
    {
        if (outcome.End == CallEnd.Abandoned && work.Session.TakeRejection() is { } rejection)
        {
            return TargetOutcome.Rejected(rejection);
        }

        if (outcome.BrakedBy is { } stop)
        {
            return stop.Outcome(work.Attempts);
        }

        string because = outcome.Reason ?? "no response was received";
        return outcome.End switch
        {
            CallEnd.Unreachable => TargetOutcome.Failed(
                ErrorIds.ProviderUnavailable,
                $"Nothing was sent: {because}. Check the network, the proxy and the endpoint, then run the command again."),
            CallEnd.Throttled => Throttled(work, because) with { ErrorCode = outcome.Reply?.Code, RequestId = outcome.Reply?.RequestId },
            _ when outcome.CredentialErrorId is { } errorId => TargetOutcome.Failed(
                errorId, $"{(work.Attempts == 0 ? "Never sent" : "Not changed: the provider had not accepted it")}: {because}."),
            _ when work.Attempts == 0 => TargetOutcome.Cancelled($"Never sent: {because}."),
            CallEnd.Abandoned => TargetOutcome.Failed(
                ErrorIds.ProviderUnavailable,
                $"Not changed: the provider had not accepted it, and {because}."),
            _ => TargetOutcome.Failed(ErrorIds.Cancelled, $"Not changed: the provider had not accepted it when {because}."),
        };
    }

    private static TargetOutcome Throttled(TargetWork work, string because)
    {
        const string Advice = "Run the command again later, or set a longer -ThrottleTimeoutSec.";
        return work.Attempts == 0
            ? TargetOutcome.Cancelled($"Never sent: {because}. {Advice}") with { ErrorId = ErrorIds.Throttled }
            : TargetOutcome.Failed(ErrorIds.Throttled, $"Not changed: {because}. {Advice}");
    }
}
