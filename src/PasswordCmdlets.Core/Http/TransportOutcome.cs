namespace PasswordCmdlets.Core.Http;

/// <summary>How far one attempt got.</summary>
internal enum TransportOutcome
{
    /// <summary>A complete response was read.</summary>
    ResponseReceived,

    /// <summary>A response came and is larger than <see cref="ResponseReader.MaximumBytes"/>: it was not read to its end.</summary>
    ResponseTooLarge,

    /// <summary>No byte of the body left: the provider cannot have executed anything.</summary>
    NotSent,

    /// <summary>The body may have arrived and no complete response came: executed or not is unknown.</summary>
    OutcomeUnknown,
}
