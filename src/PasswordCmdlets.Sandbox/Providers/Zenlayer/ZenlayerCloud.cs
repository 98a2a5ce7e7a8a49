using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;
using PasswordCmdlets.Sandbox.Seeds;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Providers.Zenlayer;

/// <summary>The sandbox's Zenlayer.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class ZenlayerCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles)
    : ProviderCloud(Cloud.Zenlayer, clock, keys, roles)
{
    /// <summary>How it behaves.</summary>
    public ZenlayerOptions Options { get; set; } = new();

    /// <summary>The ZEC instances.</summary>
    public Fleet<ZecInstance> Instances { get; } = new("13", idLength: 16, radix: 10);

    /// <inheritdoc/>
    public override IEnumerable<Action> Plan(SandboxSeed seed) => seed.Zenlayer is not ZenlayerSeed zenlayer ? [] :
    [
        () => Options = zenlayer.Options ?? Options,
        .. Instances.Plan(zenlayer.Instances, static (id, template) => new ZecInstance(id, template)),
    ];

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, long>> Counts => [new("zenlayer", Instances.Count)];

    /// <inheritdoc/>
    public override IEnumerable<DescribedInstance> Describe(string? id, DateTimeOffset now) =>
        Instances.Select(id).Select(instance => Describe(instance));

    /// <inheritdoc/>
    public override bool? Accepts(string id, string? userName, string password) =>
        Instances.Peek(id) is ZecInstance instance
            ? instance.Passwords?.Password == password && (userName ?? instance.Template.LoginUser) == instance.Template.LoginUser
            : null;

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new ZenlayerOptions();
        Instances.Clear();
    }

    private static DescribedInstance Describe(ZecInstance instance)
    {
        lock (instance.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Zenlayer,
                Id = instance.Id,
                Region = instance.Template.Zone,
                State = instance.Template.Status,
                Executions = instance.Executions,
                Passwords = PasswordView.ListOf(instance.Passwords),
            };
        }
    }
}

/// <summary>How the sandbox's ZEC behaves where documents disagree.</summary>
internal sealed record ZenlayerOptions
{
    /// <summary>
    /// Whether responses come in the envelope <c>{"requestId","response":{…}}</c> that the official SDKs parse, instead of the flat form
    /// that the documentation's example shows.
    /// </summary>
    public bool Envelope { get; init; } = true;

    /// <summary>How long an instance is busy with a reset, in milliseconds.</summary>
    public int OperationMilliseconds { get; init; }
}
