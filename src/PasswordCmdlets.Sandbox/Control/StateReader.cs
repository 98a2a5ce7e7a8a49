using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using PasswordCmdlets.Sandbox.Providers.Zenlayer;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox.Control;

/// <summary>Shows the clouds' instances to the control API.</summary>
internal sealed class StateReader
{
    private readonly SandboxState _state;

    /// <summary>Creates a reader.</summary>
    /// <param name="state">The clouds.</param>
    public StateReader(SandboxState state) => _state = state;

    /// <summary>Shows instances.</summary>
    /// <param name="provider">Only this provider's.</param>
    /// <param name="id">Only this one, also when nothing has touched it yet.</param>
    /// <param name="withPasswords">Whether to show the passwords.</param>
    public StateView Read(Cloud? provider, string? id, bool withPasswords)
    {
        DateTimeOffset now = _state.Clock.Now;
        List<DescribedInstance> views = [];
        if (provider is null or Cloud.Alibaba)
        {
            views.AddRange(Select(_state.Alibaba.Instances, id).Select(instance => View(instance, now, withPasswords)));
            views.AddRange(
                _state.Alibaba.Users.Values.Where(user => id is null || user.Name == id).Select(user => View(user, now, withPasswords)));
        }

        if (provider is null or Cloud.Huawei)
        {
            views.AddRange(Select(_state.Huawei.Instances, id).Select(instance => View(instance, now, withPasswords)));
            views.AddRange(Select(_state.Huawei.Servers, id).Select(server => View(server, now, withPasswords)));
        }

        if (provider is null or Cloud.Tencent)
        {
            views.AddRange(Select(_state.Tencent.Instances, id).Select(instance => View(instance, now, withPasswords)));
            views.AddRange(Select(_state.Tencent.LighthouseInstances, id).Select(instance => View(instance, now, withPasswords)));
        }

        if (provider is null or Cloud.Zenlayer)
        {
            views.AddRange(Select(_state.Zenlayer.Instances, id).Select(instance => View(instance, withPasswords)));
        }

        Dictionary<string, long> counts = new()
        {
            ["alibaba"] = _state.Alibaba.Instances.Count,
            ["ramUsers"] = _state.Alibaba.Users.Count,
            ["huawei"] = _state.Huawei.Instances.Count,
            ["huaweiServers"] = _state.Huawei.Servers.Count,
            ["tencent"] = _state.Tencent.Instances.Count,
            ["lighthouse"] = _state.Tencent.LighthouseInstances.Count,
            ["zenlayer"] = _state.Zenlayer.Instances.Count,
        };
        return new StateView(now, counts, [.. views.OrderBy(view => view.Provider).ThenBy(view => view.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Whether a login would succeed; null when there is no such instance.</summary>
    /// <param name="attempt">The login.</param>
    public bool? Accepts(LoginAttempt attempt)
    {
        switch (attempt.Provider)
        {
            case Cloud.Alibaba when _state.Alibaba.Instances.Peek(attempt.Id) is EcsInstance ecs:
                lock (ecs.SyncRoot)
                {
                    DateTimeOffset now = _state.Clock.Now;
                    return attempt.UserName is string user
                        ? ecs.Accepts(user, attempt.Password, now)
                        : ecs.VncPasswordAt(now) == attempt.Password;
                }

            case Cloud.Alibaba when _state.Alibaba.Users.TryGetValue(attempt.Id, out RamUser? ramUser):
                return ramUser.LoginProfile is not null && ramUser.Passwords?.Password == attempt.Password;
            case Cloud.Huawei when _state.Huawei.Instances.Peek(attempt.Id) is DcsInstance dcs:
                return dcs.NoPasswordAccess || dcs.Passwords.Password == attempt.Password;
            case Cloud.Huawei when _state.Huawei.Servers.Peek(attempt.Id) is EcsServer server:
                lock (server.Gate)
                {
                    return server.Accepts(attempt.UserName, attempt.Password, _state.Clock.Now);
                }

            case Cloud.Tencent when _state.Tencent.Find(attempt.Id) is TencentInstance instance:
                lock (instance.SyncRoot)
                {
                    return instance.Accepts(attempt.UserName, attempt.Password, _state.Clock.Now);
                }

            case Cloud.Zenlayer when _state.Zenlayer.Instances.Peek(attempt.Id) is ZecInstance zec:
                return zec.Passwords?.Password == attempt.Password
                    && (attempt.UserName ?? zec.Template.LoginUser) == zec.Template.LoginUser;
            default:
                return null;
        }
    }

    private static IEnumerable<TInstance> Select<TInstance>(Fleet<TInstance> fleet, string? id)
        where TInstance : class =>
        id is null ? fleet.Touched : fleet.Peek(id) is TInstance instance ? [instance] : [];

    private static DescribedInstance View(EcsInstance instance, DateTimeOffset now, bool withPasswords)
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
                Passwords = withPasswords ? [.. View(instance.VncPasswords), .. View(instance.LoginPasswords)] : null,
            };
        }
    }

    private DescribedInstance View(RamUser user, DateTimeOffset now, bool withPasswords)
    {
        lock (user.SyncRoot)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Alibaba,
                Id = user.Name,
                State = user.LoginProfile is null ? "NoLoginProfile" : "LoginProfile",
                Executions = user.Executions,
                RetryTimesLeft = user.AttemptsLeft(_state.Alibaba.PasswordPolicy, now),
                PasswordResetRequired = user.LoginProfile?.PasswordResetRequired,
                MfaBindRequired = user.LoginProfile?.MfaBindRequired,
                Passwords = withPasswords ? View(user.Passwords) : null,
            };
        }
    }

    private static DescribedInstance View(DcsInstance instance, DateTimeOffset now, bool withPasswords)
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
                Passwords = withPasswords ? View(instance.Passwords) : null,
            };
        }
    }

    private DescribedInstance View(EcsServer server, DateTimeOffset now, bool withPasswords)
    {
        lock (server.Gate)
        {
            return new DescribedInstance
            {
                Provider = Cloud.Huawei,
                Id = server.Id,
                Resource = "EcsServer",
                Region = _state.Huawei.RegionOf(server.Template.ProjectId),
                State = server.StatusAt(now),
                Executions = server.Executions,
                Restarts = server.Restarts,
                PowerOffs = server.PowerOffs,
                RestartPending = server.IsRestartPendingAt(now),
                Passwords = withPasswords ? View(server.Passwords) : null,
            };
        }
    }

    private static DescribedInstance View(TencentInstance instance, DateTimeOffset now, bool withPasswords)
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
                Passwords = withPasswords ? View(instance.Passwords) : null,
            };
        }
    }

    private static DescribedInstance View(ZecInstance instance, bool withPasswords)
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
                Passwords = withPasswords ? View(instance.Passwords) : null,
            };
        }
    }

    private static List<PasswordView> View(PasswordChange? passwords) =>
        [.. passwords?.All.Select(change => new PasswordView(change.UserName, change.Password, change.RequestId)) ?? []];
}
