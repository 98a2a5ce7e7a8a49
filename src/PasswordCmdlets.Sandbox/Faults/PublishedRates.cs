using System.Collections.Generic;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.Faults;

/// <summary>The rates that providers publish. For the others they say only that there are some.</summary>
internal static class PublishedRates
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<QuotaRule> All { get; } =
    [
        // cloud.tencent.com/document/api/213/15736 and 15728: "a maximum of 10 (40) requests can be initiated per second for this API".
        new QuotaRule { Provider = Cloud.Tencent, Action = "ResetInstancesPassword", PerSecond = 10 },
        new QuotaRule { Provider = Cloud.Tencent, Action = "DescribeInstances", PerSecond = 40 },
    ];
}
