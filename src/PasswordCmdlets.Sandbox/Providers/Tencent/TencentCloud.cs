using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Seeds;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The sandbox's Tencent Cloud.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class TencentCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles)
    : ProviderCloud(Cloud.Tencent, clock, keys, roles)
{
    /// <summary>How it behaves.</summary>
    public TencentOptions Options { get; set; } = new();

    /// <summary>The CVM instances.</summary>
    public Fleet<CvmInstance> Instances { get; } = new("ins-", idLength: 12, radix: 36);

    /// <summary>The Lighthouse instances.</summary>
    public Fleet<LighthouseInstance> LighthouseInstances { get; } = new("lhins-", idLength: 14, radix: 36);

    /// <summary>The regions of the instances: those that are newer than <see cref="TencentRegions"/> exist too.</summary>
    public ConcurrentDictionary<string, bool> SeededRegions { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<Action> Plan(SandboxSeed seed) => seed.Tencent is not TencentSeed tencent ? [] :
    [
        () => Options = tencent.Options ?? Options,
        .. Instances.Plan(tencent.Instances, static (id, template) => new CvmInstance(id, template)),
        .. LighthouseInstances.Plan(tencent.LighthouseInstances, static (id, template) => new LighthouseInstance(id, template)),
        .. tencent.Instances.Concat<TencentTemplate>(tencent.LighthouseInstances)
            .Select<TencentTemplate, Action>(instance => () => SeededRegions[instance.Region] = true),
    ];

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, long>> Counts =>
        [new("tencent", Instances.Count), new("lighthouse", LighthouseInstances.Count)];

    /// <inheritdoc/>
    public override IEnumerable<DescribedInstance> Describe(string? id, DateTimeOffset now) =>
        Instances.Select(id).Concat<TencentInstance>(LighthouseInstances.Select(id)).Select(instance => Describe(instance, now));

    /// <inheritdoc/>
    public override bool? Accepts(string id, string? userName, string password)
    {
        if ((Instances.Peek(id) ?? (TencentInstance?)LighthouseInstances.Peek(id)) is not TencentInstance instance)
        {
            return null;
        }

        lock (instance.SyncRoot)
        {
            return instance.Accepts(userName, password, Clock.Now);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new TencentOptions();
        Instances.Clear();
        LighthouseInstances.Clear();
        SeededRegions.Clear();
    }

    private static DescribedInstance Describe(TencentInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            TencentOperation? latest = instance.LatestOperationAt(now);
            return new DescribedInstance
            {
                Provider = Cloud.Tencent,
                Id = instance.Id,
                Region = instance.Template.Region,
                State = instance.StateAt(now),
                Executions = instance.Executions,
                Restarts = instance.Shutdowns,
                PowerOffs = instance.PowerOffs,
                LatestOperation = latest?.Name,
                LatestOperationState = latest?.State,
                LatestOperationRequestId = latest?.RequestId,
                Passwords = PasswordView.ListOf(instance.Passwords),
            };
        }
    }
}
