using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>
/// Works on one group of targets until the provider accepted or rejected each: describes and validates them, cuts them into batches, sends
/// those, splits a rejected batch, and has unknown outcomes resolved.
/// </summary>
internal sealed class GroupRunner
{
    private readonly OperationServices _services;
    private readonly IRunReport _report;
    private readonly Action<TargetWork, TargetOutcome> _finish;
    private readonly Action<TargetWork> _accepted;
    private readonly InstanceDescriber _describer;
    private readonly OutcomeResolver _resolver;

    /// <param name="services">The run.</param>
    /// <param name="report">Records each batch before it is sent.</param>
    /// <param name="finish">Takes a target that has its outcome.</param>
    /// <param name="accepted">Takes a target whose change the provider accepted.</param>
    public GroupRunner(
        OperationServices services, IRunReport report, Action<TargetWork, TargetOutcome> finish, Action<TargetWork> accepted)
    {
        _services = services;
        _report = report;
        _finish = finish;
        _accepted = accepted;
        _describer = new InstanceDescriber(services);
        _resolver = new OutcomeResolver(services, _describer, Accept, finish);
    }

    public async Task RunAsync(IReadOnlyList<TargetWork> submitted)
    {
        List<TargetWork> group = await PrepareAsync(submitted).ConfigureAwait(false);
        if (group.Count == 0)
        {
            return;
        }

        ProviderOperation operation = group[0].Operation;
        bool describes = operation.Descriptor.Describe is not null && !_services.Stopping.IsCancellationRequested;
        CallOutcome? failure = describes ? await _describer.DescribeBaselinesAsync(group).ConfigureAwait(false) : null;
        if (failure is not null && operation.DescribeIsNeeded is { } reason)
        {
            FinishUndescribed(group, failure, reason);
            return;
        }

        bool described = describes && failure is null;
        List<TargetWork> remaining = [];
        foreach (TargetWork work in group)
        {
            if (operation.Validate(work, described) is { } outcome)
            {
                _finish(work, outcome);
            }
            else
            {
                remaining.Add(work);
            }
        }

        if (_services.Options.Preflight is { } totals)
        {
            await new TargetPreflight(_services, totals, _finish).RunAsync(remaining, failure).ConfigureAwait(false);
            return;
        }

        List<List<TargetWork>> batches = BatchPlanner.Cut(remaining, operation.Descriptor.Change.BatchSize);
        if (batches.Count == 1)
        {
            await ChangeAsync(batches[0], NewBudget()).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAll(batches.Select(batch => ChangeAsync(batch, NewBudget()))).ConfigureAwait(false);
        }
    }

    private async Task<List<TargetWork>> PrepareAsync(IReadOnlyList<TargetWork> group)
    {
        List<TargetWork> prepared = [];
        foreach (TargetWork work in group)
        {
            if (await work.Operation.PrepareAsync(work, _services).ConfigureAwait(false) is { } outcome)
            {
                _finish(work, outcome);
            }
            else
            {
                prepared.Add(work);
            }
        }

        return prepared;
    }

    private CallBudget NewBudget() => new(_services.Options.Timeout);

