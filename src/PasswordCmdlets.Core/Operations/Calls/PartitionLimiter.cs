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
    private readonly SemaphoreSlim _turnstile = new(1);
    private readonly SemaphoreSlim _room = new(2 * callsInFlight);

    /// <summary>Waits for room; dispose it to release it.</summary>
    /// <param name="calls">How many calls the group makes. One with more than may be in flight takes half of the room.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Room> AcquireAsync(int calls, CancellationToken cancellationToken)
    {
        int share = Math.Min(calls, callsInFlight);
        await _turnstile.WaitAsync(cancellationToken).ConfigureAwait(false);
        int taken = 0;
        try
        {
            while (taken < share)
            {
                await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
                taken++;
            }

            return new Room(_room, share);
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _room.Release(taken);
            throw;
        }
        finally
        {
            _turnstile.Release();
        }
    }

    /// <summary>A group's share of the room.</summary>
    internal readonly struct Room(SemaphoreSlim room, int share) : IDisposable
    {
        public void Dispose() => room.Release(share);
    }
}
