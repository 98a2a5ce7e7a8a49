using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>
/// The password policies of accounts, each read once for a run. Best effort: without the permission, or when the read fails, the
/// provider alone decides.
/// </summary>
internal sealed class RamPasswordPolicies
{
    private readonly ConcurrentDictionary<ProviderSession, Lazy<Task<RamAccountPolicy?>>> _reads = new();

    public Task<RamAccountPolicy?> OfAsync(ProviderSession session, OperationServices services) =>
        _reads.GetOrAdd(session, key => new Lazy<Task<RamAccountPolicy?>>(() => ReadAsync(key, services))).Value;

    /// <summary>Why the account's policy rejects a password; null where it accepts it.</summary>
    public static TargetOutcome? Reject(RamAccountPolicy? policy, TargetWork work, PasswordContext context) => policy is null
        ? null
        : PolicyCheck.Reject(work.Password, RamPasswordPolicy.From(policy), context);

    private static async Task<RamAccountPolicy?> ReadAsync(ProviderSession session, OperationServices services)
    {
        ApiCall read = new()
        {
            Contract = RamContracts.GetPasswordPolicy,
            Region = null,
            Write = RamRequests.GetPasswordPolicy,
            Read = RamResponses.ReadPasswordPolicy,
        };
        CallOutcome outcome = await services.Calls.CallAsync(session, read, new CallBudget(services.Options.Timeout)).ConfigureAwait(false);
        if (outcome.Succeeded && outcome.Reply!.Content is RamAccountPolicy policy)
        {
            return policy;
        }

        services.Notice(NoticeLevel.Verbose,
            $"GetPasswordPolicy failed ({outcome.Reply?.Code ?? outcome.Reason}); "
                + "the account's own policy is not checked before sending.");
        return null;
    }
}
