using System;
using System.Collections.Generic;
using System.Threading;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations;

/// <summary>One approved target on its way through the engine. Used by one task at a time.</summary>
internal sealed class TargetWork
{
    private int _finished;

    public required PasswordTarget Target { get; init; }

    public required ProviderSession Session { get; init; }

    public required ProviderOperation Operation { get; init; }

    public required IPasswordSource Passwords { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>When the change was first sent (UTC).</summary>
    public DateTimeOffset? FirstSentAt { get; set; }

    /// <summary>How often the change was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>What the look before sending showed; null where nobody looked or the look was refused.</summary>
    public InstanceView? Baseline { get; set; }

    /// <summary>Which draw of the password source is in use.</summary>
    public int PasswordAttempt { get; set; } = 1;

    /// <summary>The request id of the change that the provider accepted.</summary>
    public string? RequestId { get; set; }

    /// <summary>Whether the provider took the change: whoever follows it from there makes the result.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Whether the new password waits for a restart.</summary>
    public bool? RestartRequired { get; set; }

    /// <summary>What the operation keeps about this target between its steps; only the operation knows what it is.</summary>
    public object? OperationState { get; set; }

    /// <summary>The password of the current draw.</summary>
    public SecretText Password => _password is { } known && known.Attempt == PasswordAttempt
        ? known.Text
        : (_password = new(Passwords.PasswordFor(Target, PasswordAttempt), PasswordAttempt)).Text;

    private Drawn? _password;

    /// <summary>Whether this target takes one of the run's places in memory; one that only awaits completion does not.</summary>
    public bool TakesPlace { get; set; } = true;

    /// <summary>Whether a password was drawn for this target.</summary>
    public bool HasPassword => _password is not null;

    /// <summary>True for the one caller that may finish this target.</summary>
    public bool TryFinish() => Interlocked.Exchange(ref _finished, 1) == 0;

    public bool IsFinished => Volatile.Read(ref _finished) == 1;

    private sealed record Drawn(SecretText Text, int Attempt);
}

/// <summary>What a look shows of one instance.</summary>
internal sealed record InstanceView
{
    public required string Id { get; init; }

    /// <summary>The provider's own word for the state.</summary>
    public string? State { get; init; }

    public bool? IsWindows { get; init; }

    /// <summary>The latest operation on the instance, as its provider names it.</summary>
    public string? OperationName { get; init; }

    public string? OperationState { get; init; }

    public string? OperationRequestId { get; init; }

    public string? OperationError { get; init; }

    /// <summary>Alibaba ECS: whether a VNC password takes effect without a restart.</summary>
    public bool? IoOptimized { get; init; }

    /// <summary>When the instance was last started, as its provider writes it.</summary>
    public string? StartedAt { get; init; }

    /// <summary>Zenlayer: whether the guest agent that sets the password is there.</summary>
    public bool? AgentEnabled { get; init; }

    /// <summary>The same with the provider's words made safe to show.</summary>
    public InstanceView Clean(IReadOnlyList<SecretText> secrets) => this with
    {
        State = MessageSanitizer.Code(State, secrets),
        OperationName = MessageSanitizer.Code(OperationName, secrets),
        OperationState = MessageSanitizer.Code(OperationState, secrets),
        OperationRequestId = MessageSanitizer.Code(OperationRequestId, secrets),
        OperationError = MessageSanitizer.Message(OperationError, secrets),
    };
}

/// <summary>Many instances as one look shows them; ids that are not in it do not exist.</summary>
/// <param name="Views">The instances by id.</param>
internal sealed record InstanceViews(IReadOnlyDictionary<string, InstanceView> Views)
{
    /// <summary>The same with the provider's words made safe to show.</summary>
    public InstanceViews Clean(IReadOnlyList<SecretText> secrets)
    {
        Dictionary<string, InstanceView> clean = new(Views.Count, StringComparer.Ordinal);
        foreach ((string id, InstanceView view) in Views)
        {
            clean[id] = view.Clean(secrets);
        }

        return new InstanceViews(clean);
    }
}

/// <summary>How a target ends, without what the engine adds of itself.</summary>
internal sealed record TargetVerdict(ChangeStatus Status, string? ErrorId, string Message)
{
    public string? ErrorCode { get; init; }

    public string? RequestId { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    public static TargetVerdict Failed(string errorId, string message) => new(ChangeStatus.Failed, errorId, message);

    public static TargetVerdict Unknown(string message) => new(ChangeStatus.Unknown, ErrorIds.OutcomeUnknown, message);

    public static TargetVerdict Cancelled(string message) => new(ChangeStatus.Cancelled, ErrorIds.Cancelled, message);

    /// <summary>A refusal in the provider's words and ours.</summary>
    public static TargetVerdict Refused(ProviderReply reply) => new(ChangeStatus.Failed, reply.Fault.ErrorId(), Sentence(reply))
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
