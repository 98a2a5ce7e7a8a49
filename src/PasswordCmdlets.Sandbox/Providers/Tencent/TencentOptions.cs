using System;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>How the sandbox's CVM behaves where the real one is slow, or where documents disagree.</summary>
internal sealed record TencentOptions
{
    /// <summary>How long a reset takes, in milliseconds; negative: until it is completed by hand.</summary>
    public int OperationMilliseconds { get; init; }

    /// <summary>
    /// How long after a reset was accepted DescribeInstances still shows the operation before it. That there is such a lag is
    /// known from terraform-provider-tencentcloud (waitForOperationFinished: "cannot catch LatestOperationState change immediately").
    /// </summary>
    public int DescribeLagMilliseconds { get; init; }

    /// <summary>Whether the error of a batch names the instance.</summary>
    public bool NamesIdInMessage { get; init; } = true;

    /// <summary>Whether the password rules of 2019 apply (8–16 characters, two classes) instead of today's.</summary>
    public bool LegacyPasswordRules { get; init; }

    /// <summary>
    /// Whether DescribeInstances rejects a batch with an unknown id. The real one omits the id: <c>InvalidInstanceId.NotFound</c> is
    /// not among its error codes (tencentcloud-sdk-go cvm/v20170312/client.go), and terraform-provider-tencentcloud takes an
    /// empty InstanceSet for "deleted" (service_tencentcloud_cvm.go DescribeInstanceById).
    /// </summary>
    public bool DescribeRefusesUnknownIds { get; init; }

    /// <summary>How long a reset takes.</summary>
    public TimeSpan OperationDuration =>
        OperationMilliseconds < 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(OperationMilliseconds);
}
