using System;
using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Seeds;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>One provider's cloud in the sandbox.</summary>
/// <param name="provider">The provider.</param>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal abstract class ProviderCloud(Cloud provider, SandboxClock clock, AccessKeyStore keys, RoleStore roles)
{
    /// <summary>The provider.</summary>
    public Cloud Provider => provider;

    /// <summary>The clock.</summary>
    public SandboxClock Clock => clock;

    /// <summary>The access keys of all providers.</summary>
    public AccessKeyStore Keys => keys;

    /// <summary>The roles and identity providers of all providers.</summary>
    public RoleStore Roles => roles;

    /// <summary>Plans the provider's part of a seed. Whatever can be wrong with it shows here, before anything is changed.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The steps that add it.</returns>
    /// <exception cref="ArgumentException">The seed contradicts itself.</exception>
    public abstract IEnumerable<Action> Plan(SandboxSeed seed);

    /// <summary>How many there are of each kind of instance or user, by the kind's name in the control API.</summary>
    public abstract IEnumerable<KeyValuePair<string, long>> Counts { get; }

    /// <summary>Describes the instances and users.</summary>
    /// <param name="id">Only this one, also when nothing has touched it yet; null for <see cref="Fleet{TInstance}.Touched"/>.</param>
    /// <param name="now">The time.</param>
    public abstract IEnumerable<DescribedInstance> Describe(string? id, DateTimeOffset now);

    /// <summary>Whether a login would succeed; null when the instance or user does not exist.</summary>
    /// <param name="id">The instance or user.</param>
    /// <param name="userName">The user on the instance; null as in <see cref="Control.LoginAttempt"/>.</param>
    /// <param name="password">The password.</param>
    public abstract bool? Accepts(string id, string? userName, string password);

    /// <summary>Forgets everything; the options go back to their defaults.</summary>
    public abstract void Clear();
}
