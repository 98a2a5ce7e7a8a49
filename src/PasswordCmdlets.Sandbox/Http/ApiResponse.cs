using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>A response, before any fault alters it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The content type of <paramref name="Body"/>.</param>
/// <param name="Body">The body.</param>
internal sealed record ApiResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content type of all JSON responses.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>The provider's own error code; null when the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Further response headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The same response with one more header.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    public ApiResponse WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
