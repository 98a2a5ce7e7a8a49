using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>A RAM user. Hold <see cref="SyncRoot"/> while using it.</summary>
internal sealed class RamUser
{
    // "The maximum number of permitted logon attempts within one hour", SetPasswordPolicy.
    private static readonly TimeSpan AttemptWindow = TimeSpan.FromHours(1);

    private readonly Queue<DateTimeOffset> _wrongAttempts = new();

    /// <summary>Creates a user.</summary>
    /// <param name="name">The user's name.</param>
    public RamUser(string name) => Name = name;

    /// <summary>Guards the user.</summary>
    public Lock SyncRoot { get; } = new();

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>The console login; null when the user has none.</summary>
    public RamLoginProfile? LoginProfile { get; set; }

    /// <summary>How many password changes were executed.</summary>
    public int Executions { get; private set; }

    /// <summary>The passwords set, the latest first.</summary>
    public PasswordChange? Passwords { get; private set; }

    /// <summary>How many wrong passwords are still allowed.</summary>
    /// <param name="policy">The password policy.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when there is no limit.</returns>
    public int? AttemptsLeft(RamPasswordPolicy policy, DateTimeOffset now)
    {
        while (_wrongAttempts.TryPeek(out DateTimeOffset oldest) && now - oldest >= AttemptWindow)
        {
            _wrongAttempts.Dequeue();
        }

        return policy.MaxLoginAttemps == 0 ? null : Math.Max(0, policy.MaxLoginAttemps - _wrongAttempts.Count);
    }

    /// <summary>Notes a wrong password.</summary>
    /// <param name="now">The time.</param>
    public void CountWrongAttempt(DateTimeOffset now) => _wrongAttempts.Enqueue(now);

    /// <summary>Whether a password was used too recently.</summary>
    /// <param name="password">The password.</param>
    /// <param name="policy">The password policy.</param>
    public bool HasUsed(string password, RamPasswordPolicy policy) =>
        Passwords?.All.Take(policy.PasswordReusePrevention).Any(change => change.Password == password) == true;

    /// <summary>Sets the password; that also forgives wrong attempts.</summary>
    /// <param name="password">The password.</param>
    /// <param name="requestId">The request; null for a seeded password.</param>
    /// <param name="now">The time.</param>
    public void SetPassword(string password, string? requestId, DateTimeOffset now)
    {
        Executions += requestId is null ? 0 : 1;
        Passwords = new PasswordChange(Name, password, requestId, now, Passwords);
        _wrongAttempts.Clear();
    }
}

/// <summary>A user's console login.</summary>
/// <param name="PasswordResetRequired">Whether the next login asks for another password.</param>
/// <param name="MfaBindRequired">Whether the next login asks for a second factor.</param>
/// <param name="CreateDate">When the login was created.</param>
internal sealed record RamLoginProfile(bool PasswordResetRequired, bool MfaBindRequired, DateTimeOffset CreateDate);
