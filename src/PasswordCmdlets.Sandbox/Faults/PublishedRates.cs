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
        new QuotaRule { Provider = Cloud.Tencent, Service = "cvm", Action = "ResetInstancesPassword", PerSecond = 10 },
        new QuotaRule { Provider = Cloud.Tencent, Service = "cvm", Action = "DescribeInstances", PerSecond = 40 },

        // cloud.tencent.com/document/api/1207/55546 and 47573, the same of Lighthouse: 20 and 100.
        new QuotaRule { Provider = Cloud.Tencent, Service = "lighthouse", Action = "ResetInstancesPassword", PerSecond = 20 },
        new QuotaRule { Provider = Cloud.Tencent, Service = "lighthouse", Action = "DescribeInstances", PerSecond = 100 },

        // alibabacloud.com/notice/ram20220829, and the page of AssumeRoleWithOIDC: 100. Calls with a token are counted as one account's.
        new QuotaRule { Provider = Cloud.Alibaba, Action = "AssumeRole", PerSecond = 100 },
        new QuotaRule { Provider = Cloud.Alibaba, Action = "AssumeRoleWithOIDC", PerSecond = 100 },

        // cloud.tencent.com/document/product/1312/48197 and 73070: 600 and 20.
        new QuotaRule { Provider = Cloud.Tencent, Service = "sts", Action = "AssumeRole", PerSecond = 600 },
        new QuotaRule { Provider = Cloud.Tencent, Service = "sts", Action = "AssumeRoleWithWebIdentity", PerSecond = 20 },

        // support.huaweicloud.com/intl/en-us/api-ecs/ecs_02_0302.html: "A maximum of 1,000 ECSs can be restarted in one minute."
        new QuotaRule { Provider = Cloud.Huawei, Service = "ecs", Action = "BatchRebootServers", PerMinute = 1000 },
    ];
}
