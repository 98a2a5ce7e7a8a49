using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>The RAM calls (version 2015-05-01) as Alibaba Cloud documents them. RAM has one endpoint and no regions.</summary>
internal static class RamContracts
{
    public const string Version = "2015-05-01";

    private static readonly OperationPolicies Policies = new(RamPasswordPolicy.Published);
    /// <summary>What user names look like.</summary>
    public static readonly TargetIdRule UserNames = new("RAM user name", "[0-9A-Za-z._-]{1,64}", "alice");

    /// <summary>The caller's own password. After a lost success a repetition is a wrong old password, which RAM counts.</summary>
    public static readonly AlibabaCallContract ChangePassword = Call("ChangePassword", Idempotency.NotIdempotent);

    /// <summary>Sets a user's password; a repetition sets the same, unless the account forbids the reuse of passwords.</summary>
    public static readonly AlibabaCallContract UpdateLoginProfile = Call("UpdateLoginProfile", Idempotency.Idempotent);

    /// <summary>Lets a user log on to the console; a repetition is rejected, which would hide that the first one succeeded.</summary>
    public static readonly AlibabaCallContract CreateLoginProfile = Call("CreateLoginProfile", Idempotency.NotIdempotent);

    public static readonly AlibabaCallContract GetLoginProfile = Call("GetLoginProfile", Idempotency.ReadOnly);

    /// <summary>
    /// https://help.aliyun.com/zh/ram/developer-reference/api-ram-2015-05-01-listusers: no filter, no tags, no login information.
    /// </summary>
    public static readonly AlibabaCallContract ListUsers = Call("ListUsers", Idempotency.ReadOnly);

    public static readonly AlibabaCallContract GetPasswordPolicy = Call("GetPasswordPolicy", Idempotency.ReadOnly);

    public static readonly OperationDescriptor ChangeOwnPassword = new()
    {
        Resource = "RamUser",
        Ids = UserNames,
        TargetsUsers = true,
        Policies = Policies,
        Command = "Set-RamUserPassword",
        Change = ChangePassword,
        Announce = static target =>
            "Change the console password of the RAM user who owns "
            + (target.Id.Length == 0 ? "the access key in use" : $"access key {target.Id}")
            + "; a wrong old password counts towards a lock-out",
    };

    public static readonly OperationDescriptor SetUserPassword = new()
    {
        Resource = "RamUser",
        Ids = UserNames,
        TargetsUsers = true,
        Policies = Policies,
        Command = "Set-RamUserPassword",
        Change = UpdateLoginProfile,
        Announce = static target => $"Set the console password of RAM user {target.Id}",
        CreateListing = static () => new RamListing(),
        CreatePreflight = static _ => new RamUpdateLoginProfileOperation(),
    };

    // The rate is not published.
    private static AlibabaCallContract Call(string action, Idempotency idempotency) => new()
    {
        Service = AlibabaEndpoints.Ram,
        Action = action,
        Version = Version,

        // help.aliyun.com, RAM API reference, "RAM authorization": ram: and the name of the call.
        Permission = "ram:" + action,
        Idempotency = idempotency,
        Rate = new RateContract(PerSecond: null, TimeSpan.FromSeconds(1)),
    };
}
