using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Passwords;

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
    /// The look at up to <c>Descriptor.Describe.BatchSize</c> instances of one region; answers with <see cref="DescribedInstances"/>.
    /// </summary>
    public virtual ApiCall? Describe(IReadOnlyList<string> ids, PasswordTarget sample) => null;

    /// <summary>
    /// The call that returns which of the described instances would reject the change now, as <see cref="DescribedInstances"/>; null where
    /// the provider has none.
    /// </summary>
    public virtual ApiCall? DescribeDenials(IReadOnlyList<string> ids, PasswordTarget sample) => null;

    /// <summary>Why nothing is sent for instances that could not be described; null where the change does not depend on it.</summary>
    public virtual string? DescribeIsNeeded => null;

    /// <summary>Refuses a target before anything is sent for it; null lets it pass.</summary>
    /// <param name="work">The target; its baseline is set when the look succeeded.</param>
    /// <param name="described">Whether the look succeeded, so that a missing baseline means a missing instance.</param>
    public virtual TargetOutcome? Validate(TargetWork work, bool described) => null;

    /// <summary>Splits one region's targets into parts that may not share a call, besides the batch size.</summary>
    public virtual string BatchKey(TargetWork work) => string.Empty;

    /// <summary>Steps of the operation's own before the change of one target (reads, guards); null lets it pass.</summary>
    public virtual ValueTask<TargetOutcome?> BeforeChangeAsync(TargetWork work, OperationServices services) => default;

    /// <summary>Told how the change of one target was answered, before its result is made.</summary>
    public virtual void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
    }

    /// <summary>
    /// Told once for each target that <see cref="BeforeChangeAsync"/> let pass, when nothing more will be sent for it, also when that is
    /// because
    /// of an exception.
    /// </summary>
    public virtual void Completed(TargetWork work)
    {
    }

    /// <summary>
    /// Whether the operation can make the change by another call after a certain refusal (create what is not there, say); the next
    /// <see cref="Change"/> of this target is then that call. A yes for one refusal is a no for the next.
    /// </summary>
    public virtual bool TryFallback(TargetWork work, ProviderReply refusal) => false;

    /// <summary>Steps of the operation's own after the provider took the change (a restart, say); null keeps the verdict.</summary>
    public virtual ValueTask<TargetOutcome?> AfterChangeAsync(TargetWork work, OperationServices services) => default;

    /// <summary>Whether the target's end is seen by polling; asked after <see cref="AfterChangeAsync"/>.</summary>
    public virtual bool AwaitsCompletion(TargetWork work) => Descriptor.Completion == CompletionKind.Polled;

    /// <summary>Whether what a look shows is a change that the baseline did not show: a change sent since.</summary>
    public virtual bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) => false;

    /// <summary>Where the change that the provider accepted as <see cref="TargetWork.RequestId"/> stands.</summary>
    public virtual CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted) => CompletionState.Pending;

    /// <summary>What a result says when the change is in effect.</summary>
    public abstract string DescribeSuccess(TargetWork work);

    /// <summary>What a result says when the change was taken and its completion was not waited for.</summary>
    public virtual string DescribeAccepted(TargetWork work) => DescribeSuccess(work);

    /// <summary>How a person finds out what became of an unknown change.</summary>
    public abstract string UnknownAdvice { get; }
}
