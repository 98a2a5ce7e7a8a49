using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.ExampleProvider.Router;

/// <summary>Routers: one password a call, in effect with the response, no describe call, no regions.</summary>
internal static class RouterContracts
{
    public static readonly CallContract Reset = ExampleApi.Contract("router", "reset", Idempotency.Idempotent, 1);

    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "ExampleRouter",
        Ids = new TargetIdRule("example router id", "rtr-[0-9]{1,6}", "rtr-1"),
        Policies = ExamplePolicy.Policies,
        Change = Reset,
        Announce = static target => $"Reset the password of example router {target.Id}",
        Disruption = new DisruptionRules
        {
            RestartRejection = "A router needs no restart. Omit -Restart.",
            ForceWarning = "-Force has nothing to force on a router.",
        },
        CreateReset = static _ => new RouterResetOperation(),
    };
}
