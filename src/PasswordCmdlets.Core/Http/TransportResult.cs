namespace PasswordCmdlets.Core.Http;

/// <summary>How far one attempt got.</summary>
internal enum TransportOutcome
{
    /// <summary>A complete response was read.</summary>
    Answered,

    /// <summary>No byte of the body left: the provider cannot have executed anything.</summary>
    NotSent,

    /// <summary>The body may have arrived and no complete answer came: executed or not, nobody here knows.</summary>
    Lost,
}

/// <summary>The outcome of one attempt.</summary>
/// <param name="Outcome">How far it got.</param>
/// <param name="Response">The response, when there is one.</param>
/// <param name="Reason">For people, why there is none: no URL, no secret.</param>
internal readonly record struct TransportResult(TransportOutcome Outcome, WireResponse? Response, string? Reason);
