using System.Threading;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>Replaces <see cref="Monitor"/> in the rewritten engine.</summary>
public static class Locks
{
    public static void Enter(object sync, ref bool taken)
    {
        if (Scheduler.Current is { } scheduler)
        {
            scheduler.Locks.Enter(sync);
            taken = true;
        }
        else
        {
            Monitor.Enter(sync, ref taken);
        }
    }

    public static void Exit(object sync)
    {
        if (Scheduler.Current is { } scheduler)
        {
            scheduler.Locks.Exit(sync);
        }
        else
        {
            Monitor.Exit(sync);
        }
    }

    /// <summary>Leaves a lock and takes it again; for a defect that a test plants.</summary>
    public static void Reenter(object sync)
    {
        Exit(sync);
        bool taken = false;
        Enter(sync, ref taken);
    }
}
