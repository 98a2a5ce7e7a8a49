using System;
using Microsoft.AspNetCore.Http;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>One request as it came over the wire, read completely and not yet decoded.</summary>
internal sealed class ApiRequest
{
    /// <summary>The HTTP method, as sent.</summary>
    public required string Method { get; init; }

    /// <summary>The path as sent, still percent-encoded: two of the signatures cover exactly these bytes.</summary>
    public required string Path { get; init; }

    /// <summary>The query as sent, without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>The headers. They belong to the connection and are valid only until the response is sent.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>The body. Its buffer is pooled and valid only until the response is sent.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the body was larger than the sandbox reads (<see cref="RequestReader.MaximumBodySize"/>).</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>The Host header with its port, as sent.</summary>
    public string Host => Headers.Host.ToString();

    /// <summary>A header's value; several lines of one name are joined by a comma.</summary>
    /// <param name="name">The header's name, in any case.</param>
    public string? Header(string name) =>
        Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values) ? values.ToString() : null;
}
