using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>Takes one group of targets from the look to the provider's answer: looks, judges, cuts, sends, splits, finds out.</summary>
internal sealed class GroupRunner(OperationServices services, IRunReport journal, Action<TargetWork, TargetOutcome> finish, Action<TargetWork> accepted)
{
    private const int LooksAfterLoss = 6;

    private readonly ConcurrentDictionary<(ProviderSession, string?), bool> _lookDenied = new();

    public async Task RunAsync(IReadOnlyList<TargetWork> group)
    {
        ProviderOperation operation = group[0].Operation;
        bool described = operation.Descriptor.Describe is not null && !services.Stopping.IsCancellationRequested && await LookAsync(group).ConfigureAwait(false);
        List<TargetWork> remaining = [];
        foreach (TargetWork work in group)
        {
            if (operation.Validate(work, described) is { } verdict)
            {
                finish(work, verdict);
            }
            else
            {
                remaining.Add(work);
            }
        }

        List<IReadOnlyList<TargetWork>> batches = BatchPlanner.Cut(remaining, operation.Descriptor.Change.BatchSize);
        if (batches.Count == 1)
        {
            await ChangeAsync(batches[0], NewBudget()).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAll(batches.Select(batch => ChangeAsync(batch, NewBudget()))).ConfigureAwait(false);
        }
    }

    private CallBudget NewBudget() => new(services.Options.Timeout);

    // A look is there to help: it is not waited for as a change is.
    private CallBudget LookBudget() => new(new TimeSpan(services.Options.Timeout.Ticks / 4)) { LongestAttempt = LongestLook };

    private TimeSpan LongestLook => new(services.Options.AttemptTimeout.Ticks / 3);

    // Best effort: without the permission to look, or when the look fails, the change goes on without a baseline.
    private async Task<bool> LookAsync(IReadOnlyList<TargetWork> group)
    {
        Dictionary<string, DescribedInstance>? views = await ViewsOfAsync(group, LookBudget).ConfigureAwait(false);
        if (views is null)
        {
            return false;
        }

        foreach (TargetWork work in group)
        {
            work.Baseline = views.TryGetValue(work.Target.Id, out DescribedInstance? view) ? view : null;
        }

        return true;
    }

    // A provider may refuse a whole look because of one id; it is then looked at in halves, as a change would be.
    private async Task<Dictionary<string, DescribedInstance>?> ViewsOfAsync(IReadOnlyList<TargetWork> works, Func<CallBudget> budget)
    {
        TargetWork first = works[0];
        string[] ids = works.Select(static work => work.Target.Id).Distinct(StringComparer.Ordinal).ToArray();
        if (_lookDenied.ContainsKey((first.Session, first.Target.Region)) || first.Operation.Describe(ids, first.Target) is not { } look)
        {
            return null;
        }

        CallOutcome outcome = await services.Calls.CallAsync(first.Session, look, budget()).ConfigureAwait(false);
        if (outcome.End is CallEnd.Unreachable or CallEnd.OutcomeUnknown)
        {
            // Where nothing is answered the breaker now waits for a probe, and a look is a better one than a change.
            outcome = await services.Calls.CallAsync(first.Session, look, budget()).ConfigureAwait(false);
        }

        if (outcome.Succeeded && outcome.Reply!.Content is DescribedInstances seen)
        {
            return seen.Instances.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        }

        if (outcome.End != CallEnd.Completed || outcome.Reply!.Fault != Fault.TargetNotFound)
        {
            if (outcome is { End: CallEnd.Completed, Reply.Fault: Fault.AccessDenied })
            {
                _lookDenied.TryAdd((first.Session, first.Target.Region), true);
            }

            services.Notice(NoticeLevel.Verbose, $"{look.Contract.Action} was not answered ({outcome.Reply?.Code ?? outcome.Reason}); going on without looking first.");
            return null;
        }

        if (works.Count == 1)
        {
            return [];
        }

        Dictionary<string, DescribedInstance> merged = new(StringComparer.Ordinal);
        foreach (IReadOnlyList<TargetWork> part in Parts(works, outcome.Reply))
        {
            if (await ViewsOfAsync(part, budget).ConfigureAwait(false) is not { } views)
            {
                return null;
            }

            foreach ((string id, DescribedInstance view) in views)
            {
                merged[id] = view;
            }
        }

        return merged;
    }

