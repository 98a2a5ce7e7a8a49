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
            CallEnd.Throttled => Throttled(because, outcome.Reply, work.Attempts),
            _ when outcome.CredentialErrorId is { } errorId => TargetOutcome.Failed(
                errorId, $"{(work.Attempts == 0 ? "Never sent" : "Not changed: the provider had not accepted it")}: {because}."),
            _ when work.Attempts == 0 => TargetOutcome.Cancelled($"Never sent: {because}."),
            CallEnd.Abandoned => TargetOutcome.Failed(
                ErrorIds.ProviderUnavailable,
                $"Not changed: the provider had not accepted it, and {because}."),
            _ => TargetOutcome.Failed(ErrorIds.Cancelled, $"Not changed: the provider had not accepted it when {because}."),
        };
    }

    /// <summary>The outcome of a target for which the provider throttled every request of an action.</summary>
    /// <param name="because">What was throttled.</param>
    /// <param name="reply">The last response that throttled it.</param>
    /// <param name="attempts">How often the change was sent.</param>
    public static TargetOutcome Throttled(string because, ProviderReply? reply, int attempts)
    {
        const string Advice = "Run the command again later, or set a longer -ThrottleTimeoutSec.";
        TargetOutcome outcome = attempts == 0
            ? TargetOutcome.Cancelled($"Never sent: {because}. {Advice}") with { ErrorId = ErrorIds.Throttled }
            : TargetOutcome.Failed(ErrorIds.Throttled, $"Not changed: {because}. {Advice}");
        return outcome with { ErrorCode = reply?.Code, RequestId = reply?.RequestId };
    }
}
