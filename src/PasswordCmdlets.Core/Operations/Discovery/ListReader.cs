using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Discovery;

/// <summary>Reads a list page by page, each page when there is room for it.</summary>
/// <param name="services">The run.</param>
/// <param name="room">Limits the pages in memory; the reader of the events releases each.</param>
/// <param name="write">Receives the events.</param>
internal sealed class ListReader(OperationServices services, SemaphoreSlim room, Action<RunEvent> write)
{
    /// <summary>Reads a list to its end.</summary>
    /// <param name="job">The list.</param>
    /// <param name="endTurn">Called once the provider accepted the credential, and again at the end.</param>
    /// <returns>Why it could not be read to its end; null when it was.</returns>
    public async Task<TargetOutcome?> ReadAsync(ListingJob job, Action<bool?> endTurn)
    {
        if (await job.Listing.PrepareAsync(job.Query, services).ConfigureAwait(false) is { } problem)
        {
            return problem with { Message = ListingOutcome.WithoutTarget(problem.Message) };
        }

        if (job.Query.Ids.Count == 0)
        {
            return (await ReadPagesAsync(job, job.Query, endTurn).ConfigureAwait(false))?.Outcome;
        }

        int size = job.Listing.Contract.BatchSize;
        for (int start = 0; start < job.Query.Ids.Count; start += size)
        {
            string[] ids = [.. job.Query.Ids.Skip(start).Take(size)];
            if (await ReadIdsAsync(job, ids, endTurn).ConfigureAwait(false) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    // A provider may reject the whole call because of one id, or its response may be too large: the ids are then asked for in parts.
    private async Task<TargetOutcome?> ReadIdsAsync(ListingJob job, string[] ids, Action<bool?> endTurn)
    {
        Failure? failure = await ReadPagesAsync(job, job.Query with { Ids = ids }, endTurn).ConfigureAwait(false);
        if (failure?.Fault == Fault.TargetNotFound && ids.Length == 1)
        {
            return null;
        }

        if (failure?.Fault is Fault.TargetNotFound or Fault.ResponseTooLarge && ids.Length > 1)
        {
            int half = ids.Length / 2;
            return await ReadIdsAsync(job, [.. ids.Take(half)], endTurn).ConfigureAwait(false)
                ?? await ReadIdsAsync(job, [.. ids.Skip(half)], endTurn).ConfigureAwait(false);
        }

        return failure?.Outcome;
    }

    private async Task<Failure?> ReadPagesAsync(ListingJob job, ListingQuery query, Action<bool?> endTurn)
    {
        RecentIds listed = new();
        HashSet<string> cursors = new(StringComparer.Ordinal);
        ListingPosition position = new();
        do
        {
            await room.WaitAsync(services.Stopping).ConfigureAwait(false);
            bool isWritten = false;
            try
            {
                CallOutcome outcome = await CallAsync(query, Selected(job, query, position)).ConfigureAwait(false);
                if (!outcome.Succeeded)
                {
                    return FailureOf(query, outcome);
                }

                endTurn(true);
                TargetPage page = (TargetPage)outcome.Reply!.Content!;
                if (page is { EntryCount: 0, StartsAgain: false })
                {
                    return position.Cursor is null ? await CheckAccessAsync(job, query).ConfigureAwait(false) : null;
                }

                page = page with { Targets = listed.TakeNew(page.Targets) };
                if (page.Targets.Count > 0 || page.InvalidCount > 0)
                {
                    write(new PageEvent(job, page));
                    isWritten = true;
                }

                position = new ListingPosition(page.Next, page.StartsAgain ? 0 : position.EntryCount + page.EntryCount);
            }
            finally
            {
                if (!isWritten)
                {
                    room.Release();
                }
            }
        }
        while (position.Cursor is { } cursor && cursors.Add(cursor));
        return position.Cursor is null ? null : new Failure(TargetOutcome.Failed(
            ErrorIds.ProviderError,
            "the provider returned a page that it had returned before. The list may be incomplete; run the command again."));
    }

    private async Task<Failure?> CheckAccessAsync(ListingJob job, ListingQuery query)
    {
        if (job.Listing.CheckAccess(query) is not { } call)
        {
            return null;
        }

        CallOutcome outcome = await CallAsync(query, call).ConfigureAwait(false);
        return outcome.IsFault(Fault.AccessDenied) ? FailureOf(query, outcome) : null;
    }

    private Task<CallOutcome> CallAsync(ListingQuery query, ApiCall call) =>
        services.Calls.CallAsync(query.Session, call, new CallBudget(services.Options.Timeout));

    private static Failure FailureOf(ListingQuery query, CallOutcome outcome) => new(
        ListingOutcome.Of(query.Session, outcome), outcome.End == CallEnd.Completed ? outcome.Reply!.Fault : null);

    // What is not listed is dropped as it is read, before its texts are looked through for what may not be shown.
    private static ApiCall Selected(ListingJob job, ListingQuery query, ListingPosition position)
    {
        ApiCall call = job.Listing.Page(query, position);
        return call with { Names = query.Ids, Read = response => Select(job, query, call.Read(response)) };
    }

    private static ProviderReply Select(ListingJob job, ListingQuery query, ProviderReply reply)
    {
        if (reply.Fault != Fault.None)
        {
            return reply;
        }

        if (reply.Content is not TargetPage page)
        {
            return reply with { Fault = Fault.Unreadable, Message = "The response has no list." };
        }

        List<ListedTarget> selected = new(page.Targets.Count);
        int invalid = 0;
        foreach (ListedTarget target in page.Targets)
        {
            if (!job.Operation.Ids.IsValid(target.Id))
            {
                invalid++;
            }
            else if ((query.Ids.Count == 0 || query.Ids.Contains(target.Id)) && query.Filter.Accepts(target))
            {
                selected.Add(target);
            }
        }

        return reply with { Content = page with { Targets = selected, InvalidCount = invalid } };
    }

    private sealed record Failure(TargetOutcome Outcome, Fault? Fault = null);
}
