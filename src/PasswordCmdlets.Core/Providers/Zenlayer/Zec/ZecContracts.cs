using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>
/// The ZEC calls as the official SDKs send them (sdk-go zenlayercloud/zec20250901). The older plural action with up to 100 ids
/// belongs to another product; here a call takes one instance. Names of permissions are not published; the messages name the action.
/// </summary>
internal static class ZecContracts
{
    public const string Version = "2025-09-01";

    // The SDKs pause one second after the first throttle and double from there.
    private static readonly RateContract Rate = new(PerSecond: null, TimeSpan.FromSeconds(1));

    public static readonly CallContract ResetInstancePassword = new()
    {
        Service = ZenlayerEndpoints.Console,
        Action = "ResetInstancePassword",
        Version = Version,
        Permission = "ResetInstancePassword",
        // The provider's own Terraform provider resends it after server and network errors.
        Idempotency = Idempotency.Idempotent,
        Rate = Rate,
    };

    public static readonly CallContract DescribeInstances = new()
    {
        Service = ZenlayerEndpoints.Console,
        Action = "DescribeInstances",
        Version = Version,
        Permission = "DescribeInstances",
        Idempotency = Idempotency.ReadOnly,
        Rate = Rate,
        BatchSize = 100,
    };

    /// <summary>The response is final: there is no operation to poll.</summary>
    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "ZecInstance",
        Ids = new TargetIdRule("ZEC instance id", "(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z-]{0,63}", "1341431445241233"),
        UserNames = new UserNameRule
        {
            Only = ["root", "Administrator"],
            Rejection = "Zenlayer resets the password of root (Linux) or Administrator (Windows) and of no other user. Omit -UserName.",
        },
        Policies = new OperationPolicies(ZecPasswordPolicy.Policy),
        Change = ResetInstancePassword,
        Describe = DescribeInstances,
        Announce = static target =>
            $"Reset the password of {target.UserOrDefault} on {ZenlayerEndpoints.Provider} instance {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartRejection = "Zenlayer resets passwords on running instances and restarts none. Omit -Restart.",
            ForceWarning = "-Force has nothing to force on Zenlayer: passwords are reset on running instances.",
        },
        CreateReset = static _ => new ZecResetOperation(),
        CreateListing = static () => new ZecListing(),
    };
}
