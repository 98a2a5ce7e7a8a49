using System.Collections.Generic;
using PasswordCmdlets.Core.Operations.Redaction;

namespace PasswordCmdlets.Core.Operations;

/// <summary>What a describe call shows of one instance.</summary>
internal sealed record DescribedInstance
{
    public required string Id { get; init; }

    /// <summary>The provider's own word for the state.</summary>
    public string? State { get; init; }

    /// <summary>Whether the state is a documented constant, so that it cannot quote a secret.</summary>
    public bool StateIsListed { get; init; }

    public bool? IsWindows { get; init; }

    /// <summary>The latest operation on the instance, as its provider names it.</summary>
    public string? OperationName { get; init; }

    public string? OperationState { get; init; }

    public string? OperationRequestId { get; init; }

    public string? OperationError { get; init; }

    /// <summary>Whether the instance is I/O optimized; null where its provider does not say.</summary>
    public bool? IoOptimized { get; init; }

    /// <summary>When the instance was last started, as its provider writes it.</summary>
    public string? StartedAt { get; init; }

    /// <summary>Whether the guest agent that sets the password is enabled; null where its provider does not say.</summary>
    public bool? AgentEnabled { get; init; }

    /// <summary>Why the provider locked the instance, in its own words; null where it is not locked.</summary>
    public string? LockReason { get; init; }

    /// <summary>
    /// Whether a key pair is attached, which some providers let switch password logon off; null where its provider does not say.
    /// </summary>
    public bool? HasKeyPair { get; init; }

    /// <summary>
    /// The provider's code for why it would reject a change now; empty where it says none; null where it would accept one.
    /// </summary>
    public string? DenialCode { get; init; }

    /// <summary>Why the provider would reject a change now, in its own words.</summary>
    public string? DenialMessage { get; init; }

    /// <summary>The same with all that may not be shown withheld.</summary>
    public DescribedInstance Redact(Redactor redactor, IReadOnlyList<string> names) => this with
    {
        State = StateIsListed ? State : Field(redactor, State),
        OperationName = redactor.Field(OperationName),
        OperationState = redactor.Field(OperationState),
        OperationRequestId = redactor.Id(OperationRequestId),
        OperationError = redactor.Text(OperationError, names),
        LockReason = Field(redactor, LockReason),
        DenialCode = DenialCode is null ? null : redactor.Field(DenialCode) ?? string.Empty,
        DenialMessage = redactor.Text(DenialMessage, names),
    };

    // A withheld state or lock still counts: only a missing one is null.
    private static string? Field(Redactor redactor, string? text) => text is null ? null : redactor.Field(text) ?? "withheld";
}
