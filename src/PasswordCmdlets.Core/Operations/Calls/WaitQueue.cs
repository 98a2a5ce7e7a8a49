using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// A first-in, first-out queue of callers that wait for a result. The owner holds its lock for every member but
/// <see cref="Waiter.WaitAsync"/>; a waiter whose token is cancelled takes the lock itself and leaves the queue.
/// </summary>
/// <param name="sync">The owner's lock.</param>
/// <typeparam name="TState">What the owner knows of a waiter.</typeparam>
/// <typeparam name="TResult">What a waiter waits for.</typeparam>
internal sealed class WaitQueue<TState, TResult>(object sync)
{
    private readonly LinkedList<Waiter> _waiters = new();

    public int Count => _waiters.Count;

    /// <summary>Adds a waiter at the end. The caller awaits <see cref="Waiter.WaitAsync"/> after it has left the lock.</summary>
    public Waiter Enqueue(TState state)
    {
        Waiter waiter = new(this, state);
        waiter.Node = _waiters.AddLast(waiter);
        return waiter;
    }

    /// <summary>Gives the first waiter its result; false when there is no waiter.</summary>
    public bool TryRelease(TResult result) => TryRelease(result, out _);

    /// <summary>Gives the first waiter its result and returns its state; false when there is no waiter.</summary>
    public bool TryRelease(TResult result, out TState? state)
    {
        if (_waiters.First is not { } first)
        {
            state = default;
            return false;
        }

        state = first.Value.State;
        Release(first, result);
        return true;
    }

    /// <summary>Gives the first waiter that a condition selects the result for its state; false when there is none.</summary>
    public bool TryRelease(Predicate<TState> condition, Func<TState, TResult> result)
    {
        LinkedListNode<Waiter>? node = _waiters.First;
        while (node is not null && !condition(node.Value.State))
        {
            node = node.Next;
        }

        if (node is not null)
        {
            Release(node, result(node.Value.State));
        }

        return node is not null;
    }

    /// <summary>Gives every waiter the same result.</summary>
    public void ReleaseAll(TResult result)
    {
        while (_waiters.First is { } first)
        {
            Release(first, result);
        }
    }

    /// <summary>Gives the waiters that a condition selects the same result.</summary>
    public void ReleaseWhere(Predicate<TState> condition, TResult result)
    {
        LinkedListNode<Waiter>? node = _waiters.First;
        while (node is not null)
        {
            LinkedListNode<Waiter>? next = node.Next;
            if (condition(node.Value.State))
            {
                Release(node, result);
            }

            node = next;
        }
    }

    private void Release(LinkedListNode<Waiter> node, TResult result)
    {
        _waiters.Remove(node);
        node.Value.TrySetResult(result);
    }

    private void Cancel(Waiter waiter)
    {
        lock (sync)
        {
            if (waiter.Node is { List: not null } node)
            {
                _waiters.Remove(node);
                waiter.TrySetCanceled(waiter.Cancellation);
            }
        }
    }

    /// <summary>One caller in the queue.</summary>
    /// <remarks>Continuations run elsewhere, so a result that is set under the owner's lock runs no caller's code there.</remarks>
    internal sealed class Waiter(WaitQueue<TState, TResult> queue, TState state)
        : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TState State => state;

        public LinkedListNode<Waiter>? Node { get; set; }

        /// <summary>The token that ends the wait.</summary>
        public CancellationToken Cancellation { get; private set; }

        /// <summary>Waits for the result. Never called under the owner's lock, which a cancellation takes.</summary>
        public async ValueTask<TResult> WaitAsync(CancellationToken cancellationToken)
        {
            Cancellation = cancellationToken;
            using CancellationTokenRegistration registration =
                cancellationToken.Register(static waiter => ((Waiter)waiter!).Cancel(), this);
            return await Task.ConfigureAwait(false);
        }

        private void Cancel() => queue.Cancel(this);
    }
}
