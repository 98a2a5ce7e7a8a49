namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>What may happen next.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="ThreadId">The thread that goes on; -1 where it is none.</param>
internal readonly record struct Option(OptionKind Kind, int ThreadId = -1);

/// <summary>The kinds of <see cref="Option"/>.</summary>
internal enum OptionKind
{
    /// <summary>A thread goes on.</summary>
    Thread,

    /// <summary>Time passes until the next timer is due.</summary>
    Timer,

    /// <summary>A store is visible to other threads at once.</summary>
    StoreNow,

    /// <summary>A store stays in the processor's store buffer for now.</summary>
    StoreLater,
}
