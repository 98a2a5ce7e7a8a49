using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>The IAM calls.</summary>
internal static class IamContracts
{
    /// <summary>A second token does no harm. It needs no permission.</summary>
    public static readonly CallContract CreateToken = Call("KeystoneCreateUserTokenByPassword", permission: null);

    public static readonly CallContract ListProjects = Call("KeystoneListProjects", "iam:projects:listProjects");

    /// <summary>The permission is that of the role Agent Operator.</summary>
    public static readonly CallContract AssumeAgency = Call("CreateTemporaryAccessKeyByAgency", "iam:agencies:assume");

    /// <summary>The token of the identity provider authorizes it.</summary>
    public static readonly CallContract CreateTokenByIdToken = Call("KeystoneCreateUserTokenByIdToken", permission: null);

    public static readonly CallContract CreateKeyByToken = Call("CreateTemporaryAccessKeyByToken", permission: null);

    private static CallContract Call(string action, string? permission) => new()
    {
        Service = HuaweiEndpoints.Iam,
        Action = action,
        Version = "v3",
        Permission = permission,
        Idempotency = Idempotency.ReadOnly,
        Rate = HuaweiEndpoints.Rate,
    };
}
