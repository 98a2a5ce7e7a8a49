using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Seeds;
using PasswordCmdlets.Sandbox.Signing;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The sandbox's Alibaba Cloud: ECS, RAM and STS.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class AlibabaCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles)
    : ProviderCloud(Cloud.Alibaba, clock, keys, roles)
{
    /// <summary>The one account of the sandbox.</summary>
    public const string AccountId = "1234567890123456";

    /// <summary>How it behaves.</summary>
    public AlibabaOptions Options { get; set; } = new();

    /// <summary>The ECS instances.</summary>
    public Fleet<EcsInstance> Instances { get; } = new("i-bp", idLength: 22, radix: 36);

    /// <summary>The regions of the instances: those that are newer than <see cref="EcsRegions"/> exist too.</summary>
    public ConcurrentDictionary<string, bool> SeededRegions { get; } = new(StringComparer.Ordinal);

    /// <summary>The RAM users, by name, whatever its case.</summary>
    public ConcurrentDictionary<string, RamUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The RAM password policy.</summary>
    public RamPasswordPolicy PasswordPolicy { get; set; } = new();

    /// <summary>The nonces used: a timestamp is accepted 31 minutes before and after.</summary>
    public NonceStore Nonces { get; } = new(TimeSpan.FromMinutes(62));

    /// <inheritdoc/>
    public override IEnumerable<Action> Plan(SandboxSeed seed) => seed.Alibaba is not AlibabaSeed alibaba ? [] :
    [
        () => Options = alibaba.Options ?? Options,
        () => PasswordPolicy = alibaba.PasswordPolicy ?? PasswordPolicy,
        .. Instances.Plan(alibaba.Instances, static (id, template) => new EcsInstance(id, template)),
        .. alibaba.Instances.Select<EcsTemplate, Action>(instance => () => SeededRegions[instance.Region] = true),
        .. alibaba.Users.Select<RamUserSeed, Action>(user => () => Users[user.Name] = user.ToUser(Clock.Now)),
    ];

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, long>> Counts => [new("alibaba", Instances.Count), new("ramUsers", Users.Count)];

    /// <inheritdoc/>
    public override IEnumerable<DescribedInstance> Describe(string? id, DateTimeOffset now) =>
    [
        .. Instances.Select(id).Select(instance => Describe(instance, now)),
        .. Users.Values.Where(user => id is null || user.Name == id).Select(user => Describe(user, now)),
    ];

    /// <inheritdoc/>
    public override bool? Accepts(string id, string? userName, string password)
    {
        if (Instances.Peek(id) is EcsInstance instance)
        {
            lock (instance.SyncRoot)
            {
                return userName is null ? instance.VncPasswordAt(Clock.Now) == password : instance.Accepts(userName, password, Clock.Now);
            }
        }

        return Users.TryGetValue(id, out RamUser? user) ? user.LoginProfile is not null && user.Passwords?.Password == password : null;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new AlibabaOptions();
        Instances.Clear();
        SeededRegions.Clear();
        Users.Clear();
        PasswordPolicy = new RamPasswordPolicy();
        Nonces.Clear();
    }

    private static DescribedInstance Describe(EcsInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Alibaba,
                Id = instance.Id,
                Region = instance.Template.Region,
                State = instance.StatusAt(now),
                Executions = instance.Executions,
                Restarts = instance.Restarts,
                PowerOffs = instance.PowerOffs,
                RestartPending = instance.IsRestartPendingAt(now),
                Passwords = [.. PasswordView.ListOf(instance.VncPasswords), .. PasswordView.ListOf(instance.LoginPasswords)],
            };
        }
    }

    private DescribedInstance Describe(RamUser user, DateTimeOffset now)
    {
        lock (user.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Alibaba,
                Id = user.Name,
                State = user.LoginProfile is null ? "NoLoginProfile" : "LoginProfile",
                Executions = user.Executions,
                RetryTimesLeft = user.AttemptsLeft(PasswordPolicy, now),
                PasswordResetRequired = user.LoginProfile?.PasswordResetRequired,
                MfaBindRequired = user.LoginProfile?.MfaBindRequired,
                Passwords = PasswordView.ListOf(user.Passwords),
            };
        }
    }
}
