using System;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>A provider's answer after its response reader understood it.</summary>
internal sealed record ProviderReply
{
    public required Fault Fault { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The provider's own error code.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's own words; untrusted until <see cref="MessageSanitizer"/> has seen them.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it, in our words.</summary>
    public string? Advice { get; init; }

    /// <summary>How long the provider asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Tries of the old password that are left (DCS).</summary>
    public int? RetryTimesLeft { get; init; }

    /// <summary>Minutes until a lock ends (DCS).</summary>
    public int? LockTimeLeft { get; init; }

    /// <summary>What a reading call returned, in the operation's own terms.</summary>
    public object? Content { get; init; }
}
