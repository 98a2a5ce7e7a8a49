using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>The Lighthouse calls (version 2020-03-24) as Tencent Cloud documents them.</summary>
internal static class LighthouseContracts
{
    public const string Version = "2020-03-24";

    /// <summary>https://cloud.tencent.com/document/api/1207/55546: at most 100 ids and 20 requests a second.</summary>
    public static readonly CallContract ResetInstancesPassword = new()
    {
        Service = TencentEndpoints.Lighthouse,
        Action = "ResetInstancesPassword",
        Version = Version,
        Permission = "lighthouse:ResetInstancesPassword",
        // Repeating it after success shuts a running instance down once more.
        Idempotency = Idempotency.NotIdempotent,
        Rate = new RateContract(20, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>
    /// https://cloud.tencent.com/document/product/1207/47573: at most 100 ids and 100 requests a second; it returns 20 instances by
    /// default.
    /// </summary>
    public static readonly CallContract DescribeInstances = new()
    {
        Service = TencentEndpoints.Lighthouse,
        Action = "DescribeInstances",
        Version = Version,
        Permission = "lighthouse:DescribeInstances",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(100, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>
    /// DescribeInstancesDeniedActions lists the actions that the provider would reject, at most 100 ids (tencentcloud-cli,
    /// lighthouse/v20200324/api.json). Its rate is not published there; this is that of the change it precedes.
    /// </summary>
    public static readonly CallContract DescribeInstancesDeniedActions = new()
    {
        Service = TencentEndpoints.Lighthouse,
        Action = "DescribeInstancesDeniedActions",
        Version = Version,
        Permission = "lighthouse:DescribeInstancesDeniedActions",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(20, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>Accepted at once, completed when DescribeInstances shows our request id as done.</summary>
    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "LighthouseInstance",
        Ids = new TargetIdRule("Lighthouse instance id", "lhins-[0-9A-Za-z]{1,32}", "lhins-r8hr2upy"),
        UserNames = TencentResetOperation.UserNames,
        Policies = new OperationPolicies(LighthousePasswordPolicies.Unknown)
        {
            Linux = LighthousePasswordPolicies.Linux,
            Windows = LighthousePasswordPolicies.Windows,
            Generation = LighthousePasswordPolicies.Windows,
        },
        NeedsRegion = true,
        Change = ResetInstancesPassword,
        Describe = DescribeInstances,
        DescribeDenials = DescribeInstancesDeniedActions,
        Completion = CompletionKind.Polled,
        Announce = static target =>
            $"Reset the password of {target.UserOrDefault} on {TencentEndpoints.Provider} Lighthouse instance {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartRejection = "A reset shuts a running Lighthouse instance down by itself. Omit -Restart.",
            ForceText = TencentResetOperation.ShutdownText,
        },
        CreateReset = static options => new LighthouseResetOperation { PermitsShutdown = options.Force, Windows = options.IsWindows },
        CreateFollowUp = static () => new LighthouseResetOperation(),
        CreateListing = static () => new LighthouseListing(),
    };
}
