using System;
using System.Collections.Generic;

namespace PasswordCmdlets.Core.Http;

/// <summary>What came back, read to its end.</summary>
internal sealed class WireResponse
{
    public required int StatusCode { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Response headers by name, without regard to case; the first value counts.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Header(string name) => Headers.TryGetValue(name, out string? value) ? value : null;
}
