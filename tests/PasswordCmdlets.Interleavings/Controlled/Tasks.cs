using System;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>Replaces members of <see cref="Task"/> and of the thread pool in the rewritten engine.</summary>
public static class Tasks
{
    public static Task Run(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (Scheduler.Current is not { } scheduler)
        {
            return Task.Run(body);
        }

        TaskCompletionSource completion = new();
        scheduler.Add("task", () => Follow(body, completion));
        return completion.Task;
    }

    public static Task<Task> WhenAny(Task first, Task second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (Scheduler.Current is null || first.IsCompleted || second.IsCompleted)
        {
            return Task.WhenAny(first, second);
        }

        // The runtime's own may complete on a thread of the pool.
        TaskCompletionSource<Task> any = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Observe(first, any);
        Observe(second, any);
        return any.Task;
    }

    public static bool Wait(Task task, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (Scheduler.Current is not { } scheduler)
        {
            return task.Wait(timeout);
        }

        scheduler.WaitFor(() => task.IsCompleted, "wait for a task", hasTimeout: true);
        return task.IsCompleted && task.Wait(TimeSpan.Zero);
    }

    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem item, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (Scheduler.Current is not { } scheduler)
        {
            return ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);
        }

        scheduler.Add("thread pool", item.Execute);
        return true;
    }

    public static bool UnsafeQueueUserWorkItem<TState>(Action<TState> item, TState state, bool preferLocal)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (Scheduler.Current is not { } scheduler)
        {
            return ThreadPool.UnsafeQueueUserWorkItem(item, state, preferLocal);
        }

        scheduler.Add("thread pool", () => item(state));
        return true;
    }

    public static bool QueueUserWorkItem<TState>(Action<TState> item, TState state, bool preferLocal) =>
        UnsafeQueueUserWorkItem(item, state, preferLocal);

    private static async void Follow(Func<Task> body, TaskCompletionSource completion)
    {
        try
        {
            await body();
            completion.TrySetResult();
        }
        catch (OperationCanceledException cancelled)
        {
            completion.TrySetCanceled(cancelled.CancellationToken);
        }
        catch (Exception failure)
        {
            completion.TrySetException(failure);
        }
    }

    private static async void Observe(Task task, TaskCompletionSource<Task> any)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        any.TrySetResult(task);
    }
}
