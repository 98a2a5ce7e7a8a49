using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>The reset of the login password of ECS instances as Alibaba Cloud documents it.</summary>
internal static class EcsInstanceContracts
{
    /// <summary>
    /// https://www.alibabacloud.com/help/en/ecs/api-modifyinstanceattribute: one instance a call. A repeated call stores the same
    /// password.
    /// </summary>
    public static readonly AlibabaCallContract ModifyInstanceAttribute = new()
    {
        Service = AlibabaEndpoints.Ecs,
        Action = "ModifyInstanceAttribute",
        Version = EcsContracts.Version,
        Permission = "ecs:ModifyInstanceAttribute",
        Idempotency = Idempotency.Idempotent,
        Rate = EcsContracts.Rate,
    };

    /// <summary>In effect after a restart through the provider, or at the next start of a stopped instance.</summary>
    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "EcsInstance",
        Ids = EcsContracts.InstanceIds,
        UserNames = new UserNameRule
        {
            Only = [EcsResetOperation.WindowsUser, "root", "ecs-user"],
            Rejection = "Alibaba Cloud resets the password of the image's own user: Administrator on Windows, root or ecs-user on Linux. "
                + "Omit -UserName.",
        },
        Policies = new OperationPolicies(EcsInstancePasswordPolicies.Unknown)
        {
            Linux = EcsInstancePasswordPolicies.Linux,
            Windows = EcsInstancePasswordPolicies.Windows,
            Generation = EcsInstancePasswordPolicies.Windows,
        },
        NeedsRegion = true,
        Change = ModifyInstanceAttribute,
        Describe = EcsContracts.DescribeInstances,
        DryRun = EcsContracts.RebootDryRun,
        Restart = EcsContracts.RebootInstance,
        Announce = static target =>
            $"Reset the password of {target.UserOrDefault} on {AlibabaEndpoints.Provider} ECS instance {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartText = "; if it is running it is RESTARTED",
            ForcedRestartText =
                "; if it is running it is POWERED OFF without a shutdown and started again, and loses what was not written to disk",
            ForceWarning =
                "-Force has nothing to force on Alibaba Cloud ECS without -Restart: a reset stops no instance.",
        },
        CreateReset = static options =>
            new EcsResetOperation { Restart = options.Restart, ForceStop = options.Force, Windows = options.IsWindows },
        CreateFollowUp = static () => new EcsResetOperation(),
        CreateListing = static () => new EcsListing(),
    };
}
