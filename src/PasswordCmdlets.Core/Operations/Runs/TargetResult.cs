using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>What became of one target; made exactly once.</summary>
internal sealed class TargetResult
{
    public required PasswordTarget Target { get; init; }

    public required string Provider { get; init; }

    public required string Resource { get; init; }

    public required string? Account { get; init; }

    public required ChangeStatus Status { get; init; }

    public string? RequestId { get; init; }

    public string? ErrorId { get; init; }

    public string? ErrorCode { get; init; }

    public required string Message { get; init; }

    /// <summary>How often the change itself was sent for this target.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }

    public bool? RestartRequired { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    /// <summary>The password that was set or may have been; only for generated ones.</summary>
    public SecretText? GeneratedPassword { get; init; }

    /// <summary>Which draw of the generator <see cref="GeneratedPassword"/> is, from 1.</summary>
    public int GeneratedAttempt { get; init; }
}
