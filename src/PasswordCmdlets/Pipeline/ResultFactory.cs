using System;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>Turns what the engine says of a target into what PowerShell shows.</summary>
internal static class ResultFactory
{
    public static PasswordChangeResult Create(TargetResult result, string runId) => new()
    {
        Provider = result.Provider.ToString(),
        Resource = result.Resource,
        InstanceId = result.Target.InstanceId,
        UserName = result.Target.UserName,
        Region = result.Target.Region,
        ProjectId = result.Target.ProjectId,
        Account = result.Account,
        Status = result.Status.ToString(),
        RequestId = result.RequestId,
        ErrorId = result.ErrorId,
        ErrorCode = result.ErrorCode,
        Message = result.Message,
        Attempts = result.Attempts,
        StartedAt = result.StartedAt.UtcDateTime,
        Duration = result.Duration,
        RestartRequired = result.RestartRequired,
        RetryTimesLeft = result.RetryTimesLeft,
        LockTimeLeft = result.LockTimeLeft,
        RunId = runId,
    };

    /// <summary>A target as a report shows it.</summary>
    public static PasswordChangeResult Create(ReportLine line) => new()
    {
        Provider = line.Provider,
        Resource = line.Resource,
        InstanceId = line.InstanceId,
        UserName = line.UserName,
        Region = line.Region,
        ProjectId = line.ProjectId,
        Account = line.Account,
        Status = line.Status,
        RequestId = line.RequestId,
        ErrorId = line.ErrorId,
        ErrorCode = line.ErrorCode,
        Message = line.Message,
        Attempts = line.Attempts,
        StartedAt = (line.StartedAt ?? line.Time).UtcDateTime,
        Duration = line.Duration ?? TimeSpan.Zero,
        RestartRequired = line.RestartRequired,
        RetryTimesLeft = line.RetryTimesLeft,
        LockTimeLeft = line.LockTimeLeft,
        RunId = line.RunId,
        VaultName = line.VaultName,
        SecretName = line.SecretName,
    };

    /// <summary>A target that failed before the engine saw it.</summary>
    public static PasswordChangeResult Unsent(string? provider, string? resource, PasswordTarget target, string errorId, string message, string? runId) => new()
    {
        Provider = provider,
        Resource = resource,
        InstanceId = target.InstanceId,
        UserName = target.UserName,
        Region = target.Region,
        ProjectId = target.ProjectId,
        Status = nameof(ChangeStatus.Failed),
        ErrorId = errorId,
        Message = message,
        StartedAt = DateTime.UtcNow,
        RunId = runId,
    };

    /// <summary>What a report says of a target that the engine never saw.</summary>
    public static ReportLine Line(PasswordChangeResult unsent) => new()
    {
        Time = new DateTimeOffset(unsent.StartedAt, TimeSpan.Zero),
        RunId = unsent.RunId ?? string.Empty,
        Provider = unsent.Provider ?? string.Empty,
        Resource = unsent.Resource ?? string.Empty,
        InstanceId = unsent.InstanceId,
        UserName = unsent.UserName,
        Region = unsent.Region,
        ProjectId = unsent.ProjectId,
        Status = unsent.Status ?? nameof(ChangeStatus.Failed),
        ErrorId = unsent.ErrorId,
        Message = unsent.Message,
        StartedAt = new DateTimeOffset(unsent.StartedAt, TimeSpan.Zero),
        Duration = TimeSpan.Zero,
    };

    /// <summary>The error that goes with a failed or unknown result.</summary>
    public static ErrorRecord Error(PasswordChangeResult result, object target)
    {
        string errorId = result.ErrorId ?? ErrorIds.ProviderError;
        string name = result.InstanceId ?? result.UserName ?? result.Account ?? "the target";
        string text = $"{result.Provider} {name}: {result.Message}";
        return new ErrorRecord(new InvalidOperationException(text), errorId, ErrorCategories.Of(errorId), target)
        {
            ErrorDetails = new ErrorDetails(text),
        };
    }
}
