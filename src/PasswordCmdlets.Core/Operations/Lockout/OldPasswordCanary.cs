using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations.Lockout;

/// <summary>
/// Keeps one wrong old password from costing every target a try: of the targets that share it the first goes alone. When the provider takes
/// it, all go; when the provider calls it wrong, the rest needs a yes; when nothing was learnt, the next goes alone.
/// </summary>
/// <remarks>
/// One scout belongs to one old password and is shared by all groups and regions. <see cref="EnterAsync"/> is the last step before a
/// target is sent, when it holds no place in flight and everything else it needs is at hand; so the target that is out never waits for
/// one that stands in line. Whoever is let in must be followed by <see cref="Completed"/>, whatever happens. It is for calls of one target each:
/// targets of one call cannot wait for one another.
/// </remarks>
/// <param name="force">Go on without asking when the old password is wrong.</param>
internal sealed class OldPasswordCanary(bool force)
{
    private readonly object _gate = new();
    private readonly Queue<Waiter> _line = new();
    private Stage _stage;
    private TargetWork? _out;
    private CallOutcome? _answer;
    private string _refusal = string.Empty;

    private enum Stage
    {
        // Nobody is out; the next one goes alone.
        Untried,

        // One is out.
        Out,

        // The one that was out was refused; the next one has to ask.
        Refused,

        // One asks.
        Asking,

        // All go.
        Open,

        // Nobody goes any more.
        Closed,
    }

    private enum Turn
    {
        Go,
        Ask,
        GoHome,
    }

    /// <summary>Waits until the target may be sent; a verdict when it may not be.</summary>
    public async ValueTask<TargetOutcome?> EnterAsync(TargetWork work, OperationServices services)
    {
        Waiter? waiter = null;
        Turn turn;
        lock (_gate)
        {
            switch (_stage)
            {
                case Stage.Open:
                    return null;
                case Stage.Untried:
                    GoAlone(work);
                    return null;
                case Stage.Closed:
                    turn = Turn.GoHome;
                    break;
                case Stage.Refused:
                    _stage = Stage.Asking;
                    turn = Turn.Ask;
                    break;
                default:
                    _line.Enqueue(waiter = new Waiter(work));
                    turn = Turn.GoHome;
                    break;
            }
        }

        if (waiter is not null)
        {
            using CancellationTokenRegistration stopped = services.Stopping.Register(static state => ((Waiter)state!).Called.TrySetCanceled(), waiter);
            try
            {
                turn = await waiter.Called.Task.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return Stopped();
            }
        }

        return turn switch
        {
            Turn.Go => null,
            Turn.Ask => await AskAsync(services).ConfigureAwait(false),
            _ => Closed(),
        };
    }

    /// <summary>Notes how the provider answered a target; any target may be named here, only the one that went alone counts.</summary>
    public void RecordOutcome(TargetWork work, CallOutcome outcome)
    {
        lock (_gate)
        {
            if (_out == work)
            {
                _answer = outcome;
            }
        }
    }

    /// <summary>Nothing more will be sent for this target; when it is the one that went alone, the others learn what follows.</summary>
    public void Completed(TargetWork work)
    {
        lock (_gate)
        {
            if (_out != work)
            {
                return;
            }

            _out = null;
            switch (_answer)
            {
                case { Succeeded: true }:
                    Open();
                    break;
                case { End: CallEnd.Completed, Reply: { Fault: Fault.OldPasswordIncorrect } reply } when !force:
                    string left = reply.RetryTimesLeft is { } tries ? $" ({tries} tries left)" : string.Empty;
                    _refusal = $"the old password that it shares with others was refused for {work.Target.Id}{left}";
                    _stage = Stage.Refused;
                    CallNext();
                    break;
                case { End: CallEnd.Completed, Reply.Fault: Fault.OldPasswordIncorrect }:
                    Open();
                    break;
                default:
                    _stage = Stage.Untried;
                    CallNext();
                    break;
            }
        }
    }

    private void GoAlone(TargetWork work)
    {
        _stage = Stage.Out;
        _out = work;
        _answer = null;
    }

    // Continuations run elsewhere, so completing a waiter under the lock runs nobody's code.
    private void CallNext()
    {
        while (_line.Count > 0)
        {
            Waiter next = _line.Dequeue();
            if (!next.Called.TrySetResult(_stage == Stage.Refused ? Turn.Ask : Turn.Go))
            {
                // It was stopped while it stood in line.
                continue;
            }

            if (_stage == Stage.Refused)
            {
                _stage = Stage.Asking;
            }
            else
            {
                GoAlone(next.Work);
            }

            return;
        }
    }

    private void Open()
    {
        _stage = Stage.Open;
        CallAll(Turn.Go);
    }

    private void CallAll(Turn turn)
    {
        while (_line.Count > 0)
        {
            _line.Dequeue().Called.TrySetResult(turn);
        }
    }

    private async Task<TargetOutcome?> AskAsync(OperationServices services)
    {
        bool yes = false;
        try
        {
            yes = await services.AskAsync(
                "Old password refused",
                $"{char.ToUpperInvariant(_refusal[0])}{_refusal.Substring(1)}. Each target it is wrong for loses a try too, and is locked when none is left. Send the others all the same?").ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (yes)
                {
                    Open();
                }
                else
                {
                    _stage = Stage.Closed;
                    CallAll(Turn.GoHome);
                }
            }
        }

        return yes ? null : services.Stopping.IsCancellationRequested ? Stopped() : Closed();
    }

    private TargetOutcome Closed() => TargetOutcome.Cancelled($"Never sent: {_refusal}, and nobody agreed to go on. Check the old password; -Force goes on without asking.");

    private static TargetOutcome Stopped() => TargetOutcome.Cancelled("Never sent: the command was stopped.");

    private sealed class Waiter(TargetWork work)
    {
        public TargetWork Work { get; } = work;

        public TaskCompletionSource<Turn> Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
