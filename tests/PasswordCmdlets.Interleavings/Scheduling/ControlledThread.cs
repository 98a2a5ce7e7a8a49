using System;
using System.Threading;
using PasswordCmdlets.Interleavings.Controlled;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>One thread of a schedule: what the thread pool would run. Of all of them one runs at a time.</summary>
internal sealed class ControlledThread(Scheduler scheduler, int id, string name, Action body)
{
    [ThreadStatic]
    private static ControlledThread? t_current;

    /// <summary>The thread that runs here; null outside of a schedule.</summary>
    public static ControlledThread? Current
    {
        get => t_current;
        set => t_current = value;
    }

    public Scheduler Scheduler => scheduler;

    public int Id => id;

    public string Name => name;

    public Action Body => body;

    /// <summary>Released when it is this thread's turn.</summary>
    public SemaphoreSlim Turn { get; } = new(0);

    public bool IsStarted { get; set; }

    public bool IsDone { get; set; }

    /// <summary>What the thread waits for; null when it is ready.</summary>
    public Func<bool>? WaitsFor { get; set; }

    /// <summary>The lock that it waits for.</summary>
    public ControlledLock? WaitsForLock { get; set; }

    /// <summary>Whether its wait ends when nothing else can happen.</summary>
    public bool HasTimeout { get; set; }

    /// <summary>
    /// Above zero no other thread runs until this one leaves the section: others may wait for it inside the runtime, which the scheduler
    /// does not see.
    /// </summary>
    public int Uninterrupted { get; set; }

    /// <summary>A store that other threads do not see yet.</summary>
    public DelayedStore? Delayed { get; set; }

    public bool IsReady => !IsDone && (WaitsFor is null || WaitsFor());

    /// <summary>Lets the others see what this thread has stored.</summary>
    public void CompleteStores()
    {
        Delayed?.Complete();
        Delayed = null;
    }
}
