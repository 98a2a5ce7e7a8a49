using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Operations.Brakes;

/// <summary>
/// What one batch asks before each attempt. The parts of a batch that was split share the pass. What was rejected unexecuted is stopped
/// like what was never sent; what may have been executed is resolved.
/// </summary>
/// <param name="brakes">The brakes of the run.</param>
/// <param name="openBatches">Counts the batches without a result; null where the run has no failure limit.</param>
internal sealed class BrakePass(RunBrakes brakes, OpenBatches? openBatches) : IDisposable
{
    private int _isOpen;

    /// <summary>The brakes of the run.</summary>
    public RunBrakes Brakes { get; } = brakes;

    /// <summary>Waits before the first attempt while too many batches have no result.</summary>
    public ValueTask WaitAsync(CancellationToken cancellationToken) =>
        openBatches is null || Volatile.Read(ref _isOpen) == 1 ? default : openBatches.WaitAsync(cancellationToken);

    /// <summary>Whether an attempt may leave now; nothing was executed before.</summary>
    public BrakeDecision Enter()
    {
        if (openBatches is not null && Volatile.Read(ref _isOpen) == 0 && Brakes.Stop is null)
        {
            if (!openBatches.TryOpen())
            {
                return BrakeDecision.Wait;
            }

            if (Interlocked.Exchange(ref _isOpen, 1) == 1)
            {
                // Another part of the batch opened it at the same time.
                openBatches.Close();
            }
        }

        return Brakes.Stop is null ? BrakeDecision.Send : BrakeDecision.Stop;
    }

    /// <summary>Closes the batch at once where its attempt has not failed: no other has to wait for it.</summary>
    public void RecordAttempt(Attempt attempt)
    {
        bool isSuccess = attempt is { Kind: AttemptKind.ResponseReceived, Reply: { Fault: Fault.None } reply }
            && (reply.Targets?.Values.All(static target => target.Fault == Fault.None) ?? true);
        if (isSuccess || attempt.IsThrottled)
        {
            Dispose();
        }
    }

    /// <summary>Closes the batch.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOpen, 0) == 1)
        {
            openBatches!.Close();
        }
    }
}
