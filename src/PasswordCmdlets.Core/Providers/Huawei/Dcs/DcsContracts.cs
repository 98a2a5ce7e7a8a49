using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>
/// The DCS calls. Changing: support.huaweicloud.com/intl/en-us/api-dcs/UpdatePassword.html; the same call under v1.0: seed documentation,
/// and opentelekomcloud-docs/distributed-cache-service api-ref/source/outdated_apis_v1. Resetting, which v1.0 does not have:
/// …/ResetPassword.html.
/// </summary>
internal static class DcsContracts
{
    public const string CurrentVersion = "v2";
    public const string EarlierVersion = "v1.0";

    /// <summary>The id that names an instance, a UUID.</summary>
    public static readonly TargetIdRule InstanceIds = new("DCS instance id", HuaweiIds.Uuid, "5560df16-cebf-4473-95c4-d1b573c16e79");

    private const string Resource = "DcsInstance";
    private static readonly OperationPolicies Policies = new(DcsPasswordPolicy.Policy);

    /// <summary>
    /// The list of a project's instances. Its permission: opentelekomcloud-docs/distributed-cache-service, as below.
    /// </summary>
    public static readonly CallContract ListInstances = Call("ListInstances", CurrentVersion, Idempotency.ReadOnly, "dcs:instance:list");

    /// <summary>
    /// Changing a password that is known. If it took effect, repeating it is a wrong old password, and five of those lock the instance.
    /// </summary>
    public static OperationDescriptor Change(string version) => new()
    {
        Resource = Resource,
        Ids = InstanceIds,
        ProjectIds = HuaweiIds.Projects,
        Policies = Policies,
        Command = "Set-DcsPassword",
        NeedsRegion = true,
        Change = Call("UpdatePassword", version, Idempotency.NotIdempotent, "dcs:instance:modifyAuthInfo"),
        Announce = static target =>
            $"Change the password of Huawei DCS instance {target.Id}{target.InRegion}; a wrong old password uses one of its five attempts",
    };

    /// <summary>Setting a password without knowing the old one.</summary>
    public static readonly OperationDescriptor Reset = new()
    {
        Resource = Resource,
        Ids = InstanceIds,
        ProjectIds = HuaweiIds.Projects,
        Policies = Policies,
        Command = "Set-DcsPassword",
        NeedsRegion = true,
        Change = Call("ResetPassword", CurrentVersion, Idempotency.Idempotent, "dcs:instance:resetAuthInfo"),
        Announce = static target => $"Reset the password of Huawei DCS instance {target.Id}{target.InRegion} without knowing the old one",
        CreateListing = static () => new DcsListing(TimeProvider.System),
        CreatePreflight = static options => new DcsResetOperation(TimeProvider.System)
        {
            PreflightGuard = options.Force ? null : LockoutGuard.Process,
        },
    };

    // Permissions: opentelekomcloud-docs/distributed-cache-service, api-ref/source/permissions_policies_and_supported_actions.
    // No describe call: the list of instances cannot be asked for given ids, so every group would page through a whole project (a
    // thousand a page), with a permission of its own and against the same throttle; and what it could return (no such instance, wrong
    // state, password-free) the change itself is rejected for with a code that says so, before it counts a wrong password.
    private static CallContract Call(string action, string version, Idempotency idempotency, string permission) => new()
    {
        Service = HuaweiEndpoints.Dcs,
        Action = action,
        Version = version,
        Permission = permission,
        Idempotency = idempotency,
        Rate = HuaweiEndpoints.Rate,
    };
}
