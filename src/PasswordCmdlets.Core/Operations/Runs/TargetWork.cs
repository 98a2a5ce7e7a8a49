using System;
using System.Threading;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>One approved target in the engine. Used by one task at a time.</summary>
internal sealed class TargetWork
{
    private int _finished;

    public required PasswordTarget Target { get; init; }

    public required ProviderSession Session { get; init; }

    public required ProviderOperation Operation { get; init; }

    public required IPasswordSource Passwords { get; init; }

    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>The run that sent the change; null for the current one.</summary>
    public string? RunId { get; init; }

    /// <summary>The account of a change that an earlier command sent, as its result has it; null for a change of this run.</summary>
    public string? SentBy { get; init; }

    /// <summary>When the change was first sent (UTC).</summary>
    public DateTimeOffset? FirstSentAt { get; set; }

    /// <summary>When it was last sent (UTC).</summary>
    public DateTimeOffset LastSentAt { get; set; }

    /// <summary>How often the change was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>What the describe call before sending showed; null without one, or where it failed.</summary>
    public DescribedInstance? Baseline { get; set; }

    /// <summary>When <see cref="Baseline"/> was shown (UTC).</summary>
    public DateTimeOffset BaselineAt { get; set; }

    /// <summary>Which draw of the password source is in use.</summary>
    public int PasswordAttempt { get; set; } = 1;

    /// <summary>The request id of the change that the provider accepted.</summary>
    public string? RequestId { get; set; }

    /// <summary>Whether the provider accepted the change: the result then comes from what follows it.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Whether the new password waits for a restart.</summary>
    public bool? RestartRequired { get; set; }

    /// <summary>What the operation keeps about this target between its steps; only the operation knows what it is.</summary>
    public object? OperationState { get; set; }

    /// <summary>The password of the current draw.</summary>
    public SecretText Password => _password is { } known && known.Attempt == PasswordAttempt
        ? known.Text
        : (_password = new(Passwords.PasswordFor(Target, PasswordAttempt), PasswordAttempt)).Text;

    private Drawn? _password;

    /// <summary>
    /// Whether this target counts against <see cref="RunOptions.TargetsInMemory"/>; one that only awaits completion does not.
    /// </summary>
    public bool CountsInMemory { get; set; } = true;

    /// <summary>Whether a password was drawn for this target.</summary>
    public bool HasPassword => _password is not null;

    /// <summary>What its batch asks before each attempt; null where the run has no brakes.</summary>
    public BrakePass? Pass { get; set; }

    /// <summary>True for the one caller that may finish this target.</summary>
    public bool TryFinish() => Interlocked.Exchange(ref _finished, 1) == 0;

    public bool IsFinished => Volatile.Read(ref _finished) == 1;

    private sealed record Drawn(SecretText Text, int Attempt);
}
