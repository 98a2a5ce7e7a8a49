using System;
using System.Collections.Generic;
using System.Net.Http;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// One attempt of one call, exactly as it goes over the wire: the request writer fills it, the signer signs these very bytes, the
/// transport sends them. A further attempt is a new instance with a new nonce, time and signature.
/// </summary>
internal class WireRequest : IDisposable
{
    private List<KeyValuePair<string, string>>? _query;

    public WireRequest(HttpMethod method, Uri endpoint, string path)
    {
        Method = method;
        Endpoint = endpoint;
        Path = path;
    }

    public HttpMethod Method { get; }

    /// <summary>Scheme, host and port; never a path, a query or user information.</summary>
    public Uri Endpoint { get; }

    /// <summary>The path, percent-encoded, beginning with a slash.</summary>
    public string Path { get; }

    /// <summary>The service that the call is for; part of what some schemes sign. Set before the request is signed.</summary>
    public string? Service { get; set; }

    /// <summary>Query parameters, not yet encoded. A secret never goes here.</summary>
    public List<KeyValuePair<string, string>> Query => _query ??= [];

    /// <summary>Whether there are query parameters.</summary>
    public bool HasQuery => _query?.Count > 0;

    /// <summary>Headers besides Host and Content-Type, as they are sent.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = new(8);

    /// <summary>The Content-Type header, byte for byte; null without a body.</summary>
    public string? ContentType { get; set; }

    /// <summary>The body; it may hold a password and is cleared with the request.</summary>
    public SecretBuffer Body { get; } = new();

    /// <summary>The Host header as HttpClient sends it: with the port unless it is the scheme's own.</summary>
    public string Host => Endpoint.Authority;

    public void AddHeader(string name, string value) => Headers.Add(new(name, value));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Body.Dispose();
        }
    }
}
