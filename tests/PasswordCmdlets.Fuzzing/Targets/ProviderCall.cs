using System;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>A call of a provider.</summary>
/// <param name="Call">The call.</param>
internal sealed record ProviderCall(ApiCall Call)
{
    /// <summary>Creates a target of the call's operation; null for a call of none.</summary>
    public Func<TargetWork>? Work { get; init; }

    /// <summary>The form of the ids that the call lists; null where it lists none.</summary>
    public TargetIdRule? Ids { get; init; }
}
