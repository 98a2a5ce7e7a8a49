using System;
using System.Runtime.CompilerServices;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Controlled;

/// <summary>
/// Loads and stores of the fields that the runtime's channel shares without a lock. Each store is a scheduling point, and each load where
/// the scenario says so. A store may stay in the store buffer, where its own thread alone sees it, until that thread enters or leaves a
/// lock, makes an interlocked operation, waits or ends: what a processor does with a store that a load of another field follows.
/// </summary>
public static class Memory
{
    [ThreadStatic]
    private static object? t_owner;

    /// <summary>Notes the object whose field is stored next.</summary>
    public static object Owner(object owner) => t_owner = owner;

    public static T Load<T>(ref T location)
    {
        if (ControlledThread.Current is not { } thread)
        {
            return location;
        }

        if (thread.Scheduler.HasPointsAtLoads)
        {
            thread.Scheduler.Point("load");
        }

        return thread.Delayed is Store<T> store && Unsafe.AreSame(ref store.Location, ref location) ? store.Value : location;
    }

    public static void Write<T>(ref T location, T value)
    {
        if (ControlledThread.Current is not { } thread)
        {
            location = value;
            return;
        }

        thread.Scheduler.Point("store");
        thread.CompleteStores();
        nint offset = t_owner is null ? -1 : Unsafe.ByteOffset(ref Start(t_owner), ref Unsafe.As<T, byte>(ref location));
        if (thread.Uninterrupted == 0 && offset is >= 0 and < Store<T>.LargestOffset && thread.Scheduler.DelaysStore())
        {
            thread.Scheduler.Log(thread, "the store is delayed");
            thread.Delayed = new Store<T>(t_owner!, offset, value);
        }
        else
        {
            location = value;
        }
    }

    private static ref byte Start(object owner) => ref Unsafe.As<Fields>(owner).First;

    private sealed class Store<T>(object owner, nint offset, T value) : DelayedStore
    {
        // An offset beyond it shows that the location belongs to another object.
        public const int LargestOffset = 1024;

        public T Value => value;

        public ref T Location => ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref Start(owner), offset));

        public override void Complete() => Location = value;
    }

    private sealed class Fields
    {
        public byte First;
    }
}
