using System;
using System.Linq;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Preflight;

namespace PasswordCmdlets.Core.Operations;

/// <summary>How a target ends, without what the engine adds of itself.</summary>
internal sealed record TargetOutcome(ChangeStatus Status, string? ErrorId, string Message)
{
    public string? ErrorCode { get; init; }

    public string? RequestId { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    /// <summary>What a preflight found of a target that may be sent; null for any other outcome.</summary>
    public PreflightFinding? Preflight { get; init; }

    public static TargetOutcome Failed(string errorId, string message) => new(ChangeStatus.Failed, errorId, message);

    public static TargetOutcome Unknown(string message) => new(ChangeStatus.Unknown, ErrorIds.OutcomeUnknown, message);

    public static TargetOutcome Cancelled(string message) => new(ChangeStatus.Cancelled, ErrorIds.Cancelled, message);

    /// <summary>A rejection in the provider's words and ours.</summary>
    public static TargetOutcome Rejected(ProviderReply reply) => new(ChangeStatus.Failed, reply.Fault.ErrorId(), Sentence(reply))
    {
        ErrorCode = reply.Code,
        RequestId = reply.RequestId,
        RetryTimesLeft = reply.RetryTimesLeft,
        LockTimeLeft = reply.LockTimeLeft,
    };

    /// <summary>The provider's message and the advice for its error code; the advice alone where the message is withheld.</summary>
    public static string Sentence(ProviderReply reply) => (reply.Message, reply.Advice) switch
    {
        (null or "", null) => "The response has no reason.",
        (null or "", { } advice) => advice,
        ({ } message, null) => message,
        ({ } message, { } advice) => $"{message}{(IsSentence(message) ? string.Empty : ".")} {advice}",
    };

    private static bool IsSentence(string message) => ".!?。！？…".Contains(message[message.Length - 1]);
}
