using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>What the rewritten engine calls before an interlocked or volatile operation: another thread may come first.</summary>
public static class Points
{
    /// <summary>Before an operation that lets other threads see all that was stored before it.</summary>
    public static void Fence()
    {
        if (ControlledThread.Current is { } thread)
        {
            thread.Scheduler.Point("interlocked operation or volatile write");
            thread.CompleteStores();
        }
    }

    /// <summary>Before a volatile read.</summary>
    public static void Read() => Scheduler.Current?.Point("volatile read");
}
