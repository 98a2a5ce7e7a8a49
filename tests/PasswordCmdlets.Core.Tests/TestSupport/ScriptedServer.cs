using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>What a scripted server was asked.</summary>
internal sealed record ServerCall(string Method, Uri Address, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Address.AbsolutePath;

    /// <summary>The instance of a DCS call.</summary>
    public string Instance => Path.Split('/')[4];
}

/// <summary>Responds to requests inside the process, by a function of the test.</summary>
internal sealed class ScriptedServer(Func<ServerCall, CancellationToken, Task<HttpResponseMessage>> respond) : HttpMessageHandler
{
    private readonly List<ServerCall> _calls = [];
    private int _inFlight;

    public ScriptedServer(Func<ServerCall, HttpResponseMessage> respond)
        : this((call, _) => Task.FromResult(respond(call)))
    {
    }

    /// <summary>All it was asked, in order.</summary>
    public IReadOnlyList<ServerCall> Calls
    {
        get
        {
            lock (_calls)
            {
                return _calls.ToArray();
            }
        }
    }

    /// <summary>Which requests find no connection: nothing of them is read.</summary>
    public Func<HttpRequestMessage, bool> Refuses { get; init; } = static _ => false;

    /// <summary>The most calls that were in flight at once.</summary>
    public int MostInFlight { get; private set; }

    public static HttpResponseMessage Json(int statusCode, string body, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response =
            new((HttpStatusCode)statusCode) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    /// <summary>The connection breaks after the request was read.</summary>
    public static HttpResponseMessage Drop() => throw new HttpRequestException(HttpRequestError.ResponseEnded);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Refuses(request))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }

        // Not by the charset of the request: Huawei Cloud's own clients write utf8, which .NET does not know.
        string body =
            request.Content is null ? string.Empty : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        ServerCall call =
            new(request.Method.Method, request.RequestUri!, body,
                request.Headers.ToDictionary(static header => header.Key, static header => string.Join(",", header.Value),
                    StringComparer.OrdinalIgnoreCase));
        lock (_calls)
        {
            _calls.Add(call);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        try
        {
            return await respond(call, cancellationToken);
        }
        finally
        {
            lock (_calls)
            {
                _inFlight--;
            }
        }
    }
}
