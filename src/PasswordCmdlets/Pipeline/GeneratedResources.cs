using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Tencent;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Zenlayer;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// The policy that generated passwords of each kind of target meet. It may not change: a run's passwords are named again from its seed long after the run.
/// </summary>
internal static class GeneratedResources
{
    public const string RamUser = "RamUser";

    private static readonly (OperationContract Contract, PasswordPolicy Policy)[] Instances =
    [
        (TencentContracts.ResetPassword, PasswordPolicies.TencentWindows),
        (ZenlayerContracts.ResetPassword, PasswordPolicies.Zenlayer),
        (EcsContracts.SetVncPassword, PasswordPolicies.EcsVnc),
        (HuaweiContracts.Reset(HuaweiContracts.CurrentVersion), PasswordPolicies.Dcs),
    ];

    /// <summary>The policy of one kind of target: the strictest reading of all that may apply to it.</summary>
    public static PasswordPolicy PolicyOf(string resource) => resource == RamUser
        ? PasswordPolicies.Ram
        : Instances.First(item => item.Contract.Resource == resource).Policy;

    /// <summary>What an instance id can be the id of.</summary>
    public static IEnumerable<string> OfInstance(string id) => Instances.Where(item => item.Contract.Ids.Check(id) is null).Select(static item => item.Contract.Resource);
}
