using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Sandbox.Http;

namespace PasswordCmdlets.Sandbox.State;

/// <summary>An instance or user, as the control API shows it; what does not apply is null.</summary>
internal sealed record DescribedInstance
{
    /// <summary>The provider.</summary>
    public required Cloud Provider { get; init; }

    /// <summary>The id, or the user's name.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, where ids of one form are those of several resources.</summary>
    public string? Resource { get; init; }

    /// <summary>The region or zone.</summary>
    public string? Region { get; init; }

    /// <summary>The state.</summary>
    public string? State { get; init; }

    /// <summary>How many password changes were executed (Tencent: accepted).</summary>
    public int Executions { get; init; }

    /// <summary>How often it was shut down or restarted.</summary>
    public int? Restarts { get; init; }

    /// <summary>How many of these cut the power.</summary>
    public int? PowerOffs { get; init; }

    /// <summary>Whether a password waits for a restart.</summary>
    public bool? RestartPending { get; init; }

    /// <summary>The latest operation.</summary>
    public string? LatestOperation { get; init; }

    /// <summary>How it stands: OPERATING, SUCCESS or FAILED.</summary>
    public string? LatestOperationState { get; init; }

    /// <summary>The request that began it.</summary>
    public string? LatestOperationRequestId { get; init; }

    /// <summary>How many wrong passwords are still allowed.</summary>
    public int? RetryTimesLeft { get; init; }

    /// <summary>Until when changes are locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>Whether a RAM user's next login asks for another password.</summary>
    public bool? PasswordResetRequired { get; init; }

    /// <summary>Whether a RAM user's next login asks for a second factor.</summary>
    public bool? MfaBindRequired { get; init; }

    /// <summary>The passwords set, the latest first; the control API shows them only where they were asked for.</summary>
    public IReadOnlyList<PasswordView>? Passwords { get; init; }
}

/// <summary>A password that was set.</summary>
/// <param name="UserName">Whose.</param>
/// <param name="Password">The password.</param>
/// <param name="RequestId">The request that set it; null for a seeded one.</param>
internal sealed record PasswordView(string? UserName, string Password, string? RequestId)
{
    /// <summary>Lists passwords, the latest first.</summary>
    /// <param name="latest">The latest; null for none.</param>
    public static IReadOnlyList<PasswordView> ListOf(PasswordChange? latest) =>
        [.. latest?.All.Select(change => new PasswordView(change.UserName, change.Password, change.RequestId)) ?? []];
}
