using System;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>
/// An ECS instance. A restart takes time on the sandbox's clock; its progress is computed whenever the instance is read.
/// Hold <see cref="SyncRoot"/> while using it.
/// </summary>
internal sealed class EcsInstance
{
    private DateTimeOffset? _restartEndsAt;
    private PasswordChange? _pending;

    /// <summary>Creates an instance.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    public EcsInstance(string id, EcsTemplate template)
    {
        Id = id;
        Template = template;
        if (template.VncPassword is not null)
        {
            Passwords = new PasswordChange(string.Empty, template.VncPassword, null, DateTimeOffset.MinValue, null);
        }
    }

    /// <summary>Guards the instance.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the instance is like.</summary>
    public EcsTemplate Template { get; }

    /// <summary>How many VNC password changes were executed.</summary>
    public int Executions { get; private set; }

    /// <summary>How many restarts were executed.</summary>
    public int Restarts { get; private set; }

    /// <summary>How many of them cut the power.</summary>
    public int PowerOffs { get; private set; }

    /// <summary>The VNC passwords in effect, the latest first.</summary>
    public PasswordChange? Passwords { get; private set; }

    /// <summary>Whether a VNC password waits for a restart.</summary>
    /// <param name="now">The time.</param>
    public bool IsRestartPendingAt(DateTimeOffset now)
    {
        Advance(now);
        return _pending is not null;
    }

    /// <summary>The status as of a time.</summary>
    /// <param name="now">The time.</param>
    public string StatusAt(DateTimeOffset now)
    {
        Advance(now);
        return _restartEndsAt is null ? Template.Status : "Starting";
    }

    /// <summary>The VNC password in effect.</summary>
    /// <param name="now">The time.</param>
    public string? VncPasswordAt(DateTimeOffset now)
    {
        Advance(now);
        return Passwords?.Password;
    }

    /// <summary>Changes the VNC password: at once, or with the next restart.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="now">The time.</param>
    public void ChangeVncPassword(string password, string requestId, DateTimeOffset now)
    {
        Advance(now);
        Executions++;
        PasswordChange change = new(string.Empty, password, requestId, now, Passwords);
        if (Template.IoOptimized)
        {
            Passwords = change;
        }
        else
        {
            _pending = change;
        }
    }

    /// <summary>Begins a restart.</summary>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="cutsPower">Whether it is a forced one.</param>
    public void Restart(DateTimeOffset now, TimeSpan duration, bool cutsPower)
    {
        Restarts++;
        PowerOffs += cutsPower ? 1 : 0;
        _restartEndsAt = now + duration;
        Advance(now);
    }

    private void Advance(DateTimeOffset now)
    {
        if (_restartEndsAt <= now)
        {
            _restartEndsAt = null;
            Passwords = _pending is null ? Passwords : _pending with { Previous = Passwords };
            _pending = null;
        }
    }
}
