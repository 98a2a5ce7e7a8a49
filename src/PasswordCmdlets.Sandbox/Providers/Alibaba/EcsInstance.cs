using System;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>
/// An ECS instance. A start or restart takes time on the sandbox's clock; its progress is computed whenever the instance is read.
/// Hold <see cref="SyncRoot"/> while using it.
/// </summary>
internal sealed class EcsInstance
{
    private string _status;
    private DateTimeOffset? _startEndsAt;
    private PasswordChange? _pendingVnc;
    private PasswordChange? _pendingLogin;

    /// <summary>Creates an instance.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    public EcsInstance(string id, EcsTemplate template)
    {
        Id = id;
        Template = template;
        _status = template.Status;
        if (template.VncPassword is not null)
        {
            VncPasswords = new PasswordChange(string.Empty, template.VncPassword, null, DateTimeOffset.MinValue, null);
        }

        if (template.Password is not null)
        {
            LoginPasswords = new PasswordChange(template.LoginUser, template.Password, null, DateTimeOffset.MinValue, null);
        }
    }

    /// <summary>Guards the instance.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the instance is like.</summary>
    public EcsTemplate Template { get; }

    /// <summary>How many password changes were executed.</summary>
    public int Executions { get; private set; }

    /// <summary>How many restarts were executed.</summary>
    public int Restarts { get; private set; }

    /// <summary>How many of them cut the power.</summary>
    public int PowerOffs { get; private set; }

    /// <summary>When the instance was last started.</summary>
    public DateTimeOffset StartedAt { get; private set; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The VNC passwords in effect, the latest first.</summary>
    public PasswordChange? VncPasswords { get; private set; }

    /// <summary>The login passwords in effect, the latest first.</summary>
    public PasswordChange? LoginPasswords { get; private set; }

    /// <summary>Whether a password waits for a restart, or for the next start of a stopped instance.</summary>
    /// <param name="now">The time.</param>
    public bool IsRestartPendingAt(DateTimeOffset now)
    {
        Advance(now);
        return _pendingVnc is not null || _pendingLogin is not null;
    }

    /// <summary>The status as of a time.</summary>
    /// <param name="now">The time.</param>
    public string StatusAt(DateTimeOffset now)
    {
        Advance(now);
        return _startEndsAt is null ? _status : "Starting";
    }

    /// <summary>The VNC password in effect.</summary>
    /// <param name="now">The time.</param>
    public string? VncPasswordAt(DateTimeOffset now)
    {
        Advance(now);
        return VncPasswords?.Password;
    }

    /// <summary>Whether a login would succeed.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="password">The password.</param>
    /// <param name="now">The time.</param>
    public bool Accepts(string userName, string password, DateTimeOffset now)
    {
        Advance(now);
        return userName == Template.LoginUser && LoginPasswords?.Password == password;
    }

    /// <summary>Changes the VNC password: at once, or with the next restart.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="now">The time.</param>
    public void ChangeVncPassword(string password, string requestId, DateTimeOffset now)
    {
        Advance(now);
        Executions++;
        PasswordChange change = new(string.Empty, password, requestId, now, VncPasswords);
        if (Template.IoOptimized)
        {
            VncPasswords = change;
        }
        else
        {
            _pendingVnc = change;
        }
    }

    /// <summary>Changes the login password with the next restart, or the next start of a stopped instance.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="now">The time.</param>
    public void ChangeLoginPassword(string password, string requestId, DateTimeOffset now)
    {
        Advance(now);
        Executions++;
        _pendingLogin = new PasswordChange(Template.LoginUser, password, requestId, now, LoginPasswords);
    }

    /// <summary>Begins a restart.</summary>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="cutsPower">Whether it is a forced one.</param>
    public void Restart(DateTimeOffset now, TimeSpan duration, bool cutsPower)
    {
        Restarts++;
        PowerOffs += cutsPower ? 1 : 0;
        Start(now, duration);
    }

    /// <summary>Begins a start.</summary>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long it takes.</param>
    public void Start(DateTimeOffset now, TimeSpan duration)
    {
        StartedAt = now;
        _startEndsAt = now + duration;
        Advance(now);
    }

    private void Advance(DateTimeOffset now)
    {
        if (_startEndsAt <= now)
        {
            _startEndsAt = null;
            _status = "Running";
            VncPasswords = _pendingVnc is null ? VncPasswords : _pendingVnc with { Previous = VncPasswords };
            LoginPasswords = _pendingLogin is null ? LoginPasswords : _pendingLogin with { Previous = LoginPasswords };
            _pendingVnc = null;
            _pendingLogin = null;
        }
    }
}
