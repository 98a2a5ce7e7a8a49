using System;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Contracts for tests that care for an action's name only.</summary>
internal static class AlibabaCalls
{
    public static AlibabaCallContract Named(string action, string version) => new()
    {
        Service = "ram",
        Action = action,
        Version = version,
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(null, TimeSpan.FromSeconds(1)),
    };
}
