using System;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>A ZEC instance. Hold <see cref="SyncRoot"/> while changing it.</summary>
internal sealed class ZecInstance
{
    private DateTimeOffset _busyUntil = DateTimeOffset.MinValue;

    /// <summary>Creates an instance.</summary>
    /// <param name="id">The id.</param>
    /// <param name="template">What it is like.</param>
    public ZecInstance(string id, ZecTemplate template)
    {
        Id = id;
        Template = template;
        if (template.Password is not null)
        {
            Passwords = new PasswordChange(template.LoginUser, template.Password, null, DateTimeOffset.MinValue, null);
        }
    }

    /// <summary>Guards the instance.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>What the instance is like.</summary>
    public ZecTemplate Template { get; }

    /// <summary>How many resets were accepted.</summary>
    public int Executions { get; private set; }

    /// <summary>The passwords set, the latest first.</summary>
    public PasswordChange? Passwords { get; private set; }

    /// <summary>Whether another operation is in progress.</summary>
    /// <param name="now">The time.</param>
    public bool IsBusyAt(DateTimeOffset now) => now < _busyUntil;

    /// <summary>Sets the password.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request that sets it.</param>
    /// <param name="now">The time.</param>
    /// <param name="duration">How long the instance is busy with it.</param>
    public void Reset(string password, string requestId, DateTimeOffset now, TimeSpan duration)
    {
        Executions++;
        Passwords = new PasswordChange(Template.LoginUser, password, requestId, now, Passwords);
        _busyUntil = now + duration;
    }
}
