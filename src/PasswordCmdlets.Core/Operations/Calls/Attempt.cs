namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>One attempt of a call.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Reply">The provider's response, when there is one.</param>
/// <param name="Reason">Why there is none, for people.</param>
internal sealed record Attempt(AttemptKind Kind, ProviderReply? Reply = null, string? Reason = null)
{
    /// <summary>Why there is no credential to sign with; null where that is not the reason.</summary>
    public string? CredentialErrorId { get; init; }

    /// <summary>Whether the attempt was made, whatever came of it.</summary>
    public bool WasMade => Kind is AttemptKind.ResponseReceived or AttemptKind.NotSent or AttemptKind.OutcomeUnknown;

    /// <summary>Whether the provider rejected the request for its rate.</summary>
    public bool IsThrottled => Kind == AttemptKind.ResponseReceived && Reply!.Fault == Fault.Throttled;
}
