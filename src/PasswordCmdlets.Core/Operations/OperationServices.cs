using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Compatibility;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Core.Operations;

/// <summary>What an operation's own steps may use of the run.</summary>
internal sealed class OperationServices
{
    private readonly ConcurrentDictionary<string, bool> _warnings = new(StringComparer.Ordinal);

    public required CallRunner Calls { get; init; }

    public required RunOptions Options { get; init; }

    /// <summary>The secrets that no text of a provider may quote.</summary>
    public required KnownSecrets Secrets { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Asks the user; false when no question can be asked.</summary>
    public required Func<string, string, Task<bool>> AskAsync { get; init; }

    /// <summary>The brakes of the run; null where it has none.</summary>
    public RunBrakes? Brakes { get; init; }

    public required Action<NoticeLevel, string> Notice { get; init; }

    /// <summary>Cancelled when nothing more may be sent.</summary>
    public required CancellationToken Stopping { get; init; }

    /// <summary>Warns of what concerns the whole run, once.</summary>
    public void WarnOnce(string text)
    {
        if (_warnings.TryAdd(text, true))
        {
            Notice(NoticeLevel.Warning, text);
        }
    }

    /// <summary>Waits; ends with an <see cref="OperationCanceledException"/> when the run is stopped.</summary>
    public Task PauseAsync(TimeSpan pause) => Time.DelayAsync(pause, Stopping);
}
