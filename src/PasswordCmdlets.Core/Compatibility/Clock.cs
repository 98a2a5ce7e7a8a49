using System;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Compatibility;

/// <summary>Waiting on an injected <see cref="TimeProvider"/>, the same way on both frameworks.</summary>
internal static class Clock
{
    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay <= TimeSpan.Zero)
        {
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
        }

#if NETFRAMEWORK
        return time.Delay(delay, cancellationToken);
#else
        return Task.Delay(delay, time, cancellationToken);
#endif
    }

    public static CancellationTokenSource CancelAfter(this TimeProvider time, TimeSpan delay)
    {
#if NETFRAMEWORK
        return time.CreateCancellationTokenSource(delay);
#else
        return new CancellationTokenSource(delay, time);
#endif
    }
}
