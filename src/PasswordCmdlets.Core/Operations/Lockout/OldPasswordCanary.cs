using System;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Keeps one wrong old password from spending an attempt of every target: of the targets that share it one goes first as the canary. When
/// the provider accepts it, the others follow; when the provider calls it wrong, the others need a yes; when the outcome shows neither,
/// the next target is the canary.
/// </summary>
/// <remarks>
/// One instance belongs to one old password and is shared by all groups and regions. <see cref="EnterAsync"/> is the last step before a
/// target is sent, when it has no lease in flight and waits for nothing else, so the canary never waits for a target that waits for it.
/// After each target that may be sent <see cref="Completed"/> is called, whatever happens. It is for calls of one target each:
/// targets of one call cannot wait for one another.
/// </remarks>
internal sealed class OldPasswordCanary
{
    private readonly bool _force;
    private readonly object _lock = new();
    private readonly WaitQueue<TargetWork, Turn> _waiters;
    private Stage _stage;
    private TargetWork? _canary;
    private CallOutcome? _outcome;
    private string _rejection = string.Empty;

    /// <param name="force">Go on without asking when the old password is wrong.</param>
    public OldPasswordCanary(bool force)
    {
        _force = force;
        _waiters = new(_lock);
    }

    private enum Stage
    {
        // No target was sent, or its outcome shows neither: the next one is the canary.
        Untried,

        // The canary is in flight.
        CanarySent,

        // The canary's old password was wrong: the next target has to ask.
        Rejected,

        // A target asks.
        Asking,

        // Every target is sent.
        Open,

        // No target is sent any more.
        Closed,
    }

    private enum Turn
    {
        Send,
        Ask,
        Cancel,
    }

    /// <summary>Waits until the target may be sent; the outcome of one that may not be.</summary>
    public async ValueTask<TargetOutcome?> EnterAsync(TargetWork work, OperationServices services)
    {
        WaitQueue<TargetWork, Turn>.Waiter waiter;
        lock (_lock)
        {
            switch (_stage)
            {
                case Stage.Open:
                    return null;
                case Stage.Untried:
                    SendAsCanary(work);
                    return null;
                case Stage.Closed:
                    return Closed();
                default:
                    waiter = _waiters.Enqueue(work);
                    ReleaseNextToAsk();
                    break;
            }
        }

        Turn turn;
        try
        {
            turn = await waiter.WaitAsync(services.Stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Stopped();
        }

        TargetOutcome? outcome = turn switch
        {
            Turn.Send => null,
            Turn.Ask => await AskAsync(services).ConfigureAwait(false),
            _ => Closed(),
        };
        return outcome is not null && services.Brakes?.Stop is { } stop ? stop.Outcome(work.Attempts) : outcome;
    }

    /// <summary>Records the outcome of a target's change; only the canary's counts.</summary>
    public void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
        lock (_lock)
        {
            if (_canary == work)
            {
                _outcome = outcome;
            }
        }
    }

    /// <summary>
    /// Records that nothing more is sent for this target; after the canary the others go on, ask or wait for the next canary.
    /// </summary>
    public void Completed(TargetWork work)
    {
        lock (_lock)
        {
            if (_canary != work)
            {
                return;
            }

            _canary = null;
            bool isRejected = _outcome?.IsFault(Fault.OldPasswordIncorrect) == true;
            if (_outcome?.Succeeded == true || (isRejected && _force))
            {
                Open();
            }
            else if (isRejected)
            {
                string remaining = _outcome!.Reply!.RetryTimesLeft is { } attempts
                    ? $" ({(attempts == 1 ? "1 attempt remains" : $"{attempts} attempts remain")})"
                    : string.Empty;
                _rejection = $"the old password that it shares with others was rejected for {work.Target.Id}{remaining}";
                _stage = Stage.Rejected;
                ReleaseNextToAsk();
            }
            else
            {
                _stage = Stage.Untried;
                if (_waiters.TryRelease(Turn.Send, out TargetWork? next))
                {
                    SendAsCanary(next!);
                }
            }
        }
    }

    private void SendAsCanary(TargetWork work)
    {
        _stage = Stage.CanarySent;
        _canary = work;
        _outcome = null;
    }

    private void ReleaseNextToAsk()
    {
        if (_stage == Stage.Rejected && _waiters.TryRelease(Turn.Ask))
        {
            _stage = Stage.Asking;
        }
    }

    private void Open()
    {
        _stage = Stage.Open;
        _waiters.ReleaseAll(Turn.Send);
    }

    private async Task<TargetOutcome?> AskAsync(OperationServices services)
    {
        bool yes = false;
        try
        {
            // There is nothing to ask about when a brake has stopped the run.
            yes = services.Brakes?.Stop is null && await services.AskAsync(
                "Old password rejected",
                $"{char.ToUpperInvariant(_rejection[0])}{_rejection.Substring(1)}. Each target that it is wrong for loses an attempt too, "
                + "and is locked when none remains. Send it to the others?").ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                if (yes)
                {
                    Open();
                }
                else
                {
                    _stage = Stage.Closed;
                    _waiters.ReleaseAll(Turn.Cancel);
                }
            }
        }

        return yes ? null : services.Stopping.IsCancellationRequested ? Stopped() : Closed();
    }

    private TargetOutcome Closed() =>
        TargetOutcome.Cancelled(
            $"Never sent: {_rejection}, and going on was not confirmed. Check the old password; -Force goes on without asking.");

    private static TargetOutcome Stopped() => TargetOutcome.Cancelled("Never sent: the command was stopped.");
}
