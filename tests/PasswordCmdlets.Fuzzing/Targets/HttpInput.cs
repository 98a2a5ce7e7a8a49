using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Fuzzing.Targets;

/// <summary>Reads inputs that are HTTP responses: a status, lines with headers, an empty line, and the body as it is.</summary>
internal static class HttpInput
{
    private static readonly byte[] s_endOfHead = "\n\n"u8.ToArray();

    public static WireResponse Read(ReadOnlyMemory<byte> input)
    {
        int end = input.Span.IndexOf(s_endOfHead);
        string[] lines = Encoding.Latin1.GetString(input.Span.Slice(0, end < 0 ? input.Length : end)).Split('\n');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                // As an HTTP client returns them: trimmed, the first value of a name.
                headers.TryAdd(line.Substring(0, colon).Trim(), line.Substring(colon + 1).Trim());
            }
        }

        return new WireResponse
        {
            StatusCode = int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out int status)
                ? 100 + (Math.Max(status - 100, 0) % 500)
                : 200,
            Header = headers.GetValueOrDefault,
            Body = end < 0 ? ReadOnlyMemory<byte>.Empty : input.Slice(end + s_endOfHead.Length),
        };
    }
}
