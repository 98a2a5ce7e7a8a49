using System;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>
/// An ECS server. A password waits for the next start or restart, and then for the plug-in inside the server. Hold <see cref="SyncRoot"/>
/// while using it.
/// </summary>
internal sealed class EcsServer
{
    private DateTimeOffset? _restartEndsAt;
    private PasswordChange? _pending;
    private string _status;

    /// <summary>Creates a server.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    public EcsServer(string id, EcsServerTemplate template)
    {
        Id = id;
        Template = template;
        _status = template.Status;
        if (template.Password is not null)
        {
            Passwords = new PasswordChange(template.LoginUser, template.Password, null, DateTimeOffset.MinValue, null);
        }
    }

    /// <summary>Guards the server.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the server is like.</summary>
    public EcsServerTemplate Template { get; }

    /// <summary>How many resets were accepted.</summary>
    public int Executions { get; private set; }

    /// <summary>How many starts and restarts were executed.</summary>
    public int Restarts { get; private set; }

    /// <summary>How many of them cut the power.</summary>
    public int PowerOffs { get; private set; }

    /// <summary>The passwords in force, the latest first.</summary>
    public PasswordChange? Passwords { get; private set; }

    /// <summary>The error code of a reset that the server's state does not allow; null when it does.</summary>
    /// <param name="now">The time.</param>
    public string? ResetProblemAt(DateTimeOffset now) => this switch
    {
        { Template.Refuses: { } code } => code,
        { Template.Locked: true } => "Ecs.0605",
        { Template.Frozen: true } => "Ecs.0030",
        { Template.TaskState: not null } => "Ecs.0603",
        _ when StatusAt(now) is "REBOOT" or "HARD_REBOOT" => "Ecs.0603",
        _ when StatusAt(now) is not ("ACTIVE" or "SHUTOFF") => "Ecs.0100",
        { Template.HasPlugin: false } => "Ecs.0613",
        _ => null,
    };

    /// <summary>Whether a password waits for a start or restart.</summary>
    /// <param name="now">The time.</param>
    public bool IsRestartPendingAt(DateTimeOffset now)
    {
        Settle(now);
        return _pending is not null;
    }

    /// <summary>The status as of a time.</summary>
    /// <param name="now">The time.</param>
    public string StatusAt(DateTimeOffset now)
    {
        Settle(now);
        return _status;
    }

    /// <summary>Whether a login would succeed.</summary>
    /// <param name="userName">The user; null for the administrator.</param>
    /// <param name="password">The password.</param>
    /// <param name="now">The time.</param>
    public bool Accepts(string? userName, string password, DateTimeOffset now)
    {
        Settle(now);
        return Passwords?.Password == password && (userName ?? Template.LoginUser) == Template.LoginUser;
    }

    /// <summary>Accepts a password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="now">The time.</param>
    public void Reset(string password, string requestId, DateTimeOffset now)
    {
        Settle(now);
        Executions++;
        _pending = new PasswordChange(Template.LoginUser, password, requestId, now, Passwords);
    }

    /// <summary>Begins a start or restart.</summary>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="cutsPower">Whether it is a HARD one.</param>
    public void Restart(DateTimeOffset now, TimeSpan duration, bool cutsPower)
    {
        Restarts++;
        PowerOffs += cutsPower ? 1 : 0;
        _status = cutsPower ? "HARD_REBOOT" : "REBOOT";
        _restartEndsAt = now + duration;
        Settle(now);
    }

    private void Settle(DateTimeOffset now)
    {
        if (_restartEndsAt <= now)
        {
            _restartEndsAt = null;
            _status = "ACTIVE";
            Passwords = _pending is null || Template.PluginFails ? Passwords : _pending with { Previous = Passwords };
            _pending = null;
        }
    }
}
