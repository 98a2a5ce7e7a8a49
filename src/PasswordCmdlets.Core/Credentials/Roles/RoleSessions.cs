using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials.InstanceRoles;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>The sessions of a process: every runspace that asks for the same role with the same origin shares one.</summary>
internal sealed class RoleSessions
{
    private readonly object _lock = new();
    private readonly Dictionary<RoleSessionKey, Task<RoleSession>> _sessions = [];

    /// <summary>The sessions that every command of this process shares.</summary>
    public static RoleSessions Process { get; } = new();

    /// <summary>Returns the session of a key, opened once however many callers wait for it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fetch">Exchanges the origin for new keys.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait; the session is opened for the others all the same.</param>
    public async Task<RoleSession> OpenAsync(
        RoleSessionKey key, Func<CancellationToken, Task<CloudCredential>> fetch, TimeProvider time, CancellationToken cancellationToken)
    {
        Task<RoleSession> session;
        lock (_lock)
        {
            RemoveExpired(time.GetUtcNow());
            if (!_sessions.TryGetValue(key, out session!))
            {
                _sessions[key] = session = Task.Run(() => OpenAsync(key, fetch, time), CancellationToken.None);
            }
        }

        return await RenewingCredentialProvider.WaitAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RoleSession> OpenAsync(
        RoleSessionKey key, Func<CancellationToken, Task<CloudCredential>> fetch, TimeProvider time)
    {
        try
        {
            CloudCredential first = await fetch(CancellationToken.None).ConfigureAwait(false);
            return new RoleSession(key, new RenewingCredentialProvider(first, fetch, time));
        }
        catch
        {
            // The next caller tries again.
            lock (_lock)
            {
                _sessions.Remove(key);
            }

            throw;
        }
    }

    private void RemoveExpired(DateTimeOffset now)
    {
        List<RoleSessionKey> expired = [];
        foreach ((RoleSessionKey key, Task<RoleSession> session) in _sessions)
        {
            if (session.Status == TaskStatus.RanToCompletion && session.Result.Credentials.IsExpired(now))
            {
                expired.Add(key);
            }
        }

        expired.ForEach(key => _sessions.Remove(key));
    }
}
