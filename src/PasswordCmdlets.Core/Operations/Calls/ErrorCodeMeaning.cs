using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What one error code of a provider means and what a person can do about it.</summary>
/// <param name="Fault">What may be done next.</param>
/// <param name="Advice">For people; null where the provider's words are enough.</param>
internal sealed record ErrorCodeMeaning(Fault Fault, string? Advice = null)
{
    /// <summary>Whether the advice says all that the provider's message says, and says it better.</summary>
    public bool ReplacesMessage { get; init; }
}
