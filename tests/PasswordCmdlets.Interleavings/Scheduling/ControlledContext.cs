using System.Threading;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>Takes the continuations of the engine: each is a thread of the schedule.</summary>
internal sealed class ControlledContext(Scheduler scheduler) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (ControlledThread.Current?.Scheduler != scheduler)
        {
            scheduler.Fail($"A continuation comes from a thread outside of the schedule: {d.Method.DeclaringType}.");
        }

        scheduler.Add("continuation", () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
