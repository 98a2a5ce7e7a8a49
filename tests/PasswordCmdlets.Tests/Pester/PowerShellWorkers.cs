using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

[assembly: AssemblyFixture(typeof(PasswordCmdlets.Tests.Pester.PowerShellWorkers))]

namespace PasswordCmdlets.Tests.Pester;

/// <summary>The processes that the files of the Pester suite run in: one for each core, and one that works while others wait.</summary>
public sealed class PowerShellWorkers : IAsyncLifetime
{
    private readonly SandboxService _sandboxes = new();
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount + 1);
    private readonly ConcurrentBag<PowerShellWorker> _idle = [];

    public ValueTask InitializeAsync() => _sandboxes.InitializeAsync();

    /// <summary>Runs a job in a process that is free; returns what it wrote.</summary>
    internal async Task<string> RunAsync(PowerShellJob job, TimeSpan longest, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        PowerShellWorker? worker = null;
        try
        {
            if (!_idle.TryTake(out worker))
            {
                worker = await PowerShellWorker.StartAsync(await PowerShellHost.FindAsync(), _sandboxes.Address);
            }

            return (await worker.RunAsync(job, longest, cancellationToken)).Output;
        }
        finally
        {
            if (worker is { IsUsable: true })
            {
                _idle.Add(worker);
            }
            else if (worker is not null)
            {
                await worker.DisposeAsync();
            }

            _free.Release();
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
}
