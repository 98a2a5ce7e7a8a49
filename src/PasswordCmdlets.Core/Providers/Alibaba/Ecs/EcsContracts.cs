using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>The ECS calls (version 2014-05-26) as Alibaba Cloud documents them.</summary>
internal static class EcsContracts
{
    public const string Version = "2014-05-26";

    /// <summary>What the ids of instances look like. The AY form is that of instances of 2012 and 2013.</summary>
    public static readonly TargetIdRule InstanceIds =
        new("ECS instance id", "i-[0-9A-Za-z-]{1,60}|AY[0-9A-Za-z]{5,60}", "i-bp67acfmxazb4ph0001");

    // The thresholds are in the console's Quota Center only. What is throttled in one minute may be called again in the next
    // (https://www.alibabacloud.com/help/en/elastic-compute-service/latest/api-throttling).
    public static readonly RateContract Rate = new(PerSecond: null, TimeSpan.FromSeconds(60));

    /// <summary>
    /// https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-modifyinstancevncpasswd: one instance a call.
    /// </summary>
    public static readonly AlibabaCallContract ModifyInstanceVncPasswd = new()
    {
        Service = AlibabaEndpoints.Ecs,
        Action = "ModifyInstanceVncPasswd",
        Version = Version,
        Permission = "ecs:ModifyInstanceVncPasswd",
        Idempotency = Idempotency.Idempotent,
        Rate = Rate,
    };

    /// <summary>
    /// https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeinstances: at most 100 ids; an unknown one
    /// is missing in the response.
    /// </summary>
    public static readonly AlibabaCallContract DescribeInstances = new()
    {
        Service = AlibabaEndpoints.Ecs,
        Action = "DescribeInstances",
        Version = Version,
        Permission = "ecs:DescribeInstances",
        Idempotency = Idempotency.ReadOnly,
        Rate = Rate,
        BatchSize = 100,
    };

    /// <summary>
    /// https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-rebootinstance: asynchronous, Starting and then
    /// Running.
    /// </summary>
    public static readonly AlibabaCallContract RebootInstance = new()
    {
        Service = AlibabaEndpoints.Ecs,
        Action = "RebootInstance",
        Version = Version,
        Permission = "ecs:RebootInstance",
        Idempotency = Idempotency.NotIdempotent,
        Rate = Rate,
    };

    /// <summary>RebootInstance with DryRun, which restarts nothing.</summary>
    public static readonly AlibabaCallContract RebootDryRun = RebootInstance with { Idempotency = Idempotency.ReadOnly };

    /// <summary>In effect at once on I/O optimized instances, after a restart on the others.</summary>
    public static readonly OperationDescriptor SetVncPassword = new()
    {
        Resource = "EcsVnc",
        Ids = InstanceIds,
        Policies = new OperationPolicies(EcsVncPasswordPolicy.Policy),
        NeedsRegion = true,
        Change = ModifyInstanceVncPasswd,
        Describe = DescribeInstances,
        DryRun = RebootDryRun,
        Restart = RebootInstance,
        Announce = static target => $"Set the VNC password of ECS instance {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartText = "; if it is not I/O optimized it is RESTARTED",
            ForcedRestartText = "; if it is not I/O optimized it is POWERED OFF without a shutdown and started again, "
                + "and loses what was not written to disk",
            ForceWarning = "-Force has nothing to force without -Restart: setting a VNC password stops no instance.",
        },
        Command = "Set-EcsVncPassword",
        CreatePreflight = static options => new EcsVncOperation { Restart = options.Restart, ForceStop = options.Force },
        CreateFollowUp = static () => new EcsVncOperation(),
        CreateListing = static () => new EcsListing(),
    };
}
