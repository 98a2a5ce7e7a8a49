using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Makes the results that PowerShell shows, and the errors that go with them.</summary>
internal static class ResultFactory
{
    /// <summary>The result that an entry of a report describes: the one place where results get their properties.</summary>
    public static PasswordChangeResult Create(ReportEntry entry) => new()
    {
        Provider = entry.Provider.Length == 0 ? null : entry.Provider,
        Resource = entry.Resource.Length == 0 ? null : entry.Resource,
        InstanceId = entry.InstanceId,
        UserName = entry.UserName,
        Region = entry.Region,
        ProjectId = entry.ProjectId,
        ProfileName = entry.ProfileName,
        Account = entry.Account,
        Status = entry.Status,
        RequestId = entry.RequestId,
        ErrorId = entry.ErrorId,
        ErrorCode = entry.ErrorCode,
        Message = entry.Message,
        Attempts = entry.Attempts,
        StartedAt = (entry.StartedAt ?? entry.Time).UtcDateTime,
        Duration = entry.Duration ?? TimeSpan.Zero,
        RestartRequired = entry.RestartRequired,
        RetryTimesLeft = entry.RetryTimesLeft,
        LockTimeLeft = entry.LockTimeLeft,
        RunId = entry.RunId,
        VaultName = entry.VaultName,
        SecretName = entry.SecretName,
    };

    /// <summary>The entry that a result was made from.</summary>
    public static ReportEntry Entry(PasswordChangeResult result) => new()
    {
        Time = Utc(result.StartedAt) is { } started ? started + result.Duration : default,
        RunId = result.RunId ?? string.Empty,
        Provider = result.Provider ?? string.Empty,
        Resource = result.Resource ?? string.Empty,
        InstanceId = result.InstanceId,
        UserName = result.UserName,
        Region = result.Region,
        ProjectId = result.ProjectId,
        ProfileName = result.ProfileName,
        Account = result.Account,
        Status = result.Status ?? string.Empty,
        RequestId = result.RequestId,
        ErrorId = result.ErrorId,
        ErrorCode = result.ErrorCode,
        Message = result.Message,
        Attempts = result.Attempts,
        StartedAt = Utc(result.StartedAt),
        Duration = result.Duration,
        RestartRequired = result.RestartRequired,
        RetryTimesLeft = result.RetryTimesLeft,
        LockTimeLeft = result.LockTimeLeft,
        VaultName = result.VaultName,
        SecretName = result.SecretName,
    };

    /// <summary>The result of a target that the engine completed.</summary>
    public static PasswordChangeResult Create(TargetResult result, string runId) =>
        Create(ReportEntry.Of(result, runId, result.StartedAt));

    /// <summary>The entry of a target that failed before it was submitted to the engine.</summary>
    public static ReportEntry Unsent(
        string? provider, string? resource, PasswordTarget target, string errorId, string message, string runId)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new ReportEntry
        {
            Time = now,
            RunId = runId,
            Provider = provider ?? string.Empty,
            Resource = resource ?? string.Empty,
            InstanceId = string.IsNullOrEmpty(target.InstanceId) ? null : target.InstanceId,
            UserName = target.UserName,
            Region = target.Region,
            ProjectId = target.ProjectId,
            ProfileName = target.ProfileName,
            Status = nameof(ChangeStatus.Failed),
            ErrorId = errorId,
            Message = message,
            StartedAt = now,
            Duration = TimeSpan.Zero,
        };
    }

    /// <summary>The error that goes with a failed or unknown result.</summary>
    public static ErrorRecord Error(PasswordChangeResult result, object target)
    {
        string errorId = result.ErrorId ?? ErrorIds.ProviderError;
        string?[] parts = [result.Provider, result.InstanceId ?? result.UserName ?? result.Account];
        string name = string.Join(" ", parts.Where(static part => !string.IsNullOrEmpty(part)));
        string text = name.Length == 0 ? result.Message ?? errorId : $"{name}: {result.Message}";
        return CommandFailure.Record(text, errorId, ErrorCategories.Of(errorId), target);
    }

    private static DateTimeOffset? Utc(DateTime time) =>
        time == default ? null : new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
