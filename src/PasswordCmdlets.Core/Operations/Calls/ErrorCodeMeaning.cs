namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What one error code of a provider means and what a person can do about it.</summary>
/// <param name="Fault">What may be done next.</param>
/// <param name="Advice">For people; null where the provider's words are enough.</param>
internal sealed record ErrorCodeMeaning(Fault Fault, string? Advice = null)
{
    /// <summary>Whether the advice says all that the provider's message says, and says it better.</summary>
    public bool ReplacesMessage { get; init; }

    /// <summary>
    /// The fault of a response with this code and a status code: a rejection with a status of 500 or above, or 408 (a time-out), may have
    /// been executed.
    /// </summary>
    public Fault FaultOf(int statusCode) => Fault == Fault.Rejected && statusCode is >= 500 or 408 ? Fault.Transient : Fault;
}
