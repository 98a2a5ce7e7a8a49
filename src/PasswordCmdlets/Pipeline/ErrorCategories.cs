using System.Management.Automation;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>PowerShell's category for each of our error ids.</summary>
internal static class ErrorCategories
{
    public static ErrorCategory Of(string? errorId) => errorId switch
    {
        ErrorIds.Throttled => ErrorCategory.LimitsExceeded,
        ErrorIds.AuthenticationFailed or ErrorIds.CredentialNotFound => ErrorCategory.AuthenticationError,
        ErrorIds.AccessDenied => ErrorCategory.PermissionDenied,
        ErrorIds.TargetNotFound => ErrorCategory.ObjectNotFound,
        ErrorIds.TargetBusy => ErrorCategory.ResourceBusy,
        ErrorIds.TargetStateInvalid or ErrorIds.NotInteractive => ErrorCategory.InvalidOperation,
        ErrorIds.PasswordPolicyViolation or ErrorIds.OldPasswordIncorrect => ErrorCategory.InvalidData,
        ErrorIds.PasswordNotEntered => ErrorCategory.InvalidData,
        ErrorIds.InvalidTarget or ErrorIds.DuplicateTarget or ErrorIds.RegionRequired => ErrorCategory.InvalidArgument,
        ErrorIds.InsecureEndpoint or ErrorIds.UnstoredPassword or ErrorIds.LengthOutOfRange => ErrorCategory.InvalidArgument,
        ErrorIds.AccountLocked or ErrorIds.LockoutGuard => ErrorCategory.SecurityError,
        ErrorIds.OutcomeUnknown or ErrorIds.WaitTimeout => ErrorCategory.OperationTimeout,
        ErrorIds.ProviderUnavailable => ErrorCategory.ResourceUnavailable,
        ErrorIds.ProviderError => ErrorCategory.InvalidResult,
        ErrorIds.VaultWriteFailed or ErrorIds.ReportUnavailable => ErrorCategory.WriteError,
        ErrorIds.CanaryFailed or ErrorIds.FailureLimitReached or ErrorIds.DeadlineReached => ErrorCategory.OperationStopped,
        ErrorIds.Cancelled or ErrorIds.RestartFailed => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };
}
