using System;
using PasswordCmdlets.Interleavings.Scenarios;
using Xunit;

namespace PasswordCmdlets.Interleavings;

/// <summary>Counts the schedules of all scenarios, and prints the number.</summary>
public sealed class Totals : IDisposable
{
    private int _scenarios;
    private int _schedules;

    /// <inheritdoc/>
    public void Dispose() => TestContext.Current.SendDiagnosticMessage(
        "Interleavings: {0} schedules of {1} scenarios were explored.", _schedules, _scenarios);

    internal void Add(Explored explored)
    {
        _scenarios++;
        _schedules += explored.Schedules;
    }
}
