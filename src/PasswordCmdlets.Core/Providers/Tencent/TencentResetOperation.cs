using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Providers.Tencent;

/// <summary>
/// What the resets of CVM and Lighthouse share: a hundred instances a call, of one kind of operating system, polled by their latest
/// operation.
/// </summary>
internal abstract class TencentResetOperation : ProviderOperation
{
    /// <summary>What -Force does to a running instance, for ShouldProcess.</summary>
    public const string ShutdownText = "; if it is running it is SHUT DOWN, and powered off if that fails";

    protected const string StopFirst = "Stop it first, or use -Force to have it shut down (powered off if that fails).";

    /// <summary>The user names that the services take.</summary>
    public static UserNameRule UserNames { get; } = new()
    {
        IsPartOfTarget = true,
        Rejection = "A user name on Tencent Cloud has at most 64 characters.",
    };

    /// <summary>Whether running instances may be shut down, and powered off if that fails.</summary>
    public bool PermitsShutdown { get; init; }

    /// <summary>Whether the caller specified Windows; null to use the described operating system.</summary>
    public bool? Windows { get; init; }

    public override string UnknownAdvice =>
        "See the instance's latest operation (DescribeInstances, LatestOperation) and try the new password before you send it again.";

    public override TargetOutcome? Validate(TargetWork work, bool described) =>
        described && work.Baseline is null
            ? TargetOutcome.Failed(ErrorIds.TargetNotFound,
                $"The instance does not exist in {work.Target.Region}. Check the id and the region.")
            : (work.Baseline is { } seen ? ValidateState(work.Target.Id, seen) : null) ?? PolicyCheck.Reject(work, IsWindows(work));

    /// <summary>A batch with both systems has to meet the Windows rule, so Windows and Linux are sent apart.</summary>
    public override string BatchKey(TargetWork work) => IsWindows(work) switch
    {
        true => "windows",
        false => "linux",
        null => "unknown",
    };

    public override bool? WillRestart(TargetWork work) => !PermitsShutdown ? false : work.Baseline?.State switch
    {
        "RUNNING" => true,
        null => null,
        _ => false,
    };

    public override bool IsNewChange(DescribedInstance? baseline, DescribedInstance now) => LatestOperation.IsNewReset(baseline, now);

    public override CompletionState CompletionOf(TargetWork work, DescribedInstance now, TimeSpan sinceAccepted)
    {
        // Whether the provider starts a running instance again is not documented, so the result reports what is seen.
        work.OperationState = now.State;
        return LatestOperation.CompletionOf(work, now, sinceAccepted);
    }

    public override string DescribeSuccess(TargetWork work)
    {
        const string Done = "The password was reset";
        string? state = work.OperationState as string;
        return (work.Baseline?.State, state) switch
        {
            ("RUNNING", { } now) => $"{Done}; the instance was shut down for it and is now {now}.",
            (null, { } now) => $"{Done}; the instance is now {now}.",
            _ => $"{Done}.",
        };
    }

    public override string DescribeAccepted(TargetWork work) =>
        "The provider accepted the reset and is carrying it out. Use -Wait, or pipe this result to Wait-CloudPasswordReset.";

    /// <summary>Why the provider would reject a reset in this state; null when it would not.</summary>
    protected abstract TargetOutcome? ValidateState(string id, DescribedInstance seen);

    /// <summary>A read call about given instances.</summary>
    protected static ApiCall Read(CallContract contract, IReadOnlyList<string> ids, TargetWork sample,
        Func<Uri, string, IReadOnlyList<string>, WireRequest> write, Func<WireResponse, ProviderReply> read) => new()
        {
            Contract = contract,
            Region = sample.Target.Region,
            Write = endpoint => write(endpoint, sample.Target.Region!, ids),
            Read = read,
            TargetCount = ids.Count,
            Names = ids,
        };

    private bool? IsWindows(TargetWork work) => Windows ?? work.Baseline?.IsWindows;
}
