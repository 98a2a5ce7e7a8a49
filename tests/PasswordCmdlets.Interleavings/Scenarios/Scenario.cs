using System;
using PasswordCmdlets.Interleavings.Scheduling;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>What is explored: a body that runs on the main thread of every schedule.</summary>
/// <param name="Name">As the output shows it.</param>
/// <param name="Body">Sets up, runs and checks.</param>
internal sealed record Scenario(string Name, Action<Scheduler> Body)
{
    /// <summary>Every schedule with up to so many delays is explored in the tests.</summary>
    public int Delays { get; init; } = 1;

    /// <summary>
    /// Whether another thread may go on before each load of a field that a channel shares: in a whole run these would be most of the
    /// points.
    /// </summary>
    public bool HasPointsAtLoads { get; init; }
}
