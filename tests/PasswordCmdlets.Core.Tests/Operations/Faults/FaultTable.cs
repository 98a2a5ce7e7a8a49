using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Huawei.Ecs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Tencent.Lighthouse;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using PasswordCmdlets.Sandbox.Faults;

namespace PasswordCmdlets.Core.Tests.Operations.Faults;

/// <summary>The calls that change something.</summary>
public enum Change
{
    TencentReset,
    TencentForcedReset,
    LighthouseReset,
    LighthouseForcedReset,
    ZenlayerReset,
    EcsVnc,
    EcsReboot,
    EcsReset,
    EcsResetReboot,
    RamChange,
    RamUpdate,
    DcsChange,
    DcsReset,
    HuaweiEcsReset,
    HuaweiEcsRestart,
}

/// <summary>What goes wrong with the first request of a change.</summary>
public enum Trouble
{
    Throttle,
    ThrottleWithHint,
    ServerErrorBefore,
    ServerErrorAfter,
    Gateway429Before,
    Gateway429After,
    Gateway503Before,
    Gateway503After,
    HtmlBefore,
    HtmlAfter,
    Garbage,
    Truncate,
    SlowBody,
    ResetBefore,
    ResetAfter,
    HangBefore,
    HangAfter,
    Delay,
    Refuse,
}

/// <summary>What must come of it.</summary>
/// <param name="Requests">How many requests of the change arrive.</param>
/// <param name="Executions">How often it is executed.</param>
/// <param name="Status">The result's status.</param>
/// <param name="ErrorId">The result's error id.</param>
internal sealed record Outcome(int Requests, int Executions, ChangeStatus Status, string? ErrorId);

/// <summary>The table of the contract: which class each call is in, what each trouble means, and what follows from the two.</summary>
internal static class FaultTable
{
    public const string Rejection = "Sandbox.Rejection";

    private enum Class
    {
        // Sets a value: sent again whenever in doubt.
        Set,

        // Described before any other step.
        DescribedFirst,

        // Sent once.
        Once,

        // Sent once, after a password that is set already.
        Restart,

        // The same, where nothing shows a restart whose response was lost.
        UnseenRestart,
    }

    private enum Meaning
    {
        Nothing,
        RejectedFirst,
        Rejected,
        DoubtNotExecuted,
        DoubtExecuted,
    }

    public static FaultRule Rule(Trouble trouble, string action) => trouble switch
    {
        Trouble.Throttle => new() { Kind = FaultKind.Throttle },
        Trouble.ThrottleWithHint => new() { Kind = FaultKind.Throttle, RetryAfterMilliseconds = 1 },
        Trouble.ServerErrorBefore => new() { Kind = FaultKind.ServerError },
        Trouble.ServerErrorAfter => new() { Kind = FaultKind.ServerError, AfterCommit = true },
        Trouble.Gateway429Before => new() { Kind = FaultKind.GatewayError, Status = 429 },
        Trouble.Gateway429After => new() { Kind = FaultKind.GatewayError, Status = 429, AfterCommit = true },
        Trouble.Gateway503Before => new() { Kind = FaultKind.GatewayError, Status = 503 },
        Trouble.Gateway503After => new() { Kind = FaultKind.GatewayError, Status = 503, AfterCommit = true },
        Trouble.HtmlBefore => new() { Kind = FaultKind.Html },
        Trouble.HtmlAfter => new() { Kind = FaultKind.Html, AfterCommit = true },
        Trouble.Garbage => new() { Kind = FaultKind.Html, Status = 200 },
        Trouble.Truncate => new() { Kind = FaultKind.Truncate },
        Trouble.SlowBody => new() { Kind = FaultKind.SlowBody, DelayMilliseconds = 1 },
        Trouble.ResetBefore => new() { Kind = FaultKind.Reset },
        Trouble.ResetAfter => new() { Kind = FaultKind.Reset, AfterCommit = true },
        Trouble.HangBefore => new() { Kind = FaultKind.Hang },
        Trouble.HangAfter => new() { Kind = FaultKind.Hang, AfterCommit = true },
        Trouble.Delay => new() { Kind = FaultKind.Delay, DelayMilliseconds = 1 },
        Trouble.Refuse => new FaultRule { Kind = FaultKind.Refuse, Code = Rejection, Message = "No.", Status = 400 },
        _ => throw new ArgumentOutOfRangeException(nameof(trouble)),
    } with
    { First = 1, Action = action };

