using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Replaces the network: reads each whole request and responds by a test's script.</summary>
internal sealed class ScriptedAlibaba(Func<ReceivedCall, HttpResponseMessage> respond) : HttpMessageHandler
{
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();

    /// <summary>Every request so far, in order.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <summary>The requests of one action.</summary>
    public IReadOnlyList<ReceivedCall> Of(string action) => [.. _calls.Where(call => call.Action == action)];

    /// <summary>A response that never arrives although the request did.</summary>
    public static HttpResponseMessage Drop() =>
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection was closed.");

    public static HttpResponseMessage Json(string body, int status = 200, params (string Name, string Value)[] headers) =>
        Response(body, status, "application/json", headers);

    public static HttpResponseMessage Response(string body, int status, string contentType, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        ReceivedCall call = new(request.RequestUri!, FormDecoder.Decode(body));
        _calls.Enqueue(call);
        return respond(call);
    }
}

/// <summary>One request as it arrived.</summary>
internal sealed record ReceivedCall(Uri Address, Dictionary<string, string> Parameters)
{
    public string Action => Parameters["Action"];

    /// <summary>A parameter; null when it was not sent.</summary>
    public string? this[string name] => Parameters.TryGetValue(name, out string? value) ? value : null;
}
