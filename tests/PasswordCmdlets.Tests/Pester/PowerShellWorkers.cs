using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

[assembly: AssemblyFixture(typeof(PasswordCmdlets.Tests.Pester.PowerShellWorkers))]

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// The processes that the files of the Pester suite run in. Two for each core, because test files often wait.
/// </summary>
public sealed class PowerShellWorkers : IAsyncLifetime
{
    private readonly SandboxService _sandboxes = new();
    private readonly SemaphoreSlim _free;
    private readonly ConcurrentBag<PowerShellWorker> _idle = [];

    public PowerShellWorkers()
        : this(2 * Environment.ProcessorCount)
    {
    }

    internal PowerShellWorkers(int count) => _free = new SemaphoreSlim(count);

    public ValueTask InitializeAsync() => _sandboxes.InitializeAsync();

    /// <summary>Runs a job in a process that is free; returns its exit code and what it wrote.</summary>
    internal async Task<(int ExitCode, string Output)> RunAsync(PowerShellJob job, TimeSpan longest, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        PowerShellWorker? worker = null;
        try
        {
            worker = await TakeIdleAsync() ?? await PowerShellWorker.StartAsync(await PowerShellHost.FindAsync(), _sandboxes.Address);
            return await worker.RunAsync(job, longest, cancellationToken);
        }
        finally
        {
            try
            {
                if (worker is { IsUsable: true })
                {
                    _idle.Add(worker);
                }
                else if (worker is not null)
                {
                    await worker.DisposeAsync();
                }
            }
            finally
            {
                _free.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PowerShellWorker worker in _idle)
        {
            await worker.DisposeAsync();
        }

        await _sandboxes.DisposeAsync();
        _free.Dispose();
    }

    // A process may have ended while it was idle.
    private async Task<PowerShellWorker?> TakeIdleAsync()
    {
        while (_idle.TryTake(out PowerShellWorker? worker))
        {
            if (worker.IsUsable)
            {
                return worker;
            }

            await worker.DisposeAsync();
        }

        return null;
    }
}
