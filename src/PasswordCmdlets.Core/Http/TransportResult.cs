namespace PasswordCmdlets.Core.Http;

/// <summary>The outcome of one attempt.</summary>
/// <param name="Outcome">How far it got.</param>
/// <param name="Response">The response, when there is one.</param>
/// <param name="Reason">For people, why there is none: no URL, no secret; null where the attempt was cancelled.</param>
internal sealed record TransportResult(TransportOutcome Outcome, WireResponse? Response, string? Reason);
