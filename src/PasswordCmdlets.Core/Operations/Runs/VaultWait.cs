using System;
using System.Threading;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>How a run waits for a vault that another run uses.</summary>
internal sealed record VaultWait
{
    /// <summary>The folder of the lock files; null for the user's own.</summary>
    public string? Folder { get; init; }

    /// <summary>The longest wait.</summary>
    public required TimeSpan Timeout { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends the wait with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Receives what the user should know while the run waits.</summary>
    public Action<NoticeLevel, string> Notice { get; init; } = static (_, _) => { };
}
