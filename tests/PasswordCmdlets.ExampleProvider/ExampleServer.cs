using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.ExampleProvider;

/// <summary>The provider's API on a loopback port: verifies signatures, rejects what exceeds a limit, keeps the passwords.</summary>
public sealed class ExampleServer : IDisposable
{
    private const string Key = "EXAMPLEKEY";
    private const string Secret = "example-secret-0123456789";

    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, (string RequestId, bool Done)> _operations = [];
    private readonly object _gate = new();
    private int _requests;

    public ExampleServer()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Address = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What was requested: the path, a colon and the number of ids.</summary>
    public string[] Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>The passwords that are set, by id.</summary>
    public Dictionary<string, string> Passwords { get; } = [];

    /// <summary>How many of the next changes are throttled.</summary>
    public int ThrottleNext { get; set; }

    /// <summary>Whether the key lacks the permission to change passwords.</summary>
    public bool DeniesChanges { get; set; }

    private readonly List<string> _log = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using System.IO.MemoryStream body = new();
            await context.Request.InputStream.CopyToAsync(body).ConfigureAwait(false);
            (int status, string text) =
                Respond(context.Request.Url!.AbsolutePath, body.ToArray(), context.Request.Headers[ExampleSigner.Header]);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            context.Response.Close();
        }
    }

    private (int Status, string Body) Respond(string path, byte[] body, string? signature)
    {
        string service = path.Split('/')[1];
        string signed = $"{service}\n{path}\n{Convert.ToHexString(SHA256.HashData(body)).ToLowerInvariant()}";
        string expected = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)))
            .ToLowerInvariant();
        using JsonDocument request = JsonDocument.Parse(body);
        string[] ids = [.. request.RootElement.GetProperty("ids").EnumerateArray().Select(static id => id.GetString()!)];
        lock (_gate)
        {
            _log.Add($"{path}:{ids.Length}");
            if (signature != $"{Key}/{service}/{expected}")
            {
                return (403, """{"code":"BadSignature"}""");
            }

            if (path == "/fleet/describe")
            {
                return ids.Length > 50 ? (400, """{"code":"TooMany"}""") : (200, Describe(ids));
            }

            if (path == "/fleet/list")
            {
                return (200, List(ids, request.RootElement.GetProperty("after").GetString()));
            }

            if (ids.Length > (service == "fleet" ? 20 : 1))
            {
                return (400, """{"code":"TooMany"}""");
            }

            if (DeniesChanges)
            {
                return (403, """{"code":"Denied"}""");
            }

            if (ThrottleNext > 0)
            {
                ThrottleNext--;
                return (429, """{"code":"Busy"}""");
            }

            string requestId = "r-" + (++_requests).ToString(CultureInfo.InvariantCulture);
            foreach (string id in ids)
            {
                Passwords[id] = request.RootElement.GetProperty("password").GetString()!;
                _operations[id] = (requestId, false);
            }

            return (200, $$"""{"requestId":"{{requestId}}"}""");
        }
    }

    // srv-1 to srv-45, twenty a page.
    private static string List(string[] ids, string? after)
    {
        int first = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
        string[] all =
            [.. Enumerable.Range(1, 45).Select(static number => $"srv-{number}").Where(id => ids.Length == 0 || ids.Contains(id))];
        string[] page = [.. all.Skip(first).Take(20)];
        string? next = first + page.Length < all.Length ? (first + page.Length).ToString(CultureInfo.InvariantCulture) : null;
        return JsonSerializer.Serialize(
            new { servers = page.Select(static id => new { id, name = $"server {id}", state = "up" }), next, requestId = "l" });
    }

    // srv-9xxxxx, with six digits, does not exist. An operation is done when it is described for the second time.
    private string Describe(string[] ids)
    {
        List<object> servers = [];
        foreach (string id in ids.Where(static id => id.Length < 10 || !id.StartsWith("srv-9", StringComparison.Ordinal)))
        {
            bool known = _operations.TryGetValue(id, out (string RequestId, bool Done) operation);
            servers.Add(known ? new { id, requestId = operation.RequestId, state = operation.Done ? "done" : "running" } : new { id });
            if (known)
            {
                _operations[id] = (operation.RequestId, true);
            }
        }

        return JsonSerializer.Serialize(new { servers, requestId = "d" });
    }
}
