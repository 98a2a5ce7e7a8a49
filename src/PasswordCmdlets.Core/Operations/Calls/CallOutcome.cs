using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Calls;

/// <summary>What became of a call.</summary>
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

    /// <summary>For people: why there is no answer.</summary>
    public string? Reason { get; init; }

    public bool Succeeded => End == CallEnd.Completed && Reply!.Fault == Fault.None;
}
