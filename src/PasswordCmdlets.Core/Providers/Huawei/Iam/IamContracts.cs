using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>The IAM calls.</summary>
internal static class IamContracts
{
    /// <summary>A second token does no harm.</summary>
    public static readonly CallContract CreateToken = Call("KeystoneCreateUserTokenByPassword");

    public static readonly CallContract ListProjects = Call("KeystoneListProjects");

    private static CallContract Call(string action) => new()
    {
        Service = HuaweiEndpoints.Iam,
        Action = action,
        Version = "v3",
        Idempotency = Idempotency.ReadOnly,
        Rate = HuaweiEndpoints.Rate,
    };
}
