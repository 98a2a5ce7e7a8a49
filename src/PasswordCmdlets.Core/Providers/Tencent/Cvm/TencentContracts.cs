using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>The CVM calls (version 2017-03-12) as Tencent Cloud documents them.</summary>
internal static class TencentContracts
{
    public const string Version = "2017-03-12";

    /// <summary>https://cloud.tencent.com/document/api/213/15736: at most 100 ids and 10 requests a second.</summary>
    public static readonly CallContract ResetInstancesPassword = new()
    {
        Provider = CloudProvider.Tencent,
        Service = "cvm",
        Action = "ResetInstancesPassword",
        Version = Version,
        // Repeating it after success powers a running instance off and on once more.
        Idempotency = Idempotency.NotIdempotent,
        Rate = new RateContract(10, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>https://cloud.tencent.com/document/api/213/15728: at most 100 ids and 40 requests a second; the limit on results is 20 unless given.</summary>
    public static readonly CallContract DescribeInstances = new()
    {
        Provider = CloudProvider.Tencent,
        Service = "cvm",
        Action = "DescribeInstances",
        Version = Version,
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(40, TimeSpan.FromSeconds(1)),
        BatchSize = 100,
    };

    /// <summary>Accepted at once, finished when DescribeInstances shows our request id as done.</summary>
    public static readonly OperationContract ResetPassword = new()
    {
        Resource = "CvmInstance",
        Ids = new TargetIdRule("CVM instance id", "ins-[0-9A-Za-z]{1,32}", "ins-r8hr2upy"),
        Change = ResetInstancesPassword,
        Describe = DescribeInstances,
        Completion = CompletionKind.Polled,
        Policies = ["TencentLinux", "TencentWindows"],
    };
}
