using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PasswordCmdlets.Benchmarks;

/// <summary>
/// A server that takes every reset after a fixed time and says that every instance exists: the least a server can do, so that clients are
/// compared.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable, IHttpApplication<IFeatureCollection>
{
    private readonly KestrelServer _kestrel;
    private readonly TimeSpan _latency;
    private long _requests;

    private LoopbackServer(TimeSpan latency)
    {
        _latency = latency;
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0);
        _kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public long Requests => Interlocked.Read(ref _requests);

    public static async Task<LoopbackServer> StartAsync(TimeSpan latency)
    {
        LoopbackServer server = new(latency);
        await server._kestrel.StartAsync(server, CancellationToken.None);
        foreach (string address in server._kestrel.Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            server.Address = new Uri(address);
        }

        return server;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        IHttpRequestFeature request = context.Get<IHttpRequestFeature>()!;
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        Interlocked.Increment(ref _requests);
        bool isTencent = request.Headers.ContainsKey("X-TC-Action");
        bool isLook = (isTencent ? request.Headers["X-TC-Action"] : request.Headers["X-ZC-Action"]) == "DescribeInstances";
        if (_latency > TimeSpan.Zero)
        {
            await Task.Delay(_latency);
        }

        byte[] reply = isLook ? Describe(body) : isTencent
            ? """{"Response":{"RequestId":"5f0c8a1e-7d42-4b6e-9c3a-d1e2f3a4b5c6"}}"""u8.ToArray()
            : """{"requestId":"5f0c8a1e-7d42-4b6e-9c3a-d1e2f3a4b5c6","response":{}}"""u8.ToArray();
        IHttpResponseFeature response = context.Get<IHttpResponseFeature>()!;
        response.Headers.ContentType = "application/json";
        response.Headers.ContentLength = reply.Length;
        await context.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(reply);
    }

    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        _kestrel.Dispose();
    }

    private static byte[] Describe(MemoryStream body)
    {
        using JsonDocument document = JsonDocument.Parse(body.ToArray());
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteString("requestId", "5f0c8a1e-7d42-4b6e-9c3a-d1e2f3a4b5c6");
        json.WriteStartObject("response");
        json.WriteStartArray("dataSet");
        foreach (JsonElement id in document.RootElement.GetProperty("instanceIds").EnumerateArray())
        {
            json.WriteStartObject();
            json.WriteString("instanceId", id.GetString());
            json.WriteString("status", "RUNNING");
            json.WriteBoolean("enableAgent", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
