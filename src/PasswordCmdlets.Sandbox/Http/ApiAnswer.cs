using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>What the sandbox answers, before any fault spoils it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The content type of <paramref name="Body"/>.</param>
/// <param name="Body">The body.</param>
internal sealed record ApiAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The content type of all JSON answers.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>The provider's own error code; null when the call succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Further response headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The same answer with one more header.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    public ApiAnswer WithHeader(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