    private async Task ChangeAsync(List<TargetWork> batch, CallBudget budget)
    {
        List<TargetWork> cleared = new(batch.Count);
        using BrakePass? pass = _services.Brakes?.NewPass();
        try
        {
            foreach (TargetWork work in batch)
            {
                work.Pass = pass;
                if (await work.Operation.BeforeChangeAsync(work, _services).ConfigureAwait(false) is { } outcome)
                {
                    _finish(work, outcome);
                }
                else
                {
                    cleared.Add(work);
                    if (work.Operation.WarningOf(work) is { } warning)
                    {
                        _services.Notice(NoticeLevel.Warning, warning);
                    }
                }
            }

            if (cleared.Count > 0)
            {
                await SendAsync(cleared, budget).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (TargetWork work in cleared)
            {
                work.Operation.Completed(work);
            }
        }
    }

    private async Task SendAsync(List<TargetWork> batch, CallBudget budget)
    {
        TargetWork first = batch[0];
        ApiCall call = first.Operation.Change(new ChangeRequest(batch, first.Password));
        call.Secrets = [first.Password];
        call.Names = NamesOf(batch);
        call.TargetCount = batch.Count;
        call.Pass = first.Pass;
        call.Sending = () => RecordSending(batch);
        CallOutcome outcome = await _services.Calls.CallAsync(first.Session, call, budget).ConfigureAwait(false);
        foreach (TargetWork work in batch)
        {
            work.Operation.RecordOutcome(work, outcome);
        }

        if (outcome.Succeeded)
        {
            foreach (TargetWork work in batch)
            {
                Accept(work, outcome.Reply!.RequestId);
            }
        }
        else if (outcome is { End: CallEnd.Completed, Reply.Targets: { } replies })
        {
            await Task.WhenAll(batch.Select(work => CompleteAsync(work, outcome, replies, budget))).ConfigureAwait(false);
        }
        else if (outcome.MayHaveExecuted)
        {
            await _resolver.ResolveAsync(batch, outcome, budget).ConfigureAwait(false);
        }
        else if (outcome.End == CallEnd.Completed)
        {
            await RejectedAsync(batch, outcome.Reply!, budget).ConfigureAwait(false);
        }
        else
        {
            foreach (TargetWork work in batch)
            {
                _finish(work, NotExecutedOutcome.Of(work, outcome));
            }
        }
    }

    // A rejection after an attempt that may have been executed proves nothing,
    // and a target without a reply of its own has an unknown outcome.
    private async Task CompleteAsync(
        TargetWork work, CallOutcome outcome, IReadOnlyDictionary<string, ProviderReply> replies, CallBudget budget)
    {
        ProviderReply reply = replies.TryGetValue(work.Target.Id, out ProviderReply? own)
            ? own
            : outcome.Reply! with { Fault = Fault.Unreadable };
        if (reply.Fault == Fault.None)
        {
            Accept(work, reply.RequestId);
        }
        else if (outcome.MayHaveExecuted || reply.Fault.MayHaveExecuted())
        {
            await _resolver.ResolveAsync([work], outcome with { Reply = reply }, budget).ConfigureAwait(false);
        }
        else
        {
            await RejectedAsync([work], reply, budget).ConfigureAwait(false);
        }
    }

    private static List<string> NamesOf(List<TargetWork> batch)
    {
        List<string> names = new(batch.Count + 2);
        foreach (TargetWork work in batch)
        {
            names.Add(work.Target.Id);
        }

        // BatchPlanner puts targets of one user and project in a batch.
        PasswordTarget first = batch[0].Target;
        foreach (string? name in (ReadOnlySpan<string?>)[first.UserName, first.ProjectId])
        {
            if (name is not null)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private void Accept(TargetWork work, string? requestId)
    {
        work.RequestId = requestId;
        work.IsAccepted = true;
        _accepted(work);
    }

    private void RecordSending(List<TargetWork> batch)
    {
        _report.Sent(batch);
        DateTimeOffset now = _services.Time.GetUtcNow();
        foreach (TargetWork work in batch)
        {
            work.Attempts++;
            work.FirstSentAt ??= now;
            work.LastSentAt = now;
        }
    }

    private async Task RejectedAsync(List<TargetWork> batch, ProviderReply reply, CallBudget budget)
    {
        TargetWork first = batch[0];
        if (batch.Count > 1 && reply.Fault.IsAboutOneTarget())
        {
            NoteVerbose(
                $"The provider rejected {batch.Count} targets because of one of them ({reply.Code}); they are sent again in parts.");
            IEnumerable<List<TargetWork>> parts = BatchParts.Of(batch, reply);
            await Task.WhenAll(parts.Select(part => SendAsync(part, new CallBudget(budget.Remaining)))).ConfigureAwait(false);
            return;
        }

        if (batch.Count == 1 && first.Operation.TryFallback(first, reply))
        {
            NoteVerbose($"The provider rejected {first.Target.Id} ({reply.Code}); another call makes the change.");
            await SendAsync(batch, new CallBudget(budget.Remaining)).ConfigureAwait(false);
            return;
        }

        if (reply.Fault == Fault.PasswordRejected && batch.Count == 1 && first.PasswordAttempt < first.Passwords.MaximumAttempts)
        {
            _services.Secrets.Release(first.Password);
            first.PasswordAttempt++;
            NoteVerbose($"The provider rejected the generated password of {first.Target.Id} ({reply.Code}); another one is generated.");
            await SendAsync(batch, new CallBudget(budget.Remaining)).ConfigureAwait(false);
            return;
        }

        if (reply.Fault.IsAboutCredential())
        {
            // These targets report it.
            first.Session.TakeRejection();
        }

        foreach (TargetWork work in batch)
        {
            _finish(work, TargetOutcome.Rejected(reply));
        }
    }

    private void FinishUndescribed(List<TargetWork> group, CallOutcome failure, string reason)
    {
        ProviderReply? reply = failure.End == CallEnd.Completed ? failure.Reply : null;
        bool isAboutCredential = reply?.Fault.IsAboutCredential() ?? false;
        if (isAboutCredential)
        {
            // These targets report it.
            group[0].Session.TakeRejection();
        }

        foreach (TargetWork work in group)
        {
            TargetOutcome outcome = reply is null ? NotExecutedOutcome.Of(work, failure) : TargetOutcome.Rejected(reply);
            bool isAboutDescription = !isAboutCredential && outcome.Status == ChangeStatus.Failed;
            _finish(work, isAboutDescription ? outcome with { Message = $"{reason} {outcome.Message}" } : outcome);
        }
    }

    private void NoteVerbose(string text) => _services.Notice(NoticeLevel.Verbose, text);
}
