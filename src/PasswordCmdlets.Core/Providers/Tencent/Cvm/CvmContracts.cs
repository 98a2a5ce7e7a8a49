using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>The CVM calls (version 2017-03-12) as Tencent Cloud documents them.</summary>
internal static class CvmContracts
{
    public const string Version = "2017-03-12";

    /// <summary>https://cloud.tencent.com/document/api/213/15736: at most 100 ids and 10 requests a second.</summary>
    public static readonly CallContract ResetInstancesPassword = new()
    {
        Service = TencentEndpoints.Cvm,
        Action = "ResetInstancesPassword",
        Version = Version,
        Permission = "cvm:ResetInstancesPassword",
        // Repeating it after success powers a running instance off and on once more.
        Idempotency = Idempotency.NotIdempotent,
        Rate = new RateContract(10, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>
    /// https://cloud.tencent.com/document/api/213/15728: at most 100 ids and 40 requests a second; the limit on results is 20 unless given.
    /// </summary>
    public static readonly CallContract DescribeInstances = new()
    {
        Service = TencentEndpoints.Cvm,
        Action = "DescribeInstances",
        Version = Version,
        Permission = "cvm:DescribeInstances",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(40, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>Accepted at once, finished when DescribeInstances shows our request id as done.</summary>
    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "CvmInstance",
        Ids = new TargetIdRule("CVM instance id", "ins-[0-9A-Za-z]{1,32}", "ins-r8hr2upy"),
        UserNames = TencentResetOperation.UserNames,
        Policies = new OperationPolicies(CvmPasswordPolicies.Unknown)
        {
            Linux = CvmPasswordPolicies.Linux,
            Windows = CvmPasswordPolicies.Windows,
            Generation = CvmPasswordPolicies.Windows,
        },
        NeedsRegion = true,
        Change = ResetInstancesPassword,
        Describe = DescribeInstances,
        Completion = CompletionKind.Polled,
        Announce = static target =>
            $"Reset the password of {target.UserOrDefault} on {TencentEndpoints.Provider} instance {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartRejection = "A reset with -Force shuts a running CVM instance down by itself. Omit -Restart.",
            ForceText = TencentResetOperation.ShutdownText,
        },
        CreateReset = static options => new CvmResetOperation { PermitsShutdown = options.Force, Windows = options.IsWindows },
        CreateFollowUp = static () => new CvmResetOperation(),
        CreateListing = static () => new CvmListing(),
    };
}
