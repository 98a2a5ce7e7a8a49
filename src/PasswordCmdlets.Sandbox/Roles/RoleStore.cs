using System;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Roles;

/// <summary>The roles of all providers, who may assume them, and the sessions that are issued.</summary>
internal sealed class RoleStore
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly ConcurrentDictionary<(Cloud Provider, string Name), SandboxRole> _roles = new();
    private readonly ConcurrentDictionary<(Cloud Provider, string Name), IdentityProvider> _providers = new();

    /// <summary>Issues the tokens that identity providers would, and checks them.</summary>
    public TokenIssuer Issuer { get; } = new();

    /// <summary>Adds a role, or replaces the one of the same name.</summary>
    /// <param name="role">The role.</param>
    public void Add(SandboxRole role) => _roles[(role.Provider, role.Name)] = role;

    /// <summary>Adds an identity provider, or replaces the one of the same name.</summary>
    /// <param name="provider">The identity provider.</param>
    public void Add(IdentityProvider provider) => _providers[(provider.Provider, provider.Name)] = provider;

    /// <summary>Finds a role; null when the provider has none of that name.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="name">The name.</param>
    public SandboxRole? Find(Cloud provider, string? name) => name is null ? null : _roles.GetValueOrDefault((provider, name));

    /// <summary>Finds the role that a token stands for; null when there is none.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="identityProvider">The identity provider.</param>
    /// <param name="subject">The subject of the token.</param>
    public SandboxRole? FindByToken(Cloud provider, string identityProvider, string subject)
    {
        foreach (SandboxRole role in _roles.Values)
        {
            if (role.Provider == provider && role.TrustsToken(identityProvider, subject))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>Finds an identity provider; null when the account has none of that name.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="name">The name.</param>
    public IdentityProvider? FindProvider(Cloud provider, string? name) =>
        name is null ? null : _providers.GetValueOrDefault((provider, name));

    /// <summary>Issues the temporary key of a session.</summary>
    /// <param name="role">The role.</param>
    /// <param name="sessionName">The name of the session.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="keys">The store that receives it.</param>
    public static AccessKey Issue(SandboxRole role, string sessionName, DateTimeOffset expiresAt, AccessKeyStore keys)
    {
        string prefix = role.Provider switch
        {
            Cloud.Alibaba => "STS.",
            Cloud.Tencent => "AKID",
            _ => "HST",
        };
        AccessKey key = new()
        {
            Provider = role.Provider,
            Id = prefix + RandomNumberGenerator.GetString(Characters, 20),
            Secret = RandomNumberGenerator.GetString(Characters, 40),
            SecurityToken = "sandbox-session-" + RandomNumberGenerator.GetString(Characters, 64),
            ExpiresAt = expiresAt,
            Account = role.Account,
            Role = role.Name,
            RoleAccountId = role.AccountId,
            SessionName = sessionName,
            DeniedActions = role.DeniedActions.ToFrozenSet(StringComparer.Ordinal),
        };
        keys.Add(key);
        return key;
    }

    /// <summary>A time as the providers write it.</summary>
    /// <param name="time">The time.</param>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Forgets all roles and identity providers.</summary>
    public void Clear()
    {
        _roles.Clear();
        _providers.Clear();
    }
}
