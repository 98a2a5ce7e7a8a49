namespace PasswordCmdlets.Core.Operations;

/// <summary>The error identifiers that scripts may rely on.</summary>
internal static class ErrorIds
{
    public const string InvalidTarget = nameof(InvalidTarget);
    public const string DuplicateTarget = nameof(DuplicateTarget);
    public const string RegionRequired = nameof(RegionRequired);
    public const string PasswordPolicyViolation = nameof(PasswordPolicyViolation);
    public const string LengthOutOfRange = nameof(LengthOutOfRange);
    public const string PasswordNotEntered = nameof(PasswordNotEntered);
    public const string NotInteractive = nameof(NotInteractive);
    public const string CredentialNotFound = nameof(CredentialNotFound);
    public const string InsecureEndpoint = nameof(InsecureEndpoint);
    public const string UnstoredPassword = nameof(UnstoredPassword);
    public const string ReportUnavailable = nameof(ReportUnavailable);
    public const string TargetNotFound = nameof(TargetNotFound);
    public const string TargetBusy = nameof(TargetBusy);
    public const string TargetStateInvalid = nameof(TargetStateInvalid);
    public const string Throttled = nameof(Throttled);
    public const string AuthenticationFailed = nameof(AuthenticationFailed);
    public const string AccessDenied = nameof(AccessDenied);
    public const string OldPasswordIncorrect = nameof(OldPasswordIncorrect);
    public const string AccountLocked = nameof(AccountLocked);
    public const string LockoutGuard = nameof(LockoutGuard);
    public const string CanaryFailed = nameof(CanaryFailed);
    public const string FailureLimitReached = nameof(FailureLimitReached);
    public const string DeadlineReached = nameof(DeadlineReached);
    public const string VaultWriteFailed = nameof(VaultWriteFailed);
    public const string OutcomeUnknown = nameof(OutcomeUnknown);
    public const string WaitTimeout = nameof(WaitTimeout);
    public const string RestartFailed = nameof(RestartFailed);
    public const string ProviderUnavailable = nameof(ProviderUnavailable);
    public const string ProviderError = nameof(ProviderError);
    public const string Cancelled = nameof(Cancelled);
}
