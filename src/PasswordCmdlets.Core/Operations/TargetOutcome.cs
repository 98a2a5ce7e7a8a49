using System;
using System.Collections.Generic;
using System.Threading;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>How a target ends, without what the engine adds of itself.</summary>
internal sealed record TargetOutcome(ChangeStatus Status, string? ErrorId, string Message)
{
    public string? ErrorCode { get; init; }

    public string? RequestId { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    public static TargetOutcome Failed(string errorId, string message) => new(ChangeStatus.Failed, errorId, message);

    public static TargetOutcome Unknown(string message) => new(ChangeStatus.Unknown, ErrorIds.OutcomeUnknown, message);

    public static TargetOutcome Cancelled(string message) => new(ChangeStatus.Cancelled, ErrorIds.Cancelled, message);

    /// <summary>A refusal in the provider's words and ours.</summary>
    public static TargetOutcome Rejected(ProviderReply reply) => new(ChangeStatus.Failed, reply.Fault.ErrorId(), Sentence(reply))
    {
        ErrorCode = reply.Code,
        RequestId = reply.RequestId,
        RetryTimesLeft = reply.RetryTimesLeft,
        LockTimeLeft = reply.LockTimeLeft,
    };

    public static string Sentence(ProviderReply reply)
    {
        string said = reply.Message ?? "The provider gave no reason.";
        return reply.Advice is { } advice ? $"{said} {advice}" : said;
    }
}
