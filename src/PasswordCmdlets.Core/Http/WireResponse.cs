using System;

namespace PasswordCmdlets.Core.Http;

/// <summary>What came back, read to its end.</summary>
internal sealed class WireResponse
{
    public required int StatusCode { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The first value of a response header; null where there is none. The case of its name does not matter.</summary>
    public required Func<string, string?> Header { get; init; }
}
