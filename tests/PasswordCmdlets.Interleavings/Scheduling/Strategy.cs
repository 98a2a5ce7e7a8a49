using System.Collections.Generic;

namespace PasswordCmdlets.Interleavings.Scheduling;

/// <summary>Decides what happens next, schedule by schedule.</summary>
internal abstract class Strategy
{
    /// <summary>Chooses an option; the first is what happens when nobody interferes.</summary>
    /// <param name="options">What may happen.</param>
    /// <param name="decision">How often was decided before.</param>
    public abstract int Choose(IReadOnlyList<Option> options, int decision);

    /// <summary>Prepares the next schedule; false when there is no other.</summary>
    /// <param name="last">What was chosen in the last schedule.</param>
    public abstract bool MoveNext(IReadOnlyList<int> last);
}
