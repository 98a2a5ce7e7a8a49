using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Asks a provider whose credential it is. Best effort: where that fails, the access key stands for the account.</summary>
internal static class CallerIdentification
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Sets the identity of a session, where the provider says it.</summary>
    public static async Task IdentifyAsync(ProviderSession session, OperationServices services)
    {
        if (session.Provider.Identify is not { } call)
        {
            return;
        }

        TimeSpan timeout = services.Options.Timeout;
        CallBudget budget = new(timeout < Longest ? timeout : Longest) { LongestThrottle = Longest };
        CallOutcome outcome = await services.Calls.CallAsync(session, call, budget).ConfigureAwait(false);
        session.Identity = outcome.Succeeded ? outcome.Reply!.Content as CallerIdentity : null;
        if (session.Identity is null)
        {
            string reason = outcome.Reply?.Code ?? outcome.Reason ?? "its response does not say it";
            services.Notice(
                NoticeLevel.Verbose,
                $"{call.Contract.Action} failed ({reason}): the access key {session.Account} stands for its account.");
        }
    }
}
