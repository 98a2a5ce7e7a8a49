using System;
using PasswordCmdlets.Core.Operations.Brakes;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>The outcome of a call.</summary>
internal sealed record CallOutcome
{
    public required CallEnd End { get; init; }

    public ProviderReply? Reply { get; init; }

    /// <summary>Whether any attempt may have been executed without a success having been seen.</summary>
    public required bool MayHaveExecuted { get; init; }

    /// <summary>How many attempts left this machine.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the first attempt left (UTC); null when none did.</summary>
    public DateTimeOffset? FirstSentAt { get; init; }

    /// <summary>The error id where there was no credential to sign with; null where that is not the reason.</summary>
    public string? CredentialErrorId { get; init; }

    /// <summary>For people: why there is no response.</summary>
    public string? Reason { get; init; }

    /// <summary>Why a brake of the run stopped the call; null where none did.</summary>
    public BrakeStop? BrakedBy { get; init; }

    public bool Succeeded => End == CallEnd.Completed && Reply!.Fault == Fault.None;

    /// <summary>What to do where the provider denied access; null where it did not, or where nothing is known to do.</summary>
    public string? AccessAdvice => IsFault(Fault.AccessDenied) ? Reply!.Advice : null;

    /// <summary>Whether the provider responded with this fault.</summary>
    public bool IsFault(Fault fault) => End == CallEnd.Completed && Reply!.Fault == fault;
}
