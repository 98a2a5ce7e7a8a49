using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PasswordCmdlets.Sandbox;
using PasswordCmdlets.Sandbox.Commands;
using PasswordCmdlets.Sandbox.Seeds;
using Xunit;

namespace PasswordCmdlets.Tests;

/// <summary>
/// Starts and stops sandboxes in this process for the Pester suite: a process of its own for each takes longer than most tests that use
/// one, and under Wine there is no ASP.NET Core to run it.
/// </summary>
public sealed class SandboxService : IAsyncLifetime
{
    /// <summary>Where tests/Pester/Sandbox.psm1 finds the address of this service.</summary>
    public const string Variable = "PASSWORDCMDLETS_SANDBOX_SERVICE";

    private readonly ConcurrentDictionary<string, SandboxServer> _sandboxes = new(StringComparer.Ordinal);
    private WebApplication? _service;

    /// <summary>Where the service listens.</summary>
    public Uri Address => new(_service!.Urls.Single());

    public async ValueTask InitializeAsync()
    {
        _service = CreateLoopback();
        _service.MapPost("/sandboxes", StartOneAsync);
        _service.MapDelete("/sandboxes", StopOneAsync);
        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        foreach (SandboxServer sandbox in _sandboxes.Values)
        {
            await sandbox.DisposeAsync();
        }
    }

    /// <summary>A web application that listens on a free port of this machine alone.</summary>
    internal static WebApplication CreateLoopback()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        return web;
    }

    // The query has the arguments of the command "serve", the body the text of a seed file; it is empty for the default fleet.
    private async Task<IResult> StartOneAsync(HttpRequest request)
    {
        using StreamReader reader = new(request.Body);
        string seed = await reader.ReadToEndAsync();
        IEnumerable<string> arguments = request.Query["argument"].OfType<string>();
        SandboxOptions options = ServeCommand.Parse(["--port", "0", .. arguments]);
        SandboxServer sandbox = await SandboxServer.StartAsync(
            seed.Length == 0 ? options : options with { Seed = SandboxSeed.Parse(seed) }, CancellationToken.None);
        string address = sandbox.BaseAddress.GetLeftPart(UriPartial.Authority);
        _sandboxes[address] = sandbox;
        return Results.Text(address);
    }

    private async Task<IResult> StopOneAsync(string address)
    {
        if (_sandboxes.TryRemove(address, out SandboxServer? sandbox))
        {
            await sandbox.DisposeAsync();
        }

        return Results.NoContent();
    }
}
