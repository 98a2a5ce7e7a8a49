using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>The faults that are set, and how often each has been met.</summary>
internal sealed class FaultInjector
{
    private ImmutableArray<ActiveFault> _active = [];
    private int _lastId;

    /// <summary>The faults that are set, in the order they are tried.</summary>
    public IReadOnlyList<ActiveFault> Active => _active;

    /// <summary>Sets a fault. Of several that hit a call the one set first happens; the others still count the call.</summary>
    /// <param name="rule">The fault.</param>
    /// <returns>The id to remove it by.</returns>
    /// <exception cref="ArgumentException">The rule contradicts itself.</exception>
    public int Add(FaultRule rule)
    {
        if (rule.Problem is string problem)
        {
            throw new ArgumentException(problem, nameof(rule));
        }

        ActiveFault fault = new(Interlocked.Increment(ref _lastId), rule);
        ImmutableInterlocked.Update(ref _active, static (list, added) => list.Add(added), fault);
        return fault.Id;
    }

    /// <summary>Removes a fault; false when there is none of that id.</summary>
    /// <param name="id">The id that <see cref="Add"/> gave.</param>
    public bool Remove(int id) =>
        ImmutableInterlocked.Update(ref _active, static (list, removed) => list.RemoveAll(fault => fault.Id == removed), id);

    /// <summary>Removes all faults.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _active, static list => list.Clear());

    /// <summary>Counts a call and returns the fault that applies to it, if any.</summary>
    /// <param name="call">The call.</param>
    public FaultRule? Decide(ApiCall call)
    {
        FaultRule? decided = null;
        foreach (ActiveFault fault in _active)
        {
            if (fault.Rule.Selects(call) && fault.Meet(call) && decided is null)
            {
                decided = fault.Rule;
            }
        }

        return decided;
    }

    /// <summary>A fault that is set.</summary>
    internal sealed class ActiveFault
    {
        private readonly ConcurrentDictionary<string, int> _metPerTarget = new(StringComparer.Ordinal);
        private int _met;
        private int _hit;

        public ActiveFault(int id, FaultRule rule)
        {
            Id = id;
            Rule = rule;
        }

        /// <summary>The id to remove it by.</summary>
        public int Id { get; }

        /// <summary>The fault.</summary>
        public FaultRule Rule { get; }

        /// <summary>How many calls it was about.</summary>
        public int Met => _met;

        /// <summary>How many calls it hit.</summary>
        public int Hit => _hit;

        /// <summary>Counts a call and returns whether the rule applies to it.</summary>
        /// <param name="call">The call.</param>
        public bool Meet(ApiCall call)
        {
            int number = Interlocked.Increment(ref _met);
            bool hits = Rule.CountPerTarget ? MeetTargets(call.TargetIds) : Rule.Hits(number);
            if (hits)
            {
                Interlocked.Increment(ref _hit);
            }

            return hits;
        }

        // A batch is hit when one of its targets is; all of them are counted.
        private bool MeetTargets(IReadOnlyList<string> ids)
        {
            bool hits = false;
            foreach (string id in ids)
            {
                hits |= Rule.Hits(_metPerTarget.AddOrUpdate(id, 1, static (_, count) => count + 1));
            }

            return hits;
        }
    }
}
