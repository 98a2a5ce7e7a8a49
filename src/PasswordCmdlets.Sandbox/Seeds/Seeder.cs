using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Metadata;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Seeds;

/// <summary>Puts a seed into the clouds.</summary>
internal sealed class Seeder
{
    private readonly SandboxState _state;
    private readonly FaultInjector _faults;
    private readonly QuotaKeeper _quotas;

    /// <summary>Creates a seeder.</summary>
    /// <param name="state">The clouds.</param>
    /// <param name="faults">The faults.</param>
    /// <param name="quotas">The quotas.</param>
    public Seeder(SandboxState state, FaultInjector faults, QuotaKeeper quotas)
    {
        _state = state;
        _faults = faults;
        _quotas = quotas;
    }

    /// <summary>Forgets everything and begins with a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The seed contradicts itself; nothing was changed.</exception>
    public void Replace(SandboxSeed seed)
    {
        List<Action> steps = Plan(seed);
        _state.Clear();
        _faults.Clear();
        _quotas.Clear();
        steps.ForEach(step => step());
    }

    /// <summary>Adds a seed to what there is; what has the same id is replaced.</summary>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The seed contradicts itself; nothing was changed.</exception>
    public void Merge(SandboxSeed seed) => Plan(seed).ForEach(step => step());

    // Whatever can be wrong with a seed shows here, before anything is changed.
    private List<Action> Plan(SandboxSeed seed) =>
    [
        .. seed.AccessKeys.Select(ToKey).Select<AccessKey, Action>(key => () => _state.Keys.Add(key)),
        .. seed.InstanceRoles.Select<InstanceRoleSeed, Action>(role => () => _state.Metadata.Roles[role.Provider] = ToRole(role)),
        .. seed.IdentityProviders.Select<IdentityProvider, Action>(provider => () => _state.Roles.Add(provider)),
        .. seed.Roles.Select<SandboxRole, Action>(role => () => _state.Roles.Add(role)),
        .. _state.Clouds.SelectMany(cloud => cloud.Plan(seed)),
        .. seed.Quotas.Select<QuotaRule, Action>(quota => () => _quotas.Add(quota)),
        .. seed.Faults.Select<FaultRule, Action>(
            fault => fault.Problem is null ? () => _faults.Add(fault) : throw new ArgumentException(fault.Problem, nameof(seed))),
    ];

    private AccessKey ToKey(AccessKeySeed seed) => new()
    {
        Provider = seed.Provider,
        Id = seed.Id,
        Secret = seed.Secret,
        SecurityToken = seed.SecurityToken,
        ExpiresAt = seed.ExpiresInSeconds is double seconds ? _state.Clock.Now.AddSeconds(seconds) : null,
        Account = seed.Account,
        UserName = seed.UserName,
        IsBearer = seed.Bearer,
        IsDisabled = seed.Disabled,
        DeniedActions = seed.DeniedActions.ToFrozenSet(StringComparer.Ordinal),
        DenialCode = seed.DenialCode,
    };

    private InstanceRole ToRole(InstanceRoleSeed seed)
    {
        AccessKey key = new()
        {
            Provider = seed.Provider,
            Id = seed.AccessKeyId,
            Secret = seed.Secret,
            SecurityToken = seed.SecurityToken,
            Account = seed.Account,
            DeniedActions = seed.DeniedActions.ToFrozenSet(StringComparer.Ordinal),
        };
        return new InstanceRole(
            seed.Name, key, TimeSpan.FromSeconds(seed.LifetimeSeconds), seed.RequiresToken, _state.Keys, _state.Clock.Now);
    }
}
