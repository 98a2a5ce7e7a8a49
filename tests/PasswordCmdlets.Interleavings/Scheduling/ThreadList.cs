using System.Collections.Generic;
using System.Linq;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>The threads of a schedule that have not ended, in the order in which they began.</summary>
internal sealed class ThreadList
{
    private readonly List<ControlledThread> _all = [];
    private readonly List<ControlledThread> _ready = [];

    public bool IsEmpty => _all.Count == 0;

    public void Add(ControlledThread thread) => _all.Add(thread);

    public void Remove(ControlledThread thread) => _all.Remove(thread);

    /// <summary>Those that may go on: the one that runs first, the others in turn after it.</summary>
    /// <param name="self">The one that runs.</param>
    /// <param name="uninterrupted">
    /// The one that no other may interrupt; only the owner of a lock that it waits for runs before it. Null where there is none.
    /// </param>
    public IReadOnlyList<ControlledThread> FindReady(ControlledThread self, ControlledThread? uninterrupted)
    {
        _ready.Clear();
        if (uninterrupted is not null)
        {
            ControlledThread only = uninterrupted;
            while (!only.IsReady)
            {
                only = only.WaitsForLock!.Owner!;
            }

            _ready.Add(only);
            return _ready;
        }

        _ready.AddRange(_all.Where(thread => thread.Id >= self.Id && thread.IsReady));
        _ready.AddRange(_all.Where(thread => thread.Id < self.Id && thread.IsReady));
        return _ready;
    }

    /// <summary>A thread whose wait ends without what it waits for; null where none has a timeout.</summary>
    public ControlledThread? TimeOut()
    {
        ControlledThread? timedOut = _all.Find(static thread => thread.HasTimeout && thread.WaitsFor is not null);
        timedOut?.HasTimeout = false;
        return timedOut;
    }

    public override string ToString() => string.Join(", ", _all.Select(static thread => $"{thread.Name} waits")) + ".";
}
