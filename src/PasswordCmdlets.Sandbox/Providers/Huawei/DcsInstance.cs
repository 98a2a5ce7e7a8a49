using System;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>A DCS instance. Hold <see cref="SyncRoot"/> while using it.</summary>
internal sealed class DcsInstance
{
    /// <summary>How many wrong old passwords lock the instance.</summary>
    public const int MaximumAttempts = 5;

    /// <summary>For how long.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private int _wrongAttempts;
    private DateTimeOffset? _lockedUntil;

    /// <summary>Creates an instance.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    public DcsInstance(string id, DcsTemplate template)
    {
        Id = id;
        Template = template;
        NoPasswordAccess = template.NoPasswordAccess;
        Passwords = new PasswordChange(template.AccessUser ?? string.Empty, template.Password, null, DateTimeOffset.MinValue, null);
    }

    /// <summary>Guards the instance.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the instance is like.</summary>
    public DcsTemplate Template { get; }

    /// <summary>Whether the cache is open to everybody.</summary>
    public bool NoPasswordAccess { get; private set; }

    /// <summary>How many changes and resets were executed.</summary>
    public int Executions { get; private set; }

    /// <summary>The passwords set, the latest first.</summary>
    public PasswordChange Passwords { get; private set; }

    /// <summary>Until when changes are locked; null when they are not.</summary>
    /// <param name="now">The time.</param>
    public DateTimeOffset? LockedUntil(DateTimeOffset now)
    {
        if (_lockedUntil <= now)
        {
            _lockedUntil = null;
            _wrongAttempts = 0;
        }

        return _lockedUntil;
    }

    /// <summary>How many wrong old passwords are still allowed.</summary>
    /// <param name="now">The time.</param>
    public int AttemptsLeft(DateTimeOffset now) => LockedUntil(now) is null ? MaximumAttempts - _wrongAttempts : 0;

    /// <summary>Notes a wrong old password.</summary>
    /// <param name="now">The time.</param>
    public void CountWrongAttempt(DateTimeOffset now)
    {
        if (++_wrongAttempts >= MaximumAttempts)
        {
            _lockedUntil = now + LockTime;
        }
    }

    /// <summary>Sets the password; that also forgives wrong attempts.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="now">The time.</param>
    public void SetPassword(string password, string requestId, DateTimeOffset now)
    {
        Executions++;
        NoPasswordAccess = false;
        Passwords = new PasswordChange(Template.AccessUser ?? string.Empty, password, requestId, now, Passwords);
        _wrongAttempts = 0;
    }

    /// <summary>Opens the cache to everybody.</summary>
    public void RemovePassword()
    {
        Executions++;
        NoPasswordAccess = true;
    }
}
