using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Tests.Pester;

/// <summary>
/// Runs pwsh command lines in PowerShells that are already running: tests/AzurePipelinesTask/SharedShell/pwsh sends them.
/// </summary>
internal sealed class CommandLineService : IAsyncDisposable
{
    /// <summary>Where the stand-in of pwsh finds the address of this service.</summary>
    public const string Variable = "PASSWORDCMDLETS_SHELL_SERVICE";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // Its own: the time that a test may take does not include waiting for a file of the Pester suite.
    private readonly PowerShellWorkers _workers = new(count: 1);
    private readonly WebApplication _service = SandboxService.CreateLoopback();

    // Other users of the machine can reach the port.
    private readonly string _path = $"/{Guid.NewGuid():N}";

    public Uri Address => new(_service.Urls.Single() + _path);

    public static async Task<CommandLineService> StartAsync()
    {
        CommandLineService service = new();
        await service._workers.InitializeAsync();
        service._service.MapPost(service._path, service.RunAsync);
        await service._service.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _workers.DisposeAsync();
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
                return TypedResults.BadRequest($"These pwsh arguments are not supported: {string.Join(' ', line.Arguments)}");
        }

        (int exitCode, string output) = await _workers.RunAsync(job, Longest, CancellationToken.None);
        return TypedResults.Json(new { exitCode, output });
    }

    private sealed record CommandLine(string[] Arguments, string[] Environment, string Input);
}
