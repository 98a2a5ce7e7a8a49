using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Http;

/// <summary>
/// A request body that knows whether any of it was passed to the connection. Providers act on the body, so
/// a body that never started proves that nothing was executed.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly SecretBuffer _body;
    private volatile bool _started;

    public TrackedContent(SecretBuffer body, string? contentType)
    {
        _body = body;
        if (contentType is not null)
        {
            Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
    }

    public bool Started => _started;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _started = true;
        ArraySegment<byte> bytes = _body.WrittenSegment;
        return stream.WriteAsync(bytes.Array!, bytes.Offset, bytes.Count);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
