using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PasswordCmdlets.Sandbox.Http;

/// <summary>Reads a request into memory. Dispose it when the response has been sent.</summary>
internal sealed class RequestReader : IDisposable
{
    /// <summary>The largest body read: the largest any of the providers takes (Huawei's API gateway, 12 MB).</summary>
    public const int MaximumBodySize = 12 * 1024 * 1024;

    private byte[]? _buffer;

    /// <summary>Reads the request of a connection.</summary>
    /// <param name="context">The connection.</param>
    /// <param name="cancellationToken">Cancelled when the client disconnects.</param>
    public async ValueTask<ApiRequest> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        (string path, string query) = SplitTarget(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        (int length, bool isTooLarge) = await ReadBodyAsync(context.Request, cancellationToken);
        return new ApiRequest
        {
            Method = context.Request.Method,
            Path = path,
            Query = query,
            Headers = context.Request.Headers,
            Body = _buffer is null ? ReadOnlyMemory<byte>.Empty : _buffer.AsMemory(0, length),
            IsTooLarge = isTooLarge,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer is not null)
        {
            // Bodies carry passwords.
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = null;
        }
    }

    private static (string Path, string Query) SplitTarget(string target)
    {
        // A client behind a proxy sends the absolute form: GET http://host/path HTTP/1.1.
        int start = target.StartsWith('/') ? 0 : target.IndexOf("://", StringComparison.Ordinal) is int scheme and >= 0
            ? target.IndexOf('/', scheme + 3)
            : 0;
        string relative = start < 0 ? "/" : target[start..];
        int question = relative.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (relative, string.Empty) : (relative[..question], relative[(question + 1)..]);
    }

    private async ValueTask<(int Length, bool IsTooLarge)> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0))
        {
            return (0, false);
        }

        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? 4096, MaximumBodySize));
        int length = 0;
        Stream body = request.Body;
        while (true)
        {
            if (length == _buffer.Length)
            {
                if (length > MaximumBodySize)
                {
                    await DrainAsync(body, cancellationToken);
                    return (0, true);
                }

                Grow(length);
            }

            int read = await body.ReadAsync(_buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return length > MaximumBodySize ? (0, true) : (length, false);
            }

            length += read;
        }
    }

    private async ValueTask DrainAsync(Stream body, CancellationToken cancellationToken)
    {
        // The rest is read and forgotten, so that the client sees the response and not a reset.
        while (await body.ReadAsync(_buffer, cancellationToken) > 0)
        {
        }
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 2);
        _buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
