using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Tests.Credentials;

/// <summary>A metadata service in memory: responds by method and path, records the requests, and is unreachable by default.</summary>
internal sealed class MetadataStub
{
    private readonly Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _answers = [];

    public List<string> Asked { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public void Respond(string request, string content, HttpStatusCode status = HttpStatusCode.OK)
        => Respond(request, _ => new HttpResponseMessage(status) { Content = new StringContent(content, Encoding.UTF8) });

    public void Respond(string request, HttpStatusCode status) => Respond(request, string.Empty, status);

    public void Respond(string request, Func<HttpRequestMessage, HttpResponseMessage> response) => _answers[request] = response;

    public HttpMessageHandler CreateHandler() => new Handler(this);

    private sealed class Handler(MetadataStub stub) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string asked = $"{request.Method} {request.RequestUri!.AbsoluteUri}";
            stub.Asked.Add(asked);
            stub.Requests.Add(request);
            if (stub._answers.Count == 0)
            {
                throw new HttpRequestException("No route to host.");
            }

            return Task.FromResult(stub._answers.TryGetValue(asked, out Func<HttpRequestMessage, HttpResponseMessage>? response)
                ? response(request)
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
