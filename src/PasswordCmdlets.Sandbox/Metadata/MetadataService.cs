using System;
using System.Collections.Concurrent;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Metadata;

/// <summary>The metadata services of a machine: at most one role for each provider.</summary>
internal sealed class MetadataService
{
    private readonly ConcurrentDictionary<string, (Cloud Provider, DateTimeOffset ExpiresAt)> _tokens = new(StringComparer.Ordinal);

    /// <summary>Creates a service without roles.</summary>
    /// <param name="clock">The clock.</param>
    public MetadataService(SandboxClock clock) => Clock = clock;

    /// <summary>The clock.</summary>
    public SandboxClock Clock { get; }

    /// <summary>The roles.</summary>
    public ConcurrentDictionary<Cloud, InstanceRole> Roles { get; } = new();

    /// <summary>Issues a session token.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="lifetime">How long it lasts.</param>
    public string IssueToken(Cloud provider, TimeSpan lifetime)
    {
        string token = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        _tokens[token] = (provider, Clock.Now + lifetime);
        return token;
    }

    /// <summary>Whether a session token is valid.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="token">The token.</param>
    public bool Accepts(Cloud provider, string token) =>
        _tokens.TryGetValue(token, out (Cloud Provider, DateTimeOffset ExpiresAt) known)
            && known.Provider == provider && known.ExpiresAt > Clock.Now;

    /// <summary>Forgets roles and tokens.</summary>
    public void Clear()
    {
        Roles.Clear();
        _tokens.Clear();
    }
}
