using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>
/// The DCS and IAM calls. Changing: support.huaweicloud.com/intl/en-us/api-dcs/UpdatePassword.html; resetting: …/ResetPassword.html; the same
/// calls under v1.0: seed documentation, and opentelekomcloud-docs/distributed-cache-service api-ref/source/outdated_apis_v1.
/// </summary>
internal static class HuaweiContracts
{
    public const string CurrentVersion = "v2";
    public const string EarlierVersion = "v1.0";

    /// <summary>The id that names an instance, a UUID.</summary>
    public static readonly TargetIdRule InstanceIds = new(
        "DCS instance id",
        "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}",
        "5560df16-cebf-4473-95c4-d1b573c16e79");

    /// <summary>The id that names a project, 32 hexadecimal digits on the public clouds.</summary>
    public static readonly TargetIdRule ProjectIds = new("project id", "[0-9A-Za-z_-]{1,64}", "a4a5d4098fb4474fa22cd05f897d6b99");

    // No rate is published. A gateway that throttles (APIGW.0308) counts the refused calls too, by the minute.
    private static readonly RateContract Rate = new(PerSecond: null, TimeSpan.FromMinutes(1));

    public static readonly CallContract CreateToken = new()
    {
        Provider = CloudProvider.Huawei,
        Service = HuaweiEndpoints.Iam,
        Action = "KeystoneCreateUserTokenByPassword",
        Version = "v3",
        // A second token does no harm.
        Idempotency = Idempotency.ReadOnly,
        Rate = Rate,
    };

    public static readonly CallContract ListProjects = new()
    {
        Provider = CloudProvider.Huawei,
        Service = HuaweiEndpoints.Iam,
        Action = "KeystoneListProjects",
        Version = "v3",
        Idempotency = Idempotency.ReadOnly,
        Rate = Rate,
    };

    /// <summary>Changing a password that is known. If it took effect, repeating it is a wrong old password, and five of those lock the instance.</summary>
    public static OperationContract Change(string version) => Operation(new CallContract
    {
        Provider = CloudProvider.Huawei,
        Service = HuaweiEndpoints.Dcs,
        Action = "UpdatePassword",
        Version = version,
        Idempotency = Idempotency.NotIdempotent,
        Rate = Rate,
    });

    /// <summary>Setting a password without knowing the old one.</summary>
    public static OperationContract Reset(string version) => Operation(new CallContract
    {
        Provider = CloudProvider.Huawei,
        Service = HuaweiEndpoints.Dcs,
        Action = "ResetPassword",
        Version = version,
        Idempotency = Idempotency.Idempotent,
        Rate = Rate,
    });

    // Nobody looks first: the list of instances cannot be asked for given ids, so every group would page through a whole project (a
    // thousand a page), with a permission of its own and against the same throttle; and what a look could tell (no such instance, wrong
    // state, password-free) the change itself is refused for with a code that says so, before it counts a try.
    private static OperationContract Operation(CallContract change) => new()
    {
        Resource = "DcsInstance",
        Change = change,
        Describe = null,
        Completion = CompletionKind.Immediate,
        Policies = ["Dcs"],
        Ids = InstanceIds,
    };
}
