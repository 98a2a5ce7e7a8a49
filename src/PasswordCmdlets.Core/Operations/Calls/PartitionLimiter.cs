using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>
/// Limits how many groups of targets of one partition are worked on: about twice as many calls as may be in flight, so that one group is
/// described while another is sent. Groups enter in the order in which they ask.
/// </summary>
/// <param name="callsInFlight">How many calls may be in flight at once.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "Without a wait handle a semaphore holds nothing to dispose of.")]
internal sealed class PartitionLimiter(int callsInFlight)
{
    private readonly SemaphoreSlim _order = new(1);
    private readonly SemaphoreSlim _permits = new(2 * callsInFlight);

    /// <summary>Waits for permits; dispose the lease to release them.</summary>
    /// <param name="calls">How many calls the group makes. A group with more calls takes <c>callsInFlight</c> permits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Lease> AcquireAsync(int calls, CancellationToken cancellationToken)
    {
        int share = Math.Min(calls, callsInFlight);
        await _order.WaitAsync(cancellationToken).ConfigureAwait(false);
        int taken = 0;
        try
        {
            while (taken < share)
            {
                await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
                taken++;
            }

            return new Lease(_permits, share);
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _permits.Release(taken);
            throw;
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>The permits of a group.</summary>
    internal readonly struct Lease(SemaphoreSlim permits, int share) : IDisposable
    {
        public void Dispose() => permits.Release(share);
    }
}
