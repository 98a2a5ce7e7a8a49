using System;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>Why a list could not be read.</summary>
internal static class ListingOutcome
{
    private const string NeverSent = "Never sent: ";

    /// <summary>The outcome of a call that did not succeed.</summary>
    public static TargetOutcome Of(ProviderSession session, CallOutcome outcome)
    {
        string because = outcome.Reason ?? "no response was received";
        return outcome.End switch
        {
            CallEnd.Completed => TargetOutcome.Rejected(outcome.Reply!),
            CallEnd.Abandoned when session.TakeRejection() is { } rejection => TargetOutcome.Rejected(rejection),
            CallEnd.Throttled => TargetOutcome.Failed(
                ErrorIds.Throttled, $"{because}. Run the command again later, or set a longer -ThrottleTimeoutSec.") with
            {
                ErrorCode = outcome.Reply?.Code,
                RequestId = outcome.Reply?.RequestId,
            },
            CallEnd.Stopped => TargetOutcome.Cancelled($"{because}."),
            _ => TargetOutcome.Failed(
                ErrorIds.ProviderUnavailable, $"{because}. Check the network, the proxy and the endpoint, then run the command again."),
        };
    }

    /// <summary>A message about a target that was not sent, as one about a list.</summary>
    public static string WithoutTarget(string message) =>
        message.StartsWith(NeverSent, StringComparison.Ordinal) ? message.Substring(NeverSent.Length) : message;

    /// <summary>Whether an outcome shows that the provider accepted or rejected the credential; null where it does not show that.</summary>
    public static bool? AcceptsCredential(TargetOutcome? outcome) => outcome?.ErrorId switch
    {
        ErrorIds.AuthenticationFailed => false,
        ErrorIds.ProviderUnavailable or ErrorIds.Throttled or ErrorIds.Cancelled or ErrorIds.CredentialNotFound => null,
        _ => true,
    };
}
