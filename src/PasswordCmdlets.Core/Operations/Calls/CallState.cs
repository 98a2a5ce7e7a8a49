using System;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using Polly;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What a call remembers between its attempts. Used by one attempt at a time.</summary>
internal sealed class CallState(ProviderSession session, ApiCall call, CallBudget budget, CallRoute route, ThrottlePatience patience)
{
    private static readonly ResiliencePropertyKey<CallState> Key = new("call");
    private bool _countedUnreachable;

    public ProviderSession Session { get; } = session;

    public ApiCall Call { get; } = call;

    public CallBudget Budget { get; } = budget;

    public CallRoute Route { get; } = route;

    /// <summary>How long the call waits while the provider throttles its action.</summary>
    public ThrottlePatience Patience { get; } = patience;

    /// <summary>
    /// Ends the waits before an attempt: the run was stopped, the account cannot authenticate, or a brake stopped the run and nothing of
    /// this call was executed.
    /// </summary>
    public CancellationToken Stopped => MayHaveExecuted ? StoppedForAll : StoppedUnexecuted;

    /// <summary>Cancelled when nothing more is sent: the run was stopped, or the account cannot authenticate.</summary>
    public required CancellationToken StoppedForAll { get; init; }

    /// <summary>The same, and cancelled by a brake.</summary>
    public required CancellationToken StoppedUnexecuted { get; init; }

    /// <summary>Cancelled when the run was stopped.</summary>
    public required CancellationToken Stopping { get; init; }

    public ICredentialProvider Credentials { get; } = call.Credentials ?? session.Credentials;

    /// <summary>What the current attempt is signed with.</summary>
    public CloudCredential? Credential { get; set; }

    /// <summary>The turn of the current attempt; null where it needs none.</summary>
    public CredentialProof.Turn? Turn { get; set; }

    /// <summary>Whether the current attempt is the probe of an open circuit breaker.</summary>
    public bool IsProbe { get; set; }

    /// <summary>Longest that the current attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; set; }

    /// <summary>How many retries were made; waits for the rate limiter are none.</summary>
    public int Retries { get; set; }

    /// <summary>How many attempts left this machine.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset? FirstSentAt { get; private set; }

    /// <summary>Whether any attempt may have been executed without a success having been seen.</summary>
    public bool MayHaveExecuted { get; set; }

    /// <summary>Whether the rejection of the last attempt was remedied: the credential renewed, the clock corrected.</summary>
    public bool IsRemedied { get; set; }

    public bool ClockCorrected { get; set; }

    /// <summary>The last response that throttled the call.</summary>
    public ProviderReply? LastThrottle { get; set; }

    public static CallState Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(Key, this);

    /// <summary>Lets another call of the session have the turn.</summary>
    public void EndTurn()
    {
        Turn?.Dispose();
        Turn = null;
    }

    public void RecordSent(DateTimeOffset now)
    {
        Attempts++;
        FirstSentAt ??= now;
    }

    /// <summary>Counts the targets of a call that got no response; the call itself counts once, however many attempts it makes.</summary>
    public void CountUnreachable(int targets)
    {
        int counted = _countedUnreachable ? targets - 1 : targets;
        _countedUnreachable = true;
        if (counted > 0)
        {
            Route.Breaker.RecordUnreachable(counted);
        }
    }

    public CallOutcome Outcome(CallEnd end, string? reason, ProviderReply? reply = null) => new()
    {
        End = end,
        Reason = reason,
        Reply = reply,
        MayHaveExecuted = MayHaveExecuted && reply?.Fault != Fault.None,
        Attempts = Attempts,
        FirstSentAt = FirstSentAt,
    };
}
