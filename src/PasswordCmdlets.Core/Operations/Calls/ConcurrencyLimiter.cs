using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Limits how many calls are in flight and shares them among partitions (one per provider, region and endpoint) in turn, so that a slow
/// partition cannot hold them all. A partition that last failed to respond holds one lease at most; one that has not responded yet holds
/// no more than it takes for the circuit breaker to open.
/// </summary>
internal sealed class ConcurrencyLimiter
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Partition> _partitions = new(StringComparer.Ordinal);
    private readonly LinkedList<Partition> _waitingPartitions = new();
    private readonly int _untriedLeases;
    private int _free;

    public ConcurrencyLimiter(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        _free = limit;
        _untriedLeases = Math.Min(CircuitBreaker.ConsecutiveTargets, (limit + 1) / 2);
    }

    /// <summary>Waits for a lease; dispose it to release it.</summary>
    /// <param name="partitionKey">The partition of the call.</param>
    /// <param name="goesFirst">
    /// Whether the call goes before the others of its partition, because they depend on it: a describe call.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Lease> AcquireAsync(string partitionKey, bool goesFirst, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WaitQueue<Partition, Lease>.Waiter waiter;
        lock (_lock)
        {
            Partition partition = PartitionOf(partitionKey);
            // No call waits for a lease that it may take: GrantFreeLeases has granted it.
            if (_free > 0 && MayAcquire(partition))
            {
                return new(Take(partition));
            }

            waiter = (goesFirst ? partition.First : partition.Others).Enqueue(partition);
            partition.Node ??= _waitingPartitions.AddLast(partition);
        }

        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Records that a call of the partition got a response: the partition may have its full share.</summary>
    public void RecordResponse(string partitionKey) => Set(partitionKey, Health.Responding);

    /// <summary>Records that a call of the partition got no response: it is suspected until one gets a response.</summary>
    public void RecordNoResponse(string partitionKey) => Set(partitionKey, Health.Suspected);

    private void Set(string partitionKey, Health health)
    {
        lock (_lock)
        {
            Partition partition = PartitionOf(partitionKey);
            if (partition.Health != health)
            {
                partition.Health = health;
                GrantFreeLeases();
            }
        }
    }

    private bool MayAcquire(Partition partition) => partition.Health switch
    {
        Health.Responding => true,
        Health.Suspected => partition.InFlight == 0,
        _ => partition.InFlight < _untriedLeases,
    };

    private Partition PartitionOf(string key)
    {
        if (!_partitions.TryGetValue(key, out Partition? partition))
        {
            _partitions[key] = partition = new Partition(this);
        }

        return partition;
    }

    private Lease Take(Partition partition)
    {
        _free--;
        partition.InFlight++;
        return partition.Lease;
    }

    private void Release(Partition partition)
    {
        lock (_lock)
        {
            _free++;
            partition.InFlight--;
            GrantFreeLeases();
        }
    }

    private void GrantFreeLeases()
    {
        int skipped = 0;
        while (_free > 0 && _waitingPartitions.First is { } first && skipped < _waitingPartitions.Count)
        {
            Partition partition = first.Value;
            _waitingPartitions.RemoveFirst();
            partition.Node = null;
            bool granted = partition.Waiters.Count > 0 && MayAcquire(partition);
            if (granted)
            {
                partition.Waiters.TryRelease(Take(partition));
            }

            // A partition without waiters is not added again, so it does not count as skipped.
            bool isWaiting = partition.Waiters.Count > 0;
            if (isWaiting)
            {
                partition.Node = _waitingPartitions.AddLast(partition);
            }

            skipped = granted ? 0 : isWaiting ? skipped + 1 : skipped;
        }
    }

    /// <summary>The right to have one call in flight. One object stands for every lease of its partition.</summary>
    internal sealed class Lease(ConcurrencyLimiter limiter, Partition partition) : IDisposable
    {
        public void Dispose() => limiter.Release(partition);
    }

    /// <summary>The calls of one provider, region and endpoint.</summary>
    internal sealed class Partition
    {
        public Partition(ConcurrencyLimiter limiter)
        {
            First = new(limiter._lock);
            Others = new(limiter._lock);
            Lease = new(limiter, this);
        }

        public WaitQueue<Partition, Lease> First { get; }

        public WaitQueue<Partition, Lease> Others { get; }

        public Lease Lease { get; }

        /// <summary>Those whose turn it is; empty when there is no waiter.</summary>
        public WaitQueue<Partition, Lease> Waiters => First.Count > 0 ? First : Others;

        public int InFlight { get; set; }

        public Health Health { get; set; }

        public LinkedListNode<Partition>? Node { get; set; }
    }

    /// <summary>What is known of a partition.</summary>
    internal enum Health
    {
        Untried,
        Responding,
        Suspected,
    }
}
