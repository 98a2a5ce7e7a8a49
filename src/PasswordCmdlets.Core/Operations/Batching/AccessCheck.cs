using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>Distinguishes instances that do not exist from those that the caller may not describe.</summary>
internal static class AccessCheck
{
    /// <summary>
    /// Asks the provider, after a describe call that described no instance at all, where its response does not show which of the two it
    /// means (<see cref="ProviderOperation.CheckAccess"/>).
    /// </summary>
    /// <param name="services">The run.</param>
    /// <param name="sample">One of the targets.</param>
    /// <param name="ids">The ids that were to be described.</param>
    /// <param name="outcome">The outcome of the describe call.</param>
    /// <param name="budget">The budget of the call.</param>
    /// <returns>The rejection; null when the describe call stands.</returns>
    public static async Task<CallOutcome?> DeniedAsync(
        OperationServices services, TargetWork sample, IReadOnlyList<string> ids, CallOutcome outcome, CallBudget budget)
    {
        if (!outcome.Succeeded || outcome.Reply!.Content is not DescribedInstances { Instances.Count: 0 }
            || sample.Operation.CheckAccess(ids, sample) is not { } check)
        {
            return null;
        }

        CallOutcome access = await services.Calls.CallAsync(sample.Session, check, budget).ConfigureAwait(false);
        return access.IsFault(Fault.AccessDenied) ? access : null;
    }
}
