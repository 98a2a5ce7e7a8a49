using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace PasswordCmdlets.Pipeline;

/// <summary>Cancelled when PowerShell stops the command.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopProcessing runs on another thread, and may run after Dispose.")]
internal sealed class StopSource
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Stop() => _source.Cancel();
}
