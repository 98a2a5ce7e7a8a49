using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>The ECS calls (support.huaweicloud.com/intl/en-us/api-ecs), with the names that the official SDKs give them.</summary>
internal static class EcsServerContracts
{
    private const string ResetPermission = "ecs:cloudServers:resetServerPwd";
    private const string ListPermission = "ecs:cloudServers:list";

    /// <summary>…/ecs_02_1103.html: one server; setting the same password twice leaves the same state.</summary>
    public static readonly CallContract ResetServerPassword = Call("ResetServerPassword", Idempotency.Idempotent, ResetPermission);

    /// <summary>…/ecs_02_0306.html: one password for up to 1,000 servers (maxItems of the official API definition).</summary>
    public static readonly CallContract BatchResetServersPassword =
        Call("BatchResetServersPassword", Idempotency.Idempotent, ResetPermission, 1000);

    /// <summary>…/ecs_02_0306.html with <c>dry_run</c>: checks the request and each server, and resets nothing.</summary>
    public static readonly CallContract BatchResetDryRun = BatchResetServersPassword with { Idempotency = Idempotency.ReadOnly };

    /// <summary>
    /// The list of version 1.1, which filters by one id (huaweicloud-sdk-net-v3 Services/Ecs/V2/Model/ListCloudServersRequest.cs) and
    /// returns no user data.
    /// </summary>
    public static readonly CallContract ListCloudServers = Call("ListCloudServers", Idempotency.ReadOnly, ListPermission) with
    {
        Version = "v1.1",
    };

    /// <summary>The list of version 1, which takes up to 100 ids; its servers have their user data, which may hold a password.</summary>
    public static readonly CallContract ListServersDetails = Call("ListServersDetails", Idempotency.ReadOnly, ListPermission, 100);

    /// <summary>…/ecs_02_1102.html: whether a server has the plug-in that sets its password; one server a call.</summary>
    public static readonly CallContract ShowResetPasswordFlag =
        Call("ShowResetPasswordFlag", Idempotency.ReadOnly, "ecs:cloudServers:showResetPasswordFlag");

    /// <summary>…/ecs_02_0302.html: at most 1,000 servers a minute. A repetition restarts the server again.</summary>
    public static readonly CallContract BatchRebootServers =
        Call("BatchRebootServers", Idempotency.NotIdempotent, "ecs:cloudServers:reboot") with
        {
            Rate = HuaweiEndpoints.Rate with { PerSecond = 1000.0 / 60 },
        };

    /// <summary>…/ecs_02_0901.html: the status of a job. The page names no permission, unlike those of the other calls.</summary>
    public static readonly CallContract ShowJob = Call("ShowJob", Idempotency.ReadOnly, permission: null);

    /// <summary>Accepted at once, in effect after the next start or restart; the provider reports no failure of the plug-in.</summary>
    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "EcsServer",
        Ids = new TargetIdRule("ECS server id", HuaweiIds.Uuid, "616fb98f-46ca-475e-917e-2563e5a8cd19"),
        ProjectIds = HuaweiIds.Projects,
        UserNames = new UserNameRule
        {
            Only = ["root", "Administrator"],
            Rejection = "Huawei Cloud resets the password of root (Linux) or Administrator (Windows) and of no other user. Omit -UserName.",
        },
        Policies = new OperationPolicies(EcsServerPasswordPolicy.Policy),
        NeedsRegion = true,
        Change = BatchResetServersPassword,
        Describe = ListServersDetails,
        DescribeDenials = ShowResetPasswordFlag,
        DryRun = BatchResetDryRun,
        Restart = BatchRebootServers,
        Completion = CompletionKind.Unverified,
        Announce = static target =>
            $"Reset the password of {target.UserOrDefault} on {HuaweiEndpoints.Provider} ECS server {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartText = "; if it is running it is RESTARTED",
            ForcedRestartText =
                "; if it is running it is RESTARTED, and POWERED OFF and started again if that fails; it then loses what was not written "
                + "to disk",
            ForceWarning = "-Force has nothing to force on Huawei Cloud without -Restart: a reset stops no server.",
        },
        CreateReset = static options => new EcsServerResetOperation(TimeProvider.System)
        {
            Restart = options.Restart,
            PowersOff = options.Force,
        },
        CreateListing = static () => new EcsServerListing(TimeProvider.System),
    };

    private static CallContract Call(string action, Idempotency idempotency, string? permission, int batchSize = 1) => new()
    {
        Service = HuaweiEndpoints.Ecs,
        Action = action,
        Version = "v1",
        Permission = permission,
        Idempotency = idempotency,
        Rate = HuaweiEndpoints.Rate,
        BatchSize = batchSize,
    };
}
