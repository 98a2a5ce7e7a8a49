using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>Makes a describe call of an operation.</summary>
internal static class DescribeCall
{
    /// <summary>
    /// Makes the call. Where it describes no instance at all, the operation's <see cref="ProviderOperation.CheckAccess"/> tells whether the
    /// permission is missing; the outcome is then its rejection.
    /// </summary>
    /// <param name="services">The run.</param>
    /// <param name="sample">One of the targets.</param>
    /// <param name="describe">The call.</param>
    /// <param name="budget">The budget of both calls.</param>
    public static async Task<CallOutcome> RunAsync(OperationServices services, TargetWork sample, ApiCall describe, CallBudget budget)
    {
        CallOutcome outcome = await services.Calls.CallAsync(sample.Session, describe, budget).ConfigureAwait(false);
        if (!outcome.Succeeded || outcome.Reply!.Content is not DescribedInstances { Instances.Count: 0 }
            || sample.Operation.CheckAccess(sample) is not { } check)
        {
            return outcome;
        }

        CallOutcome access = await services.Calls.CallAsync(sample.Session, check, budget).ConfigureAwait(false);
        return access.IsFault(Fault.AccessDenied) ? access : outcome;
    }
}
