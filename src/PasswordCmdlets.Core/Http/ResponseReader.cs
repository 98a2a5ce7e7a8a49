using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Http;

/// <summary>Reads a response to its end, but no more of it than <see cref="MaximumBytes"/>.</summary>
internal static class ResponseReader
{
    /// <summary>Largest response that is read, in bytes: a hundred described instances are far smaller.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    /// <summary>Reads a response.</summary>
    /// <returns>The response; null where it is too large, and then what is left of it is not read.</returns>
    /// <exception cref="IOException">It ended early.</exception>
    /// <exception cref="InvalidDataException">It cannot be decompressed.</exception>
    public static async Task<WireResponse?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // No request asks for compression, but some gateways compress all the same.
        HttpContentHeaders headers = response.Content.Headers;
        bool isCompressed = headers.Contains("Content-Encoding") && headers.ContentEncoding is { Count: 1 } encoding
            && encoding.Contains("gzip");
        long? announced = isCompressed ? null : headers.ContentLength;
        if (announced > MaximumBytes)
        {
            return null;
        }

        using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using Stream stream = isCompressed ? new GZipStream(content, CompressionMode.Decompress) : content;
        using CancellationTokenRegistration abandon = cancellationToken.Register(static body => ((IDisposable)body!).Dispose(), stream);
        byte[]? body = announced is { } length
            ? await ReadAllAsync(stream, (int)length, cancellationToken).ConfigureAwait(false)
            : await ReadToEndAsync(stream, cancellationToken).ConfigureAwait(false);
        HttpResponseHeaders received = response.Headers;
        return body is null ? null : new WireResponse
        {
            StatusCode = (int)response.StatusCode,
            Body = body,
            Header = received.FirstOf,
        };
    }

    private static async ValueTask<byte[]?> ReadAllAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        byte[] body = new byte[length];
        int collected = 0;
        while (collected < length)
        {
            int read = await stream.ReadAsync(body, collected, length - collected, cancellationToken).ConfigureAwait(false);
            collected += read > 0 ? read : throw new IOException("The response ended early.");
        }

        return body;
    }

    private static async ValueTask<byte[]?> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream collected = new(4096);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (collected.Length + read > MaximumBytes)
                {
                    return null;
                }

                collected.Write(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        return collected.ToArray();
    }

    private static string? FirstOf(this HttpResponseHeaders headers, string name)
    {
#if NETFRAMEWORK
        return headers.TryGetValues(name, out IEnumerable<string> values) ? values.FirstOrDefault() : null;
#else
        // As it came: no reader of ours needs it parsed.
        return headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.FirstOrDefault() : null;
#endif
    }
}
