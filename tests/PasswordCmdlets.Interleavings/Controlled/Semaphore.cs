using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>Replaces <see cref="SemaphoreSlim"/> in the rewritten partition limiter: first in, first out, as that one is.</summary>
/// <param name="initialCount">How many may enter.</param>
public sealed class Semaphore(int initialCount)
{
    private readonly LinkedList<TaskCompletionSource> _waiters = [];

    public int CurrentCount { get; private set; } = initialCount;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        Scheduler.Current?.Point("semaphore");
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        if (CurrentCount > 0)
        {
            CurrentCount--;
            return Task.CompletedTask;
        }

        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource> node = _waiters.AddLast(waiter);
        cancellationToken.Register(() =>
        {
            if (waiter.TrySetCanceled(cancellationToken))
            {
                _waiters.Remove(node);
            }
        });
        return waiter.Task;
    }

    public int Release() => Release(1);

    public int Release(int releaseCount)
    {
        Scheduler.Current?.Point("semaphore");
        int before = CurrentCount;
        for (int i = 0; i < releaseCount; i++)
        {
            if (_waiters.First is { } first)
            {
                _waiters.RemoveFirst();
                first.Value.TrySetResult();
            }
            else
            {
                CurrentCount++;
            }
        }

        return before;
    }
}
