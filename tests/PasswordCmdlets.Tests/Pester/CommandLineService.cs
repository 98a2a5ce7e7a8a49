using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// Runs command lines of pwsh, one at a time, in a process that runs already: tests/AzurePipelinesTask/WarmShell/pwsh sends them.
/// </summary>
internal sealed class CommandLineService : IAsyncDisposable
{
    /// <summary>Where the stand-in of pwsh finds the address of this service.</summary>
    public const string Variable = "PASSWORDCMDLETS_SHELL_SERVICE";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _free = new(1);
    private readonly PowerShellWorker _worker;
    private readonly WebApplication _service;

    private CommandLineService(PowerShellWorker worker, WebApplication service)
    {
        _worker = worker;
        _service = service;
    }

    public Uri Address => new(_service.Urls.Single());

    public static async Task<CommandLineService> StartAsync(PowerShellHost shell)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        CommandLineService service = new(await PowerShellWorker.StartAsync(shell, sandboxes: null), web);
        web.MapPost("/", service.RunAsync);
        await web.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _worker.DisposeAsync();
        _free.Dispose();
    }

    private async Task<IResult> RunAsync(CommandLine line)
    {
        PowerShellJob job = new() { Environment = line.Environment };
        switch (line.Arguments)
        {
            case ["-NoProfile", "-NonInteractive", "-Command", string command]:
                job = job with { Command = command };
                break;
            case ["-NoProfile", "-NonInteractive", "-File", string script]:
                job = job with { Script = Path.GetFullPath(script), Input = line.Input };
                break;
            default:
                return TypedResults.BadRequest($"This way of calling pwsh is not known here: {string.Join(' ', line.Arguments)}");
        }

        await _free.WaitAsync();
        try
        {
            (int exitCode, string output) = await _worker.RunAsync(job, Longest, CancellationToken.None);
            return TypedResults.Json(new { exitCode, output });
        }
        finally
        {
            _free.Release();
        }
    }

    private sealed record CommandLine(string[] Arguments, Dictionary<string, string> Environment, string Input);
}
