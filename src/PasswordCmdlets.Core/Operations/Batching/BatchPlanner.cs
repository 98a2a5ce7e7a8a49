using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Batching;

/// <summary>
/// Gathers targets into groups of the operation's size that share provider, account, region, project, user and password, in the order in
/// which they come.
/// </summary>
internal sealed class BatchPlanner
{
    private readonly Dictionary<GroupKey, List<TargetWork>> _open = [];
    private readonly LinkedList<GroupKey> _order = new();

    /// <summary>How many groups are partly filled.</summary>
    public int OpenGroups => _open.Count;

    /// <summary>Adds a target; returns the group that became full by it.</summary>
    public IReadOnlyList<TargetWork>? Add(TargetWork work)
    {
        GroupKey key = GroupKey.Of(work);
        if (!_open.TryGetValue(key, out List<TargetWork>? group))
        {
            _open[key] = group = [];
            _order.AddLast(key);
        }

        group.Add(work);
        if (group.Count < work.Operation.Descriptor.GroupSize)
        {
            return null;
        }

        _open.Remove(key);
        _order.Remove(key);
        return group;
    }

    /// <summary>Takes the oldest partly filled group; null when there is none.</summary>
    public IReadOnlyList<TargetWork>? TakeOldest()
    {
        if (_order.First is not { } first)
        {
            return null;
        }

        _order.RemoveFirst();
        List<TargetWork> group = _open[first.Value];
        _open.Remove(first.Value);
        return group;
    }

    /// <summary>Cuts a group into the batches of one call each.</summary>
    public static List<List<TargetWork>> Cut(IReadOnlyList<TargetWork> group, int batchSize)
    {
        List<List<TargetWork>> batches = [];
        Dictionary<string, List<TargetWork>> open = new(StringComparer.Ordinal);
        foreach (TargetWork work in group)
        {
            if (batchSize == 1 || !work.Passwords.IsShared)
            {
                batches.Add([work]);
                continue;
            }

            string key = $"{work.Target.UserName}\n{work.Operation.BatchKey(work)}";
            if (!open.TryGetValue(key, out List<TargetWork>? batch))
            {
                open[key] = batch = [];
                batches.Add(batch);
            }

            batch.Add(work);
            if (batch.Count == batchSize)
            {
                open.Remove(key);
            }
        }

        return batches;
    }

    private readonly record struct GroupKey(
        ProviderSession Session,
        ProviderOperation Operation,
        string? Region,
        string? ProjectId,
        string? UserName,
        IPasswordSource Passwords)
    {
        public static GroupKey Of(TargetWork work) => new(
            work.Session,
            work.Operation,
            work.Target.Region,
            work.Target.ProjectId,
            work.Operation.Descriptor.Change.BatchSize > 1 && work.Passwords.IsShared ? work.Target.UserName : null,
            work.Passwords);
    }
}
