namespace PasswordCmdlets.Core.Http;

/// <summary>How far one attempt got.</summary>
internal enum TransportOutcome
{
    /// <summary>A complete response was read.</summary>
    ResponseReceived,

    /// <summary>No byte of the body left: the provider cannot have executed anything.</summary>
    NotSent,

    /// <summary>The body may have arrived and no complete answer came: executed or not, nobody here knows.</summary>
    OutcomeUnknown,
}
