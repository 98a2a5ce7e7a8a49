using System;
using System.Threading;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>Counts what a run has done; read while it runs.</summary>
/// <param name="inFlight">How many targets' changes have left without a response yet.</param>
internal sealed class RunProgress(Func<int> inFlight)
{
    private int _submitted;
    private int _done;
    private int _failed;

    /// <summary>Targets that the run has accepted so far.</summary>
    public int SubmittedCount => Volatile.Read(ref _submitted);

    /// <summary>Targets with a result.</summary>
    public int DoneCount => Volatile.Read(ref _done);

    /// <summary>Targets whose result is neither Succeeded nor Accepted.</summary>
    public int FailedCount => Volatile.Read(ref _failed);

    /// <summary>Targets whose change has left without a response yet.</summary>
    public int InFlightCount => inFlight();

    public void Submitted() => Interlocked.Increment(ref _submitted);

    public void Finished(ChangeStatus status)
    {
        if (status is not (ChangeStatus.Succeeded or ChangeStatus.Accepted))
        {
            Interlocked.Increment(ref _failed);
        }

        Interlocked.Increment(ref _done);
    }
}
