using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>Which calls share a rate limiter.</summary>
public sealed class RateLimitersTests
{
    private readonly RateLimiters _limiters = new(TimeProvider.System);

    [Fact]
    public void Two_services_with_one_action_name_have_a_limiter_each()
    {
        CallContract cvm = CvmContracts.DescribeInstances;
        CallContract lighthouse = new()
        {
            Service = "lighthouse",
            Action = cvm.Action,
            Version = cvm.Version,
            Idempotency = cvm.Idempotency,
            Rate = cvm.Rate,
            BatchSize = cvm.BatchSize,
        };

        Assert.NotSame(Of(cvm), Of(lighthouse));
        Assert.Same(Of(cvm), Of(cvm));
        Assert.Same(Of(lighthouse), Of(lighthouse));
    }

    // One endpoint for both, so that the service alone separates them.
    private AdaptiveRateLimiter Of(CallContract contract) =>
        _limiters.Of(TencentProvider.Descriptor, contract, "account", "ap-guangzhou", new Uri("https://cvm.tencentcloudapi.com"));
}
