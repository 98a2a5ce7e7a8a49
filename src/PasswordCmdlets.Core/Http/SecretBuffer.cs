using System;
using System.Buffers;

namespace PasswordCmdlets.Core.Http;

/// <summary>A growing byte buffer for request bodies that carry a password: pooled, and cleared whenever it lets go of memory.</summary>
internal sealed class SecretBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes;
    private int _length;

    public SecretBuffer(int capacity = 512) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length => _length;

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    public ArraySegment<byte> WrittenSegment => new(_bytes, 0, _length);

    public void Advance(int count)
    {
        if (count < 0 || count > _bytes.Length - _length)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "More was written than the buffer holds.");
        }

        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureFree(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Write(ReadOnlySpan<byte> source)
    {
        EnsureFree(source.Length);
        source.CopyTo(_bytes.AsSpan(_length));
        _length += source.Length;
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        if (bytes.Length == 0)
        {
            return;
        }

        _bytes = [];
        _length = 0;
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
    }

    private void EnsureFree(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + needed));
        Array.Copy(_bytes, larger, _length);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
    }
}
