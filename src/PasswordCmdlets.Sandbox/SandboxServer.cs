using System;
using System.Globalization;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using PasswordCmdlets.Sandbox.Clock;
using PasswordCmdlets.Sandbox.Control;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Requests;
using PasswordCmdlets.Sandbox.Seeds;
using PasswordCmdlets.Sandbox.State;

namespace PasswordCmdlets.Sandbox;

/// <summary>
/// A local server that speaks the providers' APIs. It listens on 127.0.0.1 only. Several may run in one process: nothing is shared.
/// </summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly CancellationTokenSource _stopping = new();
    private readonly RequestPipeline _pipeline;
    private readonly ControlApi _control;
    private readonly RequestGuard _guard;
    private int _isDisposed;

    private SandboxServer(SandboxOptions options)
    {
        Options = options;
        State = new SandboxState(new SandboxClock(options.TimeProvider, options.HasVirtualClock));
        Quotas = new QuotaKeeper(State.Clock);
        Requests = new RequestLog(options.LogCapacity, options.RecordsParameters, options.TimeProvider);
        Seeder = new Seeder(State, Faults, Quotas);
        Seeder.Replace(options.Seed ?? SandboxSeed.Default);
        _pipeline = new RequestPipeline(
            new RequestRouter(State), Faults, Quotas, new FaultPlayer(options.WireTimeProvider), Requests, _stopping.Token);
        _control = new ControlApi(this);
        _guard = new RequestGuard(options);

        KestrelServerOptions kestrel = new() { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.Port);
        _kestrel = new KestrelServer(
            Microsoft.Extensions.Options.Options.Create(kestrel),
            new SocketTransportFactory(Microsoft.Extensions.Options.Options.Create(new SocketTransportOptions()),
                NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>How the sandbox was started.</summary>
    public SandboxOptions Options { get; }

    /// <summary>Where it listens.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1");

    /// <summary>The state of the clouds, to read and to change.</summary>
    public SandboxState State { get; }

    /// <summary>The faults that are set.</summary>
    public FaultInjector Faults { get; } = new();

    /// <summary>The quotas that are set.</summary>
    public QuotaKeeper Quotas { get; }

    /// <summary>The requests that arrived.</summary>
    public RequestLog Requests { get; }

    /// <summary>Puts seeds into the clouds.</summary>
    public Seeder Seeder { get; }

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">How; null for the defaults on a free port.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SandboxServer> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        SandboxServer server = new(options ?? new SandboxOptions());
        await server._kestrel.StartAsync(new Application(server), cancellationToken);
        foreach (string address in server._kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses)
        {
            server.BaseAddress = new Uri(address);
        }

        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();

        // Nothing is worth waiting for: what hangs, hangs on purpose.
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
        _stopping.Dispose();
    }

    private sealed class Application : IHttpApplication<HttpContext>
    {
        private readonly SandboxServer _server;

        public Application(SandboxServer server) => _server = server;

        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            // What the client's clock is compared with; Kestrel's own date knows no skew.
            context.Response.Headers.Date = _server.State.Clock.SignatureNow.ToString("R", CultureInfo.InvariantCulture);
            try
            {
                if (_server._guard.Reject(context.Request, out int status) is { } reason)
                {
                    context.Response.StatusCode = status;
                    await context.Response.WriteAsync(reason);
                    return;
                }

                await (context.Request.Path.StartsWithSegments(ControlApi.Root)
                    ? _server._control.HandleAsync(context)
                    : _server._pipeline.HandleAsync(context));
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                // The client has disconnected.
            }
            catch (Exception exception) when (!context.Response.HasStarted)
            {
                // A fault of the sandbox itself must differ from one of a provider.
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status501NotImplemented;
                await context.Response.WriteAsync($"The sandbox itself failed: {exception.GetType()}: {exception.Message}");
            }
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
