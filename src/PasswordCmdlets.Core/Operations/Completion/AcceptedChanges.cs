using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Completion;

/// <summary>Follows changes that the provider accepted: the operation's own later steps, then the polling where the run waits.</summary>
/// <param name="services">The run.</param>
/// <param name="finish">Receives a target that has its outcome.</param>
/// <param name="awaiting">Called for a target that only awaits its completion from now on.</param>
internal sealed class AcceptedChanges(OperationServices services, Action<TargetWork, TargetOutcome> finish, Action<TargetWork> awaiting)
{
    private readonly ConcurrentDictionary<(ProviderSession, ProviderOperation, string?), CompletionPoller> _pollers = new();

    /// <summary>Follows a change until it has its outcome or is polled.</summary>
    public async Task FollowAsync(TargetWork work)
    {
        try
        {
            if (await work.Operation.AfterChangeAsync(work, services).ConfigureAwait(false) is { } outcome)
            {
                finish(work, outcome);
            }
            else if (work.Operation.Descriptor.Completion == CompletionKind.Unverified)
            {
                Finish(work, ChangeStatus.Accepted, null, work.Operation.DescribeAccepted(work));
            }
            else if (!work.Operation.AwaitsCompletion(work))
            {
                Finish(work, ChangeStatus.Succeeded, null, work.Operation.DescribeSuccess(work));
            }
            else if (services.Options.Wait)
            {
                awaiting(work);
                Poll(work);
            }
            else
            {
                Finish(work, ChangeStatus.Accepted, null, work.Operation.DescribeAccepted(work));
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string message = $"The provider accepted the change; a later step failed: {failure.GetType().Name}.";
            Finish(work, ChangeStatus.Accepted, ErrorIds.ProviderError, message);
        }
    }

    /// <summary>Polls a change until it is completed.</summary>
    public void Poll(TargetWork work) => _pollers
        .GetOrAdd((work.Session, work.Operation, work.Target.Region), _ => new CompletionPoller(services, finish))
        .Add(work);

    private void Finish(TargetWork work, ChangeStatus status, string? errorId, string message) =>
        finish(work, new TargetOutcome(status, errorId, message) { RequestId = work.RequestId });
}
