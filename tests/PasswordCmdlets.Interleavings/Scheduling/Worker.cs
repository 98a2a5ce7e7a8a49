using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>An operating system's thread that runs controlled threads, one after the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A worker lives as long as the process.")]
internal sealed class Worker
{
    private static readonly ConcurrentBag<Worker> s_idle = [];
    private readonly SemaphoreSlim _wake = new(0);
    private ControlledThread? _first;

    private Worker() => new Thread(Work) { IsBackground = true, Name = "interleaving" }.Start();

    public static void Run(ControlledThread thread)
    {
        Worker worker = s_idle.TryTake(out Worker? idle) ? idle : new Worker();
        worker._first = thread;
        worker._wake.Release();
    }

    private void Work()
    {
        while (true)
        {
            _wake.Wait();
            ControlledThread first = _first!;
            _first = null;
            first.Scheduler.RunFrom(first);
            s_idle.Add(this);
        }
    }
}
