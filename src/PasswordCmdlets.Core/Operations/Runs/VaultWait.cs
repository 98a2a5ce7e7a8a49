using System;
using System.IO;
using System.Threading;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.State;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>How a run waits for a vault that another run uses.</summary>
internal sealed record VaultWait
{
    /// <summary>The folder of the lock files; null for the user's own.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// What distinguishes the runs that share the lock files from others: they never use one vault at the same time.
    /// </summary>
    /// <exception cref="IOException">The folder of the lock files cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to another user.</exception>
    public string Origin
    {
        get => field ??= Signing.Sha256Hex(StateFolderId.Of(Folder ?? UserState.Folder())).Substring(0, 16);
        init;
    }

    /// <summary>The longest wait.</summary>
    public required TimeSpan Timeout { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends the wait with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Receives what the user should know while the run waits.</summary>
    public Action<NoticeLevel, string> Notice { get; init; } = static (_, _) => { };
}
