using System;
using System.Threading;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>Replaces members of <see cref="CancellationTokenSource"/> in the rewritten engine.</summary>
public static class Cancellation
{
    public static void Cancel(CancellationTokenSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (Scheduler.Current is not { } scheduler)
        {
            source.Cancel();
            return;
        }

        // The runtime makes other threads wait for the callbacks, by means that the scheduler does not know.
        scheduler.Point("cancel");
        ControlledThread.Current!.CompleteStores();
        scheduler.Uninterrupted(source.Cancel);
    }

    /// <summary>On the clock of the schedule; the run's source is the only one that is not on the injected clock.</summary>
    public static void CancelAfter(CancellationTokenSource source, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (Scheduler.Current is not { } scheduler)
        {
            source.CancelAfter(delay);
            return;
        }

        scheduler.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), source, delay, Timeout.InfiniteTimeSpan);
    }
}
