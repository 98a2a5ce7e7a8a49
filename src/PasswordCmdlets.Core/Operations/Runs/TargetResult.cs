using System;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>The result of one target; created exactly once.</summary>
internal sealed class TargetResult
{
    public required PasswordTarget Target { get; init; }

    public required string Provider { get; init; }

    public required string Resource { get; init; }

    public required string? Account { get; init; }

    /// <summary>The account in the names of a vault: see <see cref="Calls.ProviderSession.AccountOf"/>.</summary>
    public string? AccountId { get; init; }

    public required ChangeStatus Status { get; init; }

    /// <summary>The run that sent the change; null for the current one.</summary>
    public string? RunId { get; init; }

    public string? RequestId { get; init; }

    public string? ErrorId { get; init; }

    public string? ErrorCode { get; init; }

    public required string Message { get; init; }

    /// <summary>How often the change itself was sent for this target.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }

    public bool? RestartRequired { get; init; }

    /// <summary>What a preflight found of a target that may be sent; null for any other.</summary>
    public PreflightFinding? Preflight { get; init; }

    public int? RetryTimesLeft { get; init; }

    public int? LockTimeLeft { get; init; }

    /// <summary>The password that was set or may have been; only for generated ones.</summary>
    public SecretText? GeneratedPassword { get; init; }

    /// <summary>The result of a target that has its outcome.</summary>
    /// <param name="work">The target.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="now">The time (UTC).</param>
    public static TargetResult Of(TargetWork work, TargetOutcome outcome, DateTimeOffset now)
    {
        bool mayBeSet = outcome.Status is ChangeStatus.Succeeded or ChangeStatus.Accepted or ChangeStatus.Unknown;
        return new TargetResult
        {
            Target = work.Target,
            Provider = work.Session.Provider.Name,
            Resource = work.Operation.Descriptor.Resource,
            Account = work.Session.Account,
            AccountId = work.Session.AccountOf(work.Target),
            Status = outcome.Status,
            RunId = work.RunId,
            RequestId = outcome.RequestId,
            ErrorId = outcome.ErrorId,
            ErrorCode = outcome.ErrorCode,
            Message = outcome.Message,
            Attempts = work.Attempts,
            StartedAt = work.FirstSentAt ?? work.PlannedAt,
            Duration = now - (work.FirstSentAt ?? now),
            RestartRequired = work.RestartRequired,
            RetryTimesLeft = outcome.RetryTimesLeft,
            LockTimeLeft = outcome.LockTimeLeft,
            Preflight = outcome.Preflight,
            GeneratedPassword = mayBeSet && !work.Passwords.IsShared && work.HasPassword ? work.Password : null,
        };
    }
}
