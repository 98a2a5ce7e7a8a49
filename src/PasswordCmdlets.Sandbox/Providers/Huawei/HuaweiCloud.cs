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

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The sandbox's Huawei Cloud: DCS, ECS and the part of IAM that leads to them.</summary>
/// <param name="clock">The clock.</param>
/// <param name="keys">The access keys.</param>
/// <param name="roles">The roles.</param>
internal sealed class HuaweiCloud(SandboxClock clock, AccessKeyStore keys, RoleStore roles)
    : ProviderCloud(Cloud.Huawei, clock, keys, roles)
{
    /// <summary>How it behaves.</summary>
    public HuaweiOptions Options { get; set; } = new();

    /// <summary>The DCS instances.</summary>
    public Fleet<DcsInstance> Instances { get; } = new("5a4db0c5-0000-4000-8000-", idLength: 36, radix: 16);

    /// <summary>The ECS servers.</summary>
    public Fleet<EcsServer> Servers { get; } = new("616fb98f-0000-4000-8000-", idLength: 36, radix: 16);

    /// <summary>The restarts of servers, by the id of their job.</summary>
    public ConcurrentDictionary<string, EcsServerJob> Jobs { get; } = new(StringComparer.Ordinal);

    /// <summary>The projects, by id.</summary>
    public ConcurrentDictionary<string, HuaweiProject> Projects { get; } = new(StringComparer.Ordinal);

    /// <summary>The IAM users, by domain and name.</summary>
    public ConcurrentDictionary<(string Domain, string Name), HuaweiUser> Users { get; } = new();

    /// <summary>The tokens issued.</summary>
    public ConcurrentDictionary<string, HuaweiToken> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The region of a project, whose name begins with the region's: cn-north-4, or cn-north-4_sub.</summary>
    /// <param name="projectId">The project.</param>
    public string? RegionOf(string? projectId) =>
        projectId is not null && Projects.TryGetValue(projectId, out HuaweiProject? project) ? project.Name.Split('_')[0] : null;

    /// <inheritdoc/>
    public override IEnumerable<Action> Plan(SandboxSeed seed) => seed.Huawei is not HuaweiSeed huawei ? [] :
    [
        () => Options = huawei.Options ?? Options,
        .. Instances.Plan(huawei.Instances, static (id, template) => new DcsInstance(id, template)),
        .. Servers.Plan(huawei.Servers, static (id, template) => new EcsServer(id, template)),
        .. huawei.Projects.Select<HuaweiProject, Action>(project => () => Projects[project.Id] = project),
        .. huawei.Users.Select<HuaweiUser, Action>(user => () => Users[(user.Domain, user.Name)] = user),
    ];

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, long>> Counts => [new("huawei", Instances.Count), new("huaweiServers", Servers.Count)];

    /// <inheritdoc/>
    public override IEnumerable<DescribedInstance> Describe(string? id, DateTimeOffset now) =>
    [
        .. Instances.Select(id).Select(instance => Describe(instance, now)),
        .. Servers.Select(id).Select(server => Describe(server, now)),
    ];

    /// <inheritdoc/>
    public override bool? Accepts(string id, string? userName, string password)
    {
        if (Instances.Peek(id) is DcsInstance instance)
        {
            return instance.NoPasswordAccess || instance.Passwords.Password == password;
        }

        if (Servers.Peek(id) is EcsServer server)
        {
            lock (server.SyncRoot)
            {
                return server.Accepts(userName, password, Clock.Now);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        Options = new HuaweiOptions();
        Instances.Clear();
        Servers.Clear();
        Jobs.Clear();
        Projects.Clear();
        Users.Clear();
        Tokens.Clear();
    }

    private static DescribedInstance Describe(DcsInstance instance, DateTimeOffset now)
    {
        lock (instance.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Huawei,
                Id = instance.Id,
                Resource = "DcsInstance",
                Region = instance.Template.ProjectId,
                State = instance.Template.Status,
                Executions = instance.Executions,
                RetryTimesLeft = instance.AttemptsLeft(now),
                LockedUntil = instance.LockedUntil(now),
                Passwords = PasswordView.ListOf(instance.Passwords),
            };
        }
    }

    private DescribedInstance Describe(EcsServer server, DateTimeOffset now)
    {
        lock (server.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Huawei,
                Id = server.Id,
                Resource = "EcsServer",
                Region = RegionOf(server.Template.ProjectId),
                State = server.StatusAt(now),
                Executions = server.Executions,
                Restarts = server.Restarts,
                PowerOffs = server.PowerOffs,
                RestartPending = server.IsRestartPendingAt(now),
                Passwords = PasswordView.ListOf(server.Passwords),
            };
        }
    }
}

/// <summary>A project: what an account has in a region.</summary>
internal sealed record HuaweiProject
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name, which begins with the region's.</summary>
    public required string Name { get; init; }

    /// <summary>The account (domain) that owns it; null for every account.</summary>
    public string? Domain { get; init; }

    /// <summary>Whether an account may use the project.</summary>
    /// <param name="account">The account.</param>
    public bool BelongsTo(string account) => Domain is null || Domain == account;
}

/// <summary>An IAM user.</summary>
internal sealed record HuaweiUser
{
    /// <summary>The account (domain).</summary>
    public required string Domain { get; init; }

    /// <summary>The user's name.</summary>
    public required string Name { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>Actions the user has no permission for.</summary>
    public IReadOnlyList<string> DeniedActions { get; init; } = [];
}

/// <summary>A token that was issued.</summary>
/// <param name="Owner">Whom it stands for.</param>
/// <param name="Project">The project it is for; null for a token of the whole account.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record HuaweiToken(AccessKey Owner, HuaweiProject? Project, DateTimeOffset ExpiresAt);
