using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>
/// The ZEC calls as the official SDKs send them (sdk-go zenlayercloud/zec20250901). The older plural action with up to 100 ids
/// belongs to another product; here a call takes one instance.
/// </summary>
internal static class ZenlayerContracts
{
    public const string Version = "2025-09-01";

    // The SDKs pause one second after the first throttle and double from there.
    private static readonly RateContract Rate = new(PerSecond: null, TimeSpan.FromSeconds(1));

    public static readonly CallContract ResetInstancePassword = new()
    {
        Provider = CloudProvider.Zenlayer,
        Service = "console",
        Action = "ResetInstancePassword",
        Version = Version,
        // The provider's own Terraform provider resends it after server and network errors.
        Idempotency = Idempotency.Idempotent,
        Rate = Rate,
    };

    public static readonly CallContract DescribeInstances = new()
    {
        Provider = CloudProvider.Zenlayer,
        Service = "console",
        Action = "DescribeInstances",
        Version = Version,
        Idempotency = Idempotency.ReadOnly,
        Rate = Rate,
        BatchSize = 100,
    };

    /// <summary>The answer is all the provider ever says: there is no operation to follow.</summary>
    public static readonly OperationContract ResetPassword = new()
    {
        Resource = "ZecInstance",
        Ids = new TargetIdRule("ZEC instance id", "[0-9A-Za-z][0-9A-Za-z-]{0,63}", "1341431445241233"),
        Change = ResetInstancePassword,
        Describe = DescribeInstances,
        Completion = CompletionKind.Immediate,
        Policies = ["Zenlayer"],
    };
}
