using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Operations;

/// <summary>
/// One password operation of one provider: its contract as data, its request writer and its response reader, and the few steps in which
/// it differs from the others. The engine does the rest.
/// </summary>
internal abstract class ProviderOperation
{
    public abstract OperationDescriptor Descriptor { get; }

    /// <summary>The secrets of the operation's own: an old password.</summary>
    public virtual IReadOnlyList<SecretText> Secrets => [];

    /// <summary>The call that changes the password of all targets of a request.</summary>
    public abstract ApiCall Change(ChangeRequest request);

    /// <summary>
    /// Steps of the operation's own before a target is described and changed (finding its project, say); null allows it.
    /// </summary>
    public virtual ValueTask<TargetOutcome?> PrepareAsync(TargetWork work, OperationServices services) => default;

    /// <summary>
    /// The call that describes up to <c>Descriptor.Describe.BatchSize</c> instances; returns <see cref="DescribedInstances"/>.
    /// </summary>
    /// <param name="ids">The instances.</param>
    /// <param name="sample">A target of the same account, region and project.</param>
    public virtual ApiCall? Describe(IReadOnlyList<string> ids, TargetWork sample) => null;

    /// <summary>
    /// The call that distinguishes missing instances from a missing permission to describe them, which it returns as
    /// <see cref="Fault.AccessDenied"/>; null where the provider denies access to the describe call itself.
    /// </summary>
    /// <param name="ids">The ids that were to be described.</param>
    /// <param name="sample">A target of the same account and region.</param>
    public virtual ApiCall? CheckAccess(IReadOnlyList<string> ids, TargetWork sample) => null;

    /// <summary>
    /// The call that returns which of up to <c>Descriptor.DescribeDenials.BatchSize</c> described instances would reject the change now, as
    /// <see cref="DescribedInstances"/>; null where the provider has none.
    /// </summary>
    /// <param name="ids">The instances.</param>
    /// <param name="sample">A target of the same account, region and project.</param>
    public virtual ApiCall? DescribeDenials(IReadOnlyList<string> ids, TargetWork sample) => null;

    /// <summary>Why nothing is sent for instances that could not be described; null where the change does not depend on it.</summary>
    public virtual string? DescribeIsNeeded => null;

    /// <summary>Validates a target before anything is sent for it; null allows it.</summary>
    /// <param name="work">The target; its baseline is set when the describe call succeeded.</param>
    /// <param name="described">Whether the describe call succeeded, so that a missing baseline means a missing instance.</param>
    public virtual TargetOutcome? Validate(TargetWork work, bool described) => null;

    /// <summary>Splits one region's targets into parts that may not share a call, besides the batch size.</summary>
    public virtual string BatchKey(TargetWork work) => string.Empty;

    /// <summary>Steps of the operation's own before the change of one target (reads, guards); null allows it.</summary>
    public virtual ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services) => default;

    /// <summary>
    /// The checks of <see cref="BeforeChangeAsync"/> for a target that is not changed: they reserve nothing and wait for no other target.
    /// </summary>
    public virtual ValueTask<TargetOutcome?> PreflightAsync(TargetWork work, OperationServices services) =>
        BeforeChangeAsync(work, services);

    /// <summary>
    /// The provider's own check of up to <c>Descriptor.DryRun.BatchSize</c> targets, which changes nothing and rejects what the change or
    /// its restart would be rejected for; null where there is none for them.
    /// </summary>
    public virtual ApiCall? DryRun(IReadOnlyList<TargetWork> targets) => null;

    /// <summary>Whether the change stops or restarts the target; null when that depends on a state that is unknown.</summary>
    public virtual bool? WillRestart(TargetWork work) => false;

    /// <summary>What a person should know before this target is changed; null when there is nothing.</summary>
    public virtual string? WarningOf(TargetWork work) => null;

    /// <summary>A note of the result that the ShouldProcess question does not have; null without one.</summary>
    public virtual string? NoteOf(TargetWork work) => null;

    /// <summary>Records the outcome of one target's change, before its result is created.</summary>
    public virtual void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
    }

    /// <summary>
    /// Called once for each target that <see cref="BeforeChangeAsync"/> allowed, when nothing more will be sent for it, also when that is
    /// because of an exception.
    /// </summary>
    public virtual void Completed(TargetWork work)
    {
    }

    /// <summary>
    /// Whether the operation can make the change by another call after a certain rejection (create what is not there, say); the next
    /// <see cref="Change"/> of this target is then that call. A yes for one rejection is a no for the next.
    /// </summary>
    public virtual bool TryFallback(TargetWork work, ProviderReply rejection) => false;

    /// <summary>Steps of the operation's own after the provider accepted the change (a restart, say); null keeps the outcome.</summary>
    public virtual ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services) => default;

    /// <summary>Whether polling shows the target's completion; asked after <see cref="AfterChangeAsync"/>.</summary>
    public virtual bool AwaitsCompletion(TargetWork work) => Descriptor.Completion == CompletionKind.Polled;

    /// <summary>Whether a describe call shows a change that the baseline did not show: one sent since.</summary>
    public virtual bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) => false;

    /// <summary>The state of the change that the provider accepted as <see cref="TargetWork.RequestId"/>.</summary>
    public virtual CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) => CompletionState.Pending;

    /// <summary>What a result says when the change is in effect.</summary>
    public abstract string DescribeSuccess(TargetWork work);

    /// <summary>What a result says when the change was accepted and its completion was not awaited.</summary>
    public virtual string DescribeAccepted(TargetWork work) => DescribeSuccess(work);

    /// <summary>How a person resolves an unknown outcome.</summary>
    public abstract string UnknownAdvice { get; }
}
