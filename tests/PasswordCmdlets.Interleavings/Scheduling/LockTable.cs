using System.Collections.Generic;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>The locks of a schedule.</summary>
internal sealed class LockTable(Scheduler scheduler)
{
    private readonly Dictionary<object, ControlledLock> _locks = new(ReferenceEqualityComparer.Instance);

    public void Enter(object sync)
    {
        ControlledThread self = ControlledThread.Current!;
        ControlledLock owned = _locks.TryGetValue(sync, out ControlledLock? known) ? known : _locks[sync] = new ControlledLock();
        if (owned.Owner != self)
        {
            scheduler.Point("lock");
            self.CompleteStores();
            while (owned.Owner is not null)
            {
                self.WaitsForLock = owned;
                scheduler.WaitFor(() => owned.Owner is null, "wait for a lock");
                self.WaitsForLock = null;
            }

            owned.Owner = self;
        }

        owned.Depth++;
    }

    public void Exit(object sync)
    {
        ControlledThread.Current!.CompleteStores();
        ControlledLock owned = _locks[sync];
        if (--owned.Depth == 0)
        {
            owned.Owner = null;
        }
    }
}
