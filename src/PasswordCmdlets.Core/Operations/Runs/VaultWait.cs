using System;
using System.Threading;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>How a run waits for a vault that another run uses.</summary>
internal sealed record VaultWait
{
    /// <summary>The folder of the lock files; null for the user's own.</summary>
    public string? Folder { get; init; }

    /// <summary>What distinguishes the runs of this computer and account from others: they never use one vault at the same time.</summary>
    public string Origin { get; init; } = Signing.Sha256Hex($"{Environment.MachineName}\n{Environment.UserName}").Substring(0, 16);

    /// <summary>The longest wait.</summary>
    public required TimeSpan Timeout { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends the wait with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Receives what the user should know while the run waits.</summary>
    public Action<NoticeLevel, string> Notice { get; init; } = static (_, _) => { };
}
