using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Lets a fixed number of calls be in flight and shares the places among lanes (one per provider and region) in turn, so that
/// a slow lane cannot take them all. A lane that is suspected to be dead holds one place at most, and one that was never answered yet no
/// more than it takes to find out that it is dead, whichever lane came first.
/// </summary>
internal sealed class ConcurrencyLimiter
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<Lane> _waitingLanes = new();
    private readonly int _untriedPlaces;
    private int _free;

    public ConcurrencyLimiter(int places)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(places);
        _free = places;
        _untriedPlaces = Math.Min(CircuitBreaker.TargetsInARow, (places + 1) / 2);
    }

    /// <summary>Waits for a place; dispose what is returned to give it back.</summary>
    /// <param name="laneName">The provider and region of the call.</param>
    /// <param name="goesFirst">Whether the call goes before those of its lane that do not, because they depend on calls like it: a look, which else
    /// would leave places empty when it comes to its turn and those before it are done.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<Place> EnterAsync(string laneName, bool goesFirst, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Lane lane;
        Waiter waiter;
        lock (_gate)
        {
            lane = LaneOf(laneName);
            if (_free > 0 && (goesFirst ? lane.First : lane.Waiters).Count == 0 && MayEnter(lane))
            {
                Take(lane);
                return new Place(this, lane);
            }

            waiter = new Waiter();
            (goesFirst ? lane.First : lane.Others).Enqueue(waiter);
            lane.Node ??= _waitingLanes.AddLast(lane);
        }

        using CancellationTokenRegistration registration = cancellationToken.Register(static state => ((Waiter)state!).Granted.TrySetCanceled(), waiter);
        await waiter.Granted.Task.ConfigureAwait(false);
        return new Place(this, lane);
    }

    /// <summary>A call of the lane was answered: it may have its full share.</summary>
    public void Answered(string laneName) => Set(laneName, Standing.Alive);

    /// <summary>A call of the lane got no answer: it is suspected to be dead until one is answered.</summary>
    public void Unanswered(string laneName) => Set(laneName, Standing.Suspected);

    private void Set(string laneName, Standing standing)
    {
        lock (_gate)
        {
            Lane lane = LaneOf(laneName);
            if (lane.Standing != standing)
            {
                lane.Standing = standing;
                GrantFreePlaces();
            }
        }
    }

    private bool MayEnter(Lane lane) => lane.Standing switch
    {
        Standing.Alive => true,
        Standing.Suspected => lane.InFlight == 0,
        _ => lane.InFlight < _untriedPlaces,
    };

    private Lane LaneOf(string name)
    {
        if (!_lanes.TryGetValue(name, out Lane? lane))
        {
            _lanes[name] = lane = new Lane();
        }

        return lane;
    }

    private void Take(Lane lane)
    {
        _free--;
        lane.InFlight++;
    }

    private void Leave(Lane lane)
    {
        lock (_gate)
        {
            _free++;
            lane.InFlight--;
            GrantFreePlaces();
        }
    }

    private void GrantFreePlaces()
    {
        int passed = 0;
        while (_free > 0 && _waitingLanes.First is { } first && passed < _waitingLanes.Count)
        {
            Lane lane = first.Value;
            _waitingLanes.RemoveFirst();
            lane.Node = null;
            bool granted = MayEnter(lane) && GrantOne(lane);
            if (lane.Waiters.Count > 0)
            {
                lane.Node = _waitingLanes.AddLast(lane);
            }

            passed = granted ? 0 : passed + 1;
        }
    }

    private bool GrantOne(Lane lane)
    {
        while (lane.Waiters.Count > 0)
        {
            Take(lane);
            if (lane.Waiters.Dequeue().Granted.TrySetResult(true))
            {
                return true;
            }

            // Its caller gave up while it waited.
            _free++;
            lane.InFlight--;
        }

        return false;
    }

    /// <summary>A place in flight.</summary>
    internal readonly struct Place(ConcurrencyLimiter gate, Lane lane) : IDisposable
    {
        public void Dispose() => gate.Leave(lane);
    }

    /// <summary>The calls of one provider and region.</summary>
    internal sealed class Lane
    {
        public Queue<Waiter> First { get; } = new();

        public Queue<Waiter> Others { get; } = new();

        /// <summary>Those whose turn it is; empty when nobody waits.</summary>
        public Queue<Waiter> Waiters => First.Count > 0 ? First : Others;

        public int InFlight { get; set; }

        public Standing Standing { get; set; }

        public LinkedListNode<Lane>? Node { get; set; }
    }

    /// <summary>What is known of a lane.</summary>
    internal enum Standing
    {
        Untried,
        Alive,
        Suspected,
    }

    /// <summary>A call that waits for its place.</summary>
    internal sealed class Waiter
    {
        public TaskCompletionSource<bool> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
