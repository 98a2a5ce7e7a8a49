using System;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>When a progress bar may be drawn again: not before half a second, and at most five times a second.</summary>
/// <param name="time">The clock; its monotonic part is read.</param>
internal sealed class ProgressPace(TimeProvider time)
{
    /// <summary>The shortest time between two updates.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A command that is over sooner shows no bar.</summary>
    public static readonly TimeSpan FirstAfter = TimeSpan.FromMilliseconds(500);

    private readonly long _began = time.GetTimestamp();
    private TimeSpan? _last;

    /// <summary>Since the command began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>Whether the bar may be drawn now; it is then taken as drawn.</summary>
    public bool TakeTurn()
    {
        TimeSpan now = Elapsed;
        if (now < FirstAfter || now - _last < ShortestPause)
        {
            return false;
        }

        _last = now;
        return true;
    }
}
