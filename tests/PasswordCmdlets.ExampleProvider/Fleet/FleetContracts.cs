using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.ExampleProvider.Fleet;

/// <summary>Servers: twenty passwords a call, fifty descriptions a call, completion by polling, a list.</summary>
internal static class FleetContracts
{
    public static readonly CallContract Reset = ExampleApi.Contract("fleet", "reset", Idempotency.NotIdempotent, 20);

    public static readonly CallContract Describe = ExampleApi.Contract("fleet", "describe", Idempotency.ReadOnly, 50);

    public static readonly CallContract List = ExampleApi.Contract("fleet", "list", Idempotency.ReadOnly, 50);

    public static readonly OperationDescriptor ResetPassword = new()
    {
        Resource = "ExampleServer",
        Ids = new TargetIdRule("example server id", "srv-[0-9]{1,6}", "srv-1"),
        UserNames = new UserNameRule { Only = ["admin"], Rejection = "Only admin has a password." },
        Policies = ExamplePolicy.Policies,
        NeedsRegion = true,
        Change = Reset,
        Describe = Describe,
        Completion = CompletionKind.Polled,
        Announce = static target => $"Reset the password of example server {target.Id}{target.InRegion}",
        Disruption = new DisruptionRules
        {
            RestartText = "; it is RESTARTED",
            ForceText = "; it is STOPPED for the reset",
            ForcedRestartText = "; it is STOPPED for the reset and RESTARTED",
        },
        CreateReset = static _ => new FleetResetOperation(),
        CreateFollowUp = static () => new FleetResetOperation(),
        CreateListing = static () => new FleetListing(),
    };
}
