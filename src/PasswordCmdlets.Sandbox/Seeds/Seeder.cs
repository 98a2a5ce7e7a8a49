using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Metadata;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
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
    private List<Action> Plan(SandboxSeed seed)
    {
        List<Action> steps = [];
        foreach (AccessKeySeed key in seed.AccessKeys)
        {
            AccessKey made = ToKey(key);
            steps.Add(() => _state.Keys.Add(made));
        }

        foreach (InstanceRoleSeed role in seed.InstanceRoles)
        {
            steps.Add(() => _state.Metadata.Roles[role.Provider] = ToRole(role));
        }

        foreach (IdentityProvider provider in seed.IdentityProviders)
        {
            steps.Add(() => _state.Roles.Add(provider));
        }

        foreach (SandboxRole role in seed.Roles)
        {
            steps.Add(() => _state.Roles.Add(role));
        }

        if (seed.Alibaba is AlibabaSeed alibaba)
        {
            steps.Add(() => _state.Alibaba.Options = alibaba.Options ?? _state.Alibaba.Options);
            steps.Add(() => _state.Alibaba.PasswordPolicy = alibaba.PasswordPolicy ?? _state.Alibaba.PasswordPolicy);
            Plan(steps, _state.Alibaba.Instances, alibaba.Instances, new InstanceIdForm("i-bp", 22, 36), static (id, template)
                => new EcsInstance(id, template));
            foreach (EcsSeed instance in alibaba.Instances)
            {
                steps.Add(() => _state.Alibaba.SeededRegions[instance.Region] = true);
            }

            foreach (RamUserSeed user in alibaba.Users)
            {
                steps.Add(() => _state.Alibaba.Users[user.Name] = ToUser(user));
            }
        }

        if (seed.Huawei is HuaweiSeed huawei)
        {
            steps.Add(() => _state.Huawei.Options = huawei.Options ?? _state.Huawei.Options);
            Plan(steps, _state.Huawei.Instances, huawei.Instances, new InstanceIdForm("5a4db0c5-0000-4000-8000-", 36, 16),
                static (id, template) => new DcsInstance(id, template));
            Plan(steps, _state.Huawei.Servers, huawei.Servers, new InstanceIdForm("616fb98f-0000-4000-8000-", 36, 16),
                static (id, template) => new EcsServer(id, template));
            foreach (HuaweiProject project in huawei.Projects)
            {
                steps.Add(() => _state.Huawei.Projects[project.Id] = project);
            }

            foreach (HuaweiUser user in huawei.Users)
            {
                steps.Add(() => _state.Huawei.Users[(user.Domain, user.Name)] = user);
            }
        }

        if (seed.Tencent is TencentSeed tencent)
        {
            steps.Add(() => _state.Tencent.Options = tencent.Options ?? _state.Tencent.Options);
            Plan(steps, _state.Tencent.Instances, tencent.Instances, new InstanceIdForm("ins-", 12, 36), static (id, template)
                => new CvmInstance(id, template));
            Plan(steps, _state.Tencent.LighthouseInstances, tencent.LighthouseInstances, new InstanceIdForm("lhins-", 14, 36),
                static (id, template) => new LighthouseInstance(id, template));
            foreach (TencentTemplate instance in tencent.Instances.Concat<TencentTemplate>(tencent.LighthouseInstances))
            {
                steps.Add(() => _state.Tencent.SeededRegions[instance.Region] = true);
            }
        }

        if (seed.Zenlayer is ZenlayerSeed zenlayer)
        {
            steps.Add(() => _state.Zenlayer.Options = zenlayer.Options ?? _state.Zenlayer.Options);
            Plan(steps, _state.Zenlayer.Instances, zenlayer.Instances, new InstanceIdForm("13", 16, 10), static (id, template)
                => new ZecInstance(id, template));
        }

        foreach (QuotaRule quota in seed.Quotas)
        {
            steps.Add(() => _quotas.Add(quota));
        }

        foreach (FaultRule fault in seed.Faults)
        {
            steps.Add(fault.Problem is null ? () => _faults.Add(fault) : throw new ArgumentException(fault.Problem, nameof(seed)));
        }

        return steps;
    }

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

    private RamUser ToUser(RamUserSeed seed)
    {
        RamUser user = new(seed.Name);
        if (seed.Password is not null)
        {
            user.SetPassword(seed.Password, requestId: null, _state.Clock.Now);
            user.LoginProfile = new RamLoginProfile(seed.PasswordResetRequired, seed.MfaBindRequired, _state.Clock.Now);
        }

        return user;
    }

    private static void Plan<TSeed, TInstance>(
        List<Action> steps, Fleet<TInstance> fleet, IReadOnlyList<TSeed> seeds, InstanceIdForm form, Func<string, TSeed, TInstance> create)
        where TSeed : IInstanceSeed
        where TInstance : class
    {
        foreach (TSeed seed in seeds)
        {
            switch (seed)
            {
                case { Id: string id, Generate: null }:
                    TInstance instance = create(id, seed);
                    steps.Add(() => fleet.Add(id, instance));
                    break;
                case { Id: null, Generate: GenerateSeed generate }:
                    string prefix = generate.Prefix ?? form.Prefix;
                    GeneratedRange<TInstance> range = new(
                        prefix, form.Length - prefix.Length, form.Radix, generate.Count, id => create(id, seed));
                    steps.Add(() => fleet.Add(range));
                    break;
                default:
                    throw new ArgumentException("An instance needs either an id or generate.", nameof(seeds));
            }
        }
    }

    // The usual prefix of generated ids, the length of an id, and the number system of the digits after the prefix.
    private readonly record struct InstanceIdForm(string Prefix, int Length, int Radix);
}