    public static Outcome Expect(Change change, Trouble trouble)
    {
        Class kind = ClassOf(change);
        bool isAccepted = IsPolled(change) || IsReboot(change) || change is Change.HuaweiEcsReset or Change.HuaweiEcsRestart;
        Outcome done = new(1, 1, isAccepted ? ChangeStatus.Accepted : ChangeStatus.Succeeded, null);
        Outcome unknown = kind is Class.Restart or Class.UnseenRestart
            ? new(1, 0, ChangeStatus.Accepted, ErrorIds.RestartFailed)
            : new(1, 0, ChangeStatus.Unknown, ErrorIds.OutcomeUnknown);
        return (MeaningOf(trouble), kind) switch
        {
            // A response without a body cannot be cut.
            _ when change == Change.HuaweiEcsReset && trouble == Trouble.Truncate => done,
            (Meaning.Nothing, _) => done,
            (Meaning.RejectedFirst, _) => done with { Requests = 2 },
            (Meaning.Rejected, Class.Restart or Class.UnseenRestart) => unknown,
            (Meaning.Rejected, _) => new(1, 0, ChangeStatus.Failed, ErrorIds.ProviderError),
            (Meaning.DoubtNotExecuted, Class.Set) => done with { Requests = 2 },
            (Meaning.DoubtExecuted, Class.Set) => done with { Requests = 2, Executions = 2 },
            (Meaning.DoubtExecuted, Class.DescribedFirst or Class.Restart) => done,
            (Meaning.DoubtExecuted, _) => unknown with { Executions = 1 },
            _ => unknown,
        };
    }