    private async Task ChangeAsync(IReadOnlyList<TargetWork> batch, CallBudget budget)
    {
        List<TargetWork> cleared = [];
        try
        {
            foreach (TargetWork work in batch)
            {
                if (await work.Operation.BeforeChangeAsync(work, services).ConfigureAwait(false) is { } verdict)
                {
                    finish(work, verdict);
                }
                else
                {
                    cleared.Add(work);
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

    private async Task SendAsync(IReadOnlyList<TargetWork> batch, CallBudget budget)
    {
        TargetWork first = batch[0];
        ApiCall change = first.Operation.Change(new ChangeRequest(batch, first.Password));
        ApiCall call = change with
        {
            Secrets = [first.Password, .. change.Secrets],
            Names = NamesOf(batch),
            TargetCount = batch.Count,
            Sending = () => Sending(batch),
        };
        CallOutcome outcome = await services.Calls.CallAsync(first.Session, call, budget).ConfigureAwait(false);
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

            return;
        }

        if (outcome.MayHaveExecuted)
        {
            await FindOutAsync(batch, outcome, budget).ConfigureAwait(false);
            return;
        }

        if (outcome.End == CallEnd.Completed)
        {
            await RefusedAsync(batch, outcome.Reply!, budget).ConfigureAwait(false);
            return;
        }

        foreach (TargetWork work in batch)
        {
            finish(work, Unsent(work, outcome));
        }
    }

    private static List<string> NamesOf(IReadOnlyList<TargetWork> batch) =>
        [.. batch.Select(static work => work.Target.Id), .. batch.SelectMany(static work => new[] { work.Target.UserName, work.Target.ProjectId }).OfType<string>().Distinct(StringComparer.Ordinal)];

    private void Accept(TargetWork work, string? requestId)
    {
        work.RequestId = requestId;
        work.IsAccepted = true;
        accepted(work);
    }

    private void Sending(IReadOnlyList<TargetWork> batch)
    {
        journal.Sent(batch);
        DateTimeOffset now = services.Time.GetUtcNow();
        foreach (TargetWork work in batch)
        {
            work.Attempts++;
            work.FirstSentAt ??= now;
        }
    }

    private async Task RefusedAsync(IReadOnlyList<TargetWork> batch, ProviderReply reply, CallBudget budget)
    {
        if (batch.Count > 1 && reply.Fault.IsAboutOneTarget())
        {
            services.Notice(NoticeLevel.Verbose, $"{reply.Code} refused {batch.Count} targets because of one of them; they are sent again in parts.");
            await Task.WhenAll(Parts(batch, reply).Select(part => SendAsync(part, new CallBudget(budget.Remaining)))).ConfigureAwait(false);
            return;
        }

        TargetWork first = batch[0];
        if (batch.Count == 1 && first.Operation.TryFallback(first, reply))
        {
            services.Notice(NoticeLevel.Verbose, $"{reply.Code} refused {first.Target.Id}; it is changed by another call.");
            await SendAsync(batch, new CallBudget(budget.Remaining)).ConfigureAwait(false);
            return;
        }

        if (reply.Fault == Fault.PasswordRejected && batch.Count == 1 && first.PasswordAttempt < first.Passwords.MaximumAttempts)
        {
            services.Secrets.Release(first.Password);
            first.PasswordAttempt++;
            services.Notice(NoticeLevel.Verbose, $"The provider rejected the generated password of {first.Target.Id} ({reply.Code}); a second one is tried.");
            await SendAsync(batch, new CallBudget(budget.Remaining)).ConfigureAwait(false);
            return;
        }

        if (reply.Fault.IsAboutCredential())
        {
            // Told here.
            first.Session.TakeRefusal();
        }

        foreach (TargetWork work in batch)
        {
            finish(work, TargetOutcome.Rejected(reply));
        }
    }

    // Halves, or, when the provider names the bad ids, those alone and the others together.
    internal static IEnumerable<IReadOnlyList<TargetWork>> Parts(IReadOnlyList<TargetWork> batch, ProviderReply reply)
    {
        if (reply.Message is { } message)
        {
            List<TargetWork> named = [];
            List<TargetWork> others = [];
            foreach (TargetWork work in batch)
            {
                (Names(message, work.Target.Id) ? named : others).Add(work);
            }

            if (named.Count > 0 && others.Count > 0)
            {
                return named.Count <= 8 ? named.Select(static work => (IReadOnlyList<TargetWork>)[work]).Append(others) : [named, others];
            }
        }

        int half = (batch.Count + 1) / 2;
        return [batch.Take(half).ToList(), batch.Skip(half).ToList()];
    }

    // The id as a whole word: ins-1 is not named by ins-10.
    private static bool Names(string message, string id)
    {
        int at = message.IndexOf(id, StringComparison.Ordinal);
        while (at >= 0)
        {
            bool startsWord = at == 0 || !IsIdCharacter(message[at - 1]);
            int end = at + id.Length;
            if (startsWord && (end == message.Length || !IsIdCharacter(message[end])))
            {
                return true;
            }

            at = message.IndexOf(id, at + 1, StringComparison.Ordinal);
        }

        return false;
    }

    private static bool IsIdCharacter(char character) => char.IsLetterOrDigit(character) || character is '-' or '_';

    private static TargetOutcome Unsent(TargetWork work, CallOutcome outcome)
    {
        if (outcome.End == CallEnd.Abandoned && work.Session.TakeRefusal() is { } refusal)
        {
            return TargetOutcome.Rejected(refusal);
        }

        string because = outcome.Reason ?? "the call was not answered";
        return outcome.End switch
        {
            CallEnd.Unreachable => TargetOutcome.Failed(ErrorIds.ProviderUnavailable, $"Nothing was sent: {because}. Check the network, the proxy and the endpoint, then run the command again."),
            _ when work.Attempts == 0 => TargetOutcome.Cancelled($"Never sent: {because}."),
            CallEnd.Abandoned => TargetOutcome.Failed(ErrorIds.ProviderUnavailable, $"Not changed: the provider had not taken it, and {because}."),
            _ => TargetOutcome.Failed(ErrorIds.Cancelled, $"Not changed: the provider had not taken it when {because}."),
        };
    }

    /// <summary>After an answer was lost: looks until our own change is recognised, or says that nobody knows.</summary>
    private async Task FindOutAsync(IReadOnlyList<TargetWork> batch, CallOutcome outcome, CallBudget budget)
    {
        List<TargetWork> open = [.. batch];
        if (batch[0].Operation.Descriptor.Completion == CompletionKind.Polled && CanRecognise(batch, outcome))
        {
            open = await RecogniseAsync(open, outcome.Reply?.RequestId, budget).ConfigureAwait(false);
        }

        string reason = outcome.Reply is { } reply ? $"the provider answered {reply.Code ?? "something unreadable"}" : outcome.Reason ?? "the answer was lost";
        foreach (TargetWork work in open)
        {
            finish(work, TargetOutcome.Unknown($"The change may or may not have taken effect: {reason}. {work.Operation.UnknownAdvice}") with
            {
                ErrorCode = outcome.Reply?.Code,
                RequestId = outcome.Reply?.RequestId,
            });
        }
    }

    // Without a request id to look for and without a baseline nothing that a look shows would prove anything.
    private static bool CanRecognise(IReadOnlyList<TargetWork> batch, CallOutcome outcome) =>
        outcome.Reply?.RequestId is not null || batch.Any(static work => work.Baseline is not null);

    private async Task<List<TargetWork>> RecogniseAsync(List<TargetWork> open, string? requestId, CallBudget budget)
    {
        // The last attempt may have used the time up; what became of the change is worth some seconds more.
        CallBudget looking = new(budget.Remaining > LongestLook ? budget.Remaining : LongestLook) { LongestAttempt = LongestLook };
        TimeSpan pause = TimeSpan.FromSeconds(1);
        for (int look = 1; look <= LooksAfterLoss && open.Count > 0; look++)
        {
            bool isLast = look == LooksAfterLoss || looking.Remaining <= pause;
            if (await ViewsOfAsync(open, () => looking).ConfigureAwait(false) is { } views)
            {
                foreach ((TargetWork work, string id) in Recognised(open, views, requestId, isLast))
                {
                    Accept(work, id);
                    open.Remove(work);
                }
            }

            if (isLast || open.Count == 0 || services.Stopping.IsCancellationRequested)
            {
                break;
            }

            looking.Spend(pause);
            try
            {
                await services.Time.DelayAsync(pause, services.Stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            pause += pause;
        }

        return open;
    }

    // A batch is taken or refused as a whole, so all of it shows one new request id when it was taken. Another id, or several, is somebody
    // else's work. Where at last only some show one it is ours if more than one does: nobody else's change of one instance looks like that.
    private static List<(TargetWork Work, string RequestId)> Recognised(List<TargetWork> open, Dictionary<string, DescribedInstance> views, string? requestId, bool isLast)
    {
        List<(TargetWork Work, string RequestId)> fresh = [];
        foreach (TargetWork work in open)
        {
            if (!views.TryGetValue(work.Target.Id, out DescribedInstance? now) || now.OperationRequestId is not { } shown)
            {
                continue;
            }

            if (requestId is not null ? shown == requestId : work.Baseline is not null && work.Operation.IsNewChange(work.Baseline, now))
            {
                fresh.Add((work, shown));
            }
        }

        if (requestId is not null)
        {
            return fresh;
        }

        bool sameId = fresh.Select(static item => item.RequestId).Distinct(StringComparer.Ordinal).Count() == 1;
        return sameId && (fresh.Count == open.Count || (isLast && fresh.Count > 1)) ? fresh : [];
    }
}
