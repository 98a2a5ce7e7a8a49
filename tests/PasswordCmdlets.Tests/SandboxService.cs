using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PasswordCmdlets.Tests.Windows;

/// <summary>Starts and stops sandboxes on this machine for a PowerShell under Wine, where there is no ASP.NET Core to run them.</summary>
internal sealed class SandboxService : IAsyncDisposable
{
    /// <summary>Where tests/Pester/Sandbox.psm1 finds the address of this service.</summary>
    public const string Variable = "PASSWORDCMDLETS_SANDBOX_SERVICE";

    private static readonly TimeSpan LongestToListen = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Process> _sandboxes = new(StringComparer.Ordinal);
    private WebApplication? _service;

    public Uri Address => new(_service!.Urls.Single());

    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _service = builder.Build();
        _service.Urls.Add("http://127.0.0.1:0");
        _service.MapPost("/sandboxes", StartOneAsync);
        _service.MapDelete("/sandboxes", StopOne);
        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        foreach (string address in _sandboxes.Keys)
        {
            Stop(address);
        }
    }

    // The body is the text of a seed file; empty for the default fleet.
    private async Task<IResult> StartOneAsync(HttpRequest request)
    {
        using StreamReader reader = new(request.Body);
        string seed = await reader.ReadToEndAsync();
        string program = Path.Combine(AppContext.BaseDirectory, "PasswordCmdlets.Sandbox.dll");
        ProcessStartInfo start = new("dotnet", [program, "serve", "--port", "0"])
        {
            RedirectStandardOutput = true,
        };
        string? seedPath = null;
        if (seed.Length > 0)
        {
            seedPath = Path.GetTempFileName();
            await File.WriteAllTextAsync(seedPath, seed);
            start.ArgumentList.Add("--seed");
            start.ArgumentList.Add(seedPath);
        }

        Process process = Process.Start(start)!;
        string? address = null;
        using (CancellationTokenSource patience = new(LongestToListen))
        {
            while (address is null && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                address = line.StartsWith("Listening on ", StringComparison.Ordinal) ? line["Listening on ".Length..] : null;
            }
        }

        if (seedPath is not null)
        {
            File.Delete(seedPath);
        }

        if (address is null)
        {
            process.Kill();
            return Results.Problem("The sandbox ended before it listened.");
        }

        // No one reads the rest, and a full pipe would stop the sandbox.
        _ = process.StandardOutput.ReadToEndAsync();
        _sandboxes[address] = process;
        return Results.Text(address);
    }

    private IResult StopOne(string address)
    {
        Stop(address);
        return Results.NoContent();
    }

    private void Stop(string address)
    {
        if (_sandboxes.TryRemove(address, out Process? process))
        {
            process.Kill();
            process.Dispose();
        }
    }
}