    public static string ActionOf(Change change) => change switch
    {
        _ when IsPolled(change) => "ResetInstancesPassword",
        Change.ZenlayerReset => "ResetInstancePassword",
        Change.EcsVnc => "ModifyInstanceVncPasswd",
        Change.EcsReset => "ModifyInstanceAttribute",
        _ when IsReboot(change) => "RebootInstance",
        Change.RamChange => "ChangePassword",
        Change.RamUpdate => "UpdateLoginProfile",
        Change.DcsChange => "UpdatePassword",
        Change.HuaweiEcsReset => "ResetServerPassword",
        Change.HuaweiEcsRestart => "BatchRebootServers",
        Change.DcsReset => "ResetPassword",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static ProviderDescriptor ProviderOf(Change change) => change switch
    {
        _ when IsPolled(change) => TencentProvider.Descriptor,
        Change.ZenlayerReset => ZenlayerProvider.Descriptor,
        Change.DcsChange or Change.DcsReset or Change.HuaweiEcsReset or Change.HuaweiEcsRestart => HuaweiProvider.Descriptor,
        Change.EcsVnc or Change.EcsReboot or Change.EcsReset or Change.EcsResetReboot or Change.RamChange or Change.RamUpdate =>
            AlibabaProvider.Descriptor,
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static ProviderOperation OperationOf(Change change, TimeProvider time) => change switch
    {
        Change.TencentReset => new CvmResetOperation(),
        Change.TencentForcedReset => new CvmResetOperation { PermitsShutdown = true },
        Change.LighthouseReset => new LighthouseResetOperation(),
        Change.LighthouseForcedReset => new LighthouseResetOperation { PermitsShutdown = true },
        Change.ZenlayerReset => new ZecResetOperation(),
        Change.EcsVnc => new EcsVncOperation(),
        Change.EcsReboot => new EcsVncOperation { Restart = true },
        Change.EcsReset => new EcsResetOperation(),
        Change.EcsResetReboot => new EcsResetOperation { Restart = true },
        Change.RamChange =>
            new RamChangePasswordOperation(new LockoutGuard(time)) { OldPassword = new SecretText(FaultSeed.OldPassword.AsSpan()) },
        Change.RamUpdate => new RamUpdateLoginProfileOperation(),
        Change.DcsChange =>
            new DcsChangeOperation("v2", new SecretText(FaultSeed.OldPassword.AsSpan()), false, new LockoutGuard(time), time),
        Change.HuaweiEcsReset => new EcsServerResetOperation(time),
        Change.HuaweiEcsRestart => new EcsServerResetOperation(time) { Restart = true },
        Change.DcsReset => new DcsResetOperation(time),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    /// <summary>Whether the change is sent again when it may have been executed.</summary>
    public static bool IsSentAgain(Change change) => ClassOf(change) == Class.Set;

    private static bool IsPolled(Change change) =>
        change is Change.TencentReset or Change.TencentForcedReset or Change.LighthouseReset or Change.LighthouseForcedReset;

    private static bool IsReboot(Change change) => change is Change.EcsReboot or Change.EcsResetReboot;

    private static Class ClassOf(Change change) => change switch
    {
        _ when IsPolled(change) => Class.DescribedFirst,
        Change.RamChange or Change.DcsChange => Class.Once,
        _ when IsReboot(change) => Class.Restart,
        Change.HuaweiEcsRestart => Class.UnseenRestart,
        Change.ZenlayerReset or Change.EcsVnc or Change.EcsReset or Change.RamUpdate or Change.DcsReset or Change.HuaweiEcsReset =>
            Class.Set,
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    // A 429 or 503 without the provider's own body is an unknown outcome.
    private static Meaning MeaningOf(Trouble trouble) => trouble switch
    {
        Trouble.Delay or Trouble.SlowBody => Meaning.Nothing,
        Trouble.Throttle or Trouble.ThrottleWithHint => Meaning.RejectedFirst,
        Trouble.Refuse => Meaning.Rejected,
        Trouble.ServerErrorAfter or Trouble.Gateway429After or Trouble.Gateway503After
            or Trouble.HtmlAfter or Trouble.Truncate or Trouble.ResetAfter or Trouble.HangAfter => Meaning.DoubtExecuted,
        _ => Meaning.DoubtNotExecuted,
    };
}

/// <summary>One target for each change.</summary>
internal static class FaultSeed
{
    public const string OldPassword = "Sandbox-Old-1";
    private const string Project = "5a4db0c50000000000000000000000a1";

    public const string Json = $$"""
        {
          "accessKeys": [
            { "provider": "alibaba", "id": "key", "secret": "secret", "userName": "alice" },
            { "provider": "huawei", "id": "key", "secret": "secret", "account": "domain" },
            { "provider": "tencent", "id": "key", "secret": "secret" },
            { "provider": "tencent", "id": "blind", "secret": "secret", "deniedActions": ["DescribeInstances"] },
            { "provider": "zenlayer", "id": "key", "secret": "secret" },
            { "provider": "alibaba", "id": "denied", "secret": "secret", "userName": "alice",
              "deniedActions": ["ModifyInstanceVncPasswd", "ModifyInstanceAttribute", "ChangePassword", "UpdateLoginProfile"] },
            { "provider": "huawei", "id": "denied", "secret": "secret", "account": "domain",
              "deniedActions": ["UpdatePassword", "ResetPassword", "ResetServerPassword"] },
            { "provider": "tencent", "id": "denied", "secret": "secret", "deniedActions": ["ResetInstancesPassword"] },
            { "provider": "zenlayer", "id": "denied", "secret": "secret", "deniedActions": ["ResetInstancePassword"] }
          ],
          "alibaba": {
            "options": { "restartMilliseconds": 36000000 },
            "instances": [ { "id": "i-bp1sandbox00000000a1", "region": "cn-hangzhou" },
              { "id": "i-bp1sandbox00000000b1", "region": "cn-hangzhou", "ioOptimized": false } ],
            "users": [ { "name": "alice", "password": "{{OldPassword}}" }, { "name": "bob", "password": "Sandbox-Bob-1" } ]
          },
          "huawei": {
            "projects": [ { "id": "{{Project}}", "name": "cn-north-4" } ],
            "instances": [ { "id": "5a4db0c5-1111-4000-8000-000000000001", "projectId": "{{Project}}", "password": "{{OldPassword}}" } ],
            "servers": [ { "id": "616fb98f-1111-4000-8000-000000000001", "projectId": "{{Project}}" } ]
          },
          "tencent": {
            "instances": [ { "id": "ins-stopped1", "region": "ap-guangzhou" },
              { "id": "ins-running1", "region": "ap-guangzhou", "state": "RUNNING" } ],
            "lighthouseInstances": [ { "id": "lhins-stopped1", "region": "ap-guangzhou" },
              { "id": "lhins-running1", "region": "ap-guangzhou", "state": "RUNNING" } ]
          },
          "zenlayer": { "instances": [ { "id": "1341431445241233" } ] }
        }
        """;

    public static PasswordTarget TargetOf(Change change) => change switch
    {
        Change.TencentReset => new() { Id = "ins-stopped1", Region = "ap-guangzhou" },
        Change.TencentForcedReset => new() { Id = "ins-running1", Region = "ap-guangzhou" },
        Change.LighthouseReset => new() { Id = "lhins-stopped1", Region = "ap-guangzhou" },
        Change.LighthouseForcedReset => new() { Id = "lhins-running1", Region = "ap-guangzhou" },
        Change.ZenlayerReset => new() { Id = "1341431445241233" },
        Change.EcsVnc or Change.EcsReset or Change.EcsResetReboot => new() { Id = "i-bp1sandbox00000000a1", Region = "cn-hangzhou" },
        Change.EcsReboot => new() { Id = "i-bp1sandbox00000000b1", Region = "cn-hangzhou" },
        Change.RamChange => new() { Id = string.Empty, IsUser = true },
        Change.RamUpdate => new() { Id = "bob", IsUser = true },
        Change.HuaweiEcsReset or Change.HuaweiEcsRestart =>
            new() { Id = "616fb98f-1111-4000-8000-000000000001", Region = "cn-north-4", ProjectId = Project },
        Change.DcsChange or Change.DcsReset =>
            new() { Id = "5a4db0c5-1111-4000-8000-000000000001", Region = "cn-north-4", ProjectId = Project },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static string PasswordOf(Change change) => change is Change.EcsVnc or Change.EcsReboot ? "Ecs123" : "Brand-New-Pass-7";

    /// <summary>How often the change was executed.</summary>
    public static int ExecutionsOf(Change change, EngineWorld world)
    {
        string id = TargetOf(change).Id;
        return change switch
        {
            Change.TencentReset or Change.TencentForcedReset => world.Sandbox.State.Tencent.Instances.Peek(id)!.Executions,
            Change.LighthouseReset or Change.LighthouseForcedReset => world.Sandbox.State.Tencent.LighthouseInstances.Peek(id)!.Executions,
            Change.ZenlayerReset => world.Sandbox.State.Zenlayer.Instances.Peek(id)!.Executions,
            Change.EcsVnc or Change.EcsReset => world.Sandbox.State.Alibaba.Instances.Peek(id)!.Executions,
            Change.EcsReboot or Change.EcsResetReboot => world.Sandbox.State.Alibaba.Instances.Peek(id)!.Restarts,
            Change.RamChange => world.Sandbox.State.Alibaba.Users["alice"].Executions,
            Change.RamUpdate => world.Sandbox.State.Alibaba.Users["bob"].Executions,
            Change.HuaweiEcsReset => world.Sandbox.State.Huawei.Servers.Peek(id)!.Executions,
            Change.HuaweiEcsRestart => world.Sandbox.State.Huawei.Servers.Peek(id)!.Restarts,
            Change.DcsChange or Change.DcsReset => world.Sandbox.State.Huawei.Instances.Peek(id)!.Executions,
            _ => throw new ArgumentOutOfRangeException(nameof(change)),
        };
    }
}
