using PasswordCmdlets.Core.Operations.Reports;

namespace PasswordCmdlets.Core.Operations;

/// <summary>What to do about each error id, in one or two sentences; about_PasswordCmdlets_Results has the same texts.</summary>
internal static class ErrorAdvice
{
    /// <summary>What to do about a target whose request was sent and that has no result.</summary>
    public const string Sent = "Sent, and no result was written: the change may or may not have taken effect. "
        + "Try the new password before you send it again; Restore-CloudPassword returns a generated one.";

    /// <summary>What to do about a planned target when a later line of the report is incomplete.</summary>
    public const string MayBeSent = "Confirmed, and a later line of the report is incomplete: it may have been sent. "
        + "Try the new password before you send it again; Restore-CloudPassword returns a generated one.";

    private const string Planned =
        "Confirmed, never sent: the command ended before that. Get-CloudPasswordReport -Resumable returns the target.";

    private const string SendRest = "Correct the cause, then send the rest: Get-CloudPasswordReport -Resumable returns it.";

    /// <summary>What to do about the last state of a target; null when nothing has to be done or no advice is known.</summary>
    public static string? Of(ReportEntry entry) => Of(entry.ErrorId) ?? entry.Status switch
    {
        ReportEntry.Sent => Sent,
        ReportEntry.Planned => entry.MayBeSent ? MayBeSent : Planned,
        nameof(ChangeStatus.Unknown) => Of(ErrorIds.OutcomeUnknown),
        nameof(ChangeStatus.Cancelled) => Of(ErrorIds.Cancelled),
        _ => null,
    };

    /// <summary>What to do about an error; null for an unknown error id.</summary>
    public static string? Of(string? errorId) => errorId switch
    {
        ErrorIds.InvalidTarget =>
            "Correct the id, the provider, the resource or the switch that the message shows; nothing was sent.",
        ErrorIds.DuplicateTarget => "The command has the target twice, or under two profiles; it is changed once.",
        ErrorIds.RegionRequired => "Specify -Region, or set it where the access key comes from.",
        ErrorIds.PasswordPolicyViolation => "The password breaks the provider's rule; Test-CloudPassword shows which one.",
        ErrorIds.LengthOutOfRange => "The policy does not permit that -Length; the message has the range.",
        ErrorIds.PasswordNotEntered => "No password was entered: run Read-CloudPassword again and enter one.",
        ErrorIds.NotInteractive =>
            "The session cannot ask for a password: read it from a vault with Get-Secret, or use -GeneratePassword.",
        ErrorIds.CredentialNotFound =>
            "No access key was found, or a role could not be assumed; the message says what was tried and what to change.",
        ErrorIds.InsecureEndpoint => "Use https and an endpoint of the target's own provider; http is allowed only to a loopback address.",
        ErrorIds.UnstoredPassword => "A generated password needs -VaultName or -AllowUnstored.",
        ErrorIds.ReportUnavailable => "The report cannot be read or written.",
        ErrorIds.TargetNotFound => "The target does not exist: check id, region and account.",
        ErrorIds.TargetBusy => "Another operation is running on the target; try again later.",
        ErrorIds.TargetStateInvalid => "The target's state does not allow it; the message shows the required state.",
        ErrorIds.Throttled => "The provider still throttled the request after -ThrottleTimeoutSec; try again later.",
        ErrorIds.AuthenticationFailed => "The provider rejected the access key. The rest of that account is Cancelled.",
        ErrorIds.AccessDenied => "The access key lacks a permission; the message has its name where it is known.",
        ErrorIds.OldPasswordIncorrect => "Check the old password; the provider locks the target after too many wrong ones.",
        ErrorIds.AccountLocked => "Too many wrong old passwords; wait for LockTimeLeft minutes.",
        ErrorIds.LockoutGuard => "The old password was not sent: the target is locked, or one more wrong password may lock it. "
            + "Check the old password and wait for the time in the message; -Force sends it now.",
        ErrorIds.CanaryFailed => $"Not changed: a target of -Canary did not succeed. {SendRest}",
        ErrorIds.FailureLimitReached => $"Not changed: more targets failed than -MaximumFailure permits. {SendRest}",
        ErrorIds.DeadlineReached => "Not changed: -NotAfter was reached. Send it again in the next window. "
            + "As a terminating error: -NotAfter is past already.",
        ErrorIds.VaultWriteFailed => "A secret could not be stored or read; Restore-CloudPassword returns the password.",
        ErrorIds.OutcomeUnknown => "There was no response: verify the target before you send it again.",
        ErrorIds.WaitTimeout => "Not complete in time: pipe the result to Wait-CloudPasswordReset; "
            + "a generated password is then stored with Confirm-CloudPassword.",
        ErrorIds.RestartFailed =>
            "The password was set or accepted and the restart failed, or is not certain; see Message before you restart the target.",
        ErrorIds.ProviderUnavailable => "The provider could not be reached, or returned a server error; try again later.",
        ErrorIds.ProviderError => "The provider rejected the request for another reason: see ErrorCode and Message.",
        ErrorIds.Cancelled =>
            "Not changed: the command was stopped, the region could not be reached, the access key was rejected or expired, "
                + "or a shared old password was rejected and the rest was not confirmed.",
        _ => null,
    };
}
