using System;
using System.Linq;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>
/// An instance of CVM or Lighthouse. A reset is an operation that takes time on the sandbox's clock; its progress is computed
/// whenever the instance is read, so no timer runs. Hold <see cref="SyncRoot"/> while using anything that takes a time.
/// </summary>
internal abstract class TencentInstance
{
    private string _state;
    private PendingReset? _pending;
    private TencentOperation? _latest;
    private TencentOperation? _latestBefore;
    private DateTimeOffset _latestVisibleAt;

    /// <summary>Creates an instance.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    protected TencentInstance(string id, TencentTemplate template)
    {
        Id = id;
        Template = template;
        _state = template.State;
        if (template.OperationInProgress is string operation)
        {
            _latest = new TencentOperation(operation, "OPERATING", "00000000-0000-4000-8000-000000000000", null, null);
        }

        if (template.Password is not null)
        {
            Passwords = new PasswordChange(template.DefaultLoginUser, template.Password, null, DateTimeOffset.MinValue, null);
        }
    }

    /// <summary>Guards the instance. A batch takes the locks of all its instances, in the order of their ids.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the instance is like.</summary>
    public TencentTemplate Template { get; }

    /// <summary>How many resets were accepted.</summary>
    public int Executions { get; private set; }

    /// <summary>How often the instance was shut down for a reset.</summary>
    public int Shutdowns { get; private set; }

    /// <summary>How many of these cut the power.</summary>
    public int PowerOffs { get; private set; }

    /// <summary>The passwords set, the latest first.</summary>
    public PasswordChange? Passwords { get; private set; }

    /// <summary>The state as of a time.</summary>
    /// <param name="now">The time.</param>
    public string StateAt(DateTimeOffset now)
    {
        Advance(now);
        return _pending is PendingReset { WasRunning: true } pending ? pending.PhaseAt(now, Template.StaysOff) : _state;
    }

    /// <summary>Whether a reset is in progress.</summary>
    /// <param name="now">The time.</param>
    public bool IsResettingAt(DateTimeOffset now)
    {
        Advance(now);
        return _pending is not null;
    }

    /// <summary>The latest operation that DescribeInstances shows.</summary>
    /// <param name="now">The time.</param>
    public TencentOperation? LatestOperationAt(DateTimeOffset now)
    {
        Advance(now);
        return now >= _latestVisibleAt ? _latest : _latestBefore;
    }

    /// <summary>Begins a reset that was accepted.</summary>
    /// <param name="reset">The reset.</param>
    public void BeginReset(TencentReset reset)
    {
        Advance(reset.At);
        bool wasRunning = _state == "RUNNING";
        Executions++;
        if (wasRunning)
        {
            Shutdowns++;
            PowerOffs += Template.IgnoresShutdown ? 1 : 0;
        }

        _pending = new PendingReset(reset, wasRunning);
        Show(new TencentOperation("ResetInstancesPassword", "OPERATING", reset.RequestId, null, reset.At), reset.At + reset.Lag);
        Advance(reset.At);
    }

    /// <summary>Ends the reset in progress at once.</summary>
    /// <param name="now">The time.</param>
    /// <param name="errorMessage">Why it failed; null for success.</param>
    /// <returns>False when none is in progress.</returns>
    public bool Complete(DateTimeOffset now, string? errorMessage = null)
    {
        Advance(now);
        if (_pending is null)
        {
            return false;
        }

        End(_pending, now, errorMessage);
        return true;
    }

    /// <summary>Plays an operation of another caller: it replaces ours as the latest one, and ours goes on.</summary>
    /// <param name="name">The operation, <c>StartInstances</c> say.</param>
    /// <param name="requestId">Its request id.</param>
    /// <param name="now">The time.</param>
    /// <param name="newState">The state it leaves the instance in; null for no change.</param>
    public void RecordOtherOperation(string name, string requestId, DateTimeOffset now, string? newState = null)
    {
        Advance(now);
        _state = newState ?? _state;
        Show(new TencentOperation(name, "SUCCESS", requestId, null, now), now);
    }

    /// <summary>Whether a login would succeed.</summary>
    /// <param name="userName">The user; null for the administrator.</param>
    /// <param name="password">The password.</param>
    /// <param name="now">The time.</param>
    public bool Accepts(string? userName, string password, DateTimeOffset now)
    {
        Advance(now);
        string user = userName ?? Template.DefaultLoginUser;
        return Passwords?.All.FirstOrDefault(change => change.UserName == user)?.Password == password;
    }

    private void Advance(DateTimeOffset now)
    {
        if (_pending is PendingReset pending && now >= pending.EndsAt)
        {
            End(pending, pending.EndsAt, Template.FailsWith);
        }
    }

    private void End(PendingReset pending, DateTimeOffset at, string? errorMessage)
    {
        TencentReset reset = pending.Reset;
        _pending = null;
        if (pending.WasRunning && Template.StaysOff)
        {
            _state = "STOPPED";
        }

        if (errorMessage is null)
        {
            Passwords = new PasswordChange(reset.UserName ?? Template.DefaultLoginUser, reset.Password, reset.RequestId, at, Passwords);
        }

        // A later operation has overwritten the field, and stays there.
        if (_latest?.RequestId == reset.RequestId)
        {
            _latest = _latest with { State = errorMessage is null ? "SUCCESS" : "FAILED", ErrorMessage = errorMessage };
        }
    }

    private void Show(TencentOperation operation, DateTimeOffset visibleAt)
    {
        _latestBefore = _latest;
        _latest = operation;
        _latestVisibleAt = visibleAt;
    }

    private sealed record PendingReset(TencentReset Reset, bool WasRunning)
    {
        public DateTimeOffset EndsAt { get; } =
            Reset.Duration == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : Reset.At + Reset.Duration;

        // Shut down, reset, started again: documented for key pairs, the same mechanism by all appearance.
        public string PhaseAt(DateTimeOffset now, bool staysOff)
        {
            if (Reset.Duration == Timeout.InfiniteTimeSpan)
            {
                return "STOPPING";
            }

            double done = (now - Reset.At) / Reset.Duration;
            return done < 0.4 ? "STOPPING" : done < 0.6 || staysOff ? "STOPPED" : "STARTING";
        }
    }
}

/// <summary>An operation as DescribeInstances shows it.</summary>
/// <param name="Name">The API's action.</param>
/// <param name="State">OPERATING, SUCCESS or FAILED.</param>
/// <param name="RequestId">The request that began it.</param>
/// <param name="ErrorMessage">Why it failed.</param>
/// <param name="StartedAt">When it began; null where that is not known.</param>
internal sealed record TencentOperation(string Name, string State, string RequestId, string? ErrorMessage, DateTimeOffset? StartedAt);

/// <summary>A reset that was accepted; one for all instances of a batch.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="UserName">Whose password; null for each instance's administrator.</param>
/// <param name="Password">The password.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Duration">How long it takes; infinite to be completed by hand.</param>
/// <param name="Lag">How long DescribeInstances still shows the operation before.</param>
internal sealed record TencentReset(string RequestId, string? UserName, string Password, DateTimeOffset At,
    TimeSpan Duration, TimeSpan Lag);
