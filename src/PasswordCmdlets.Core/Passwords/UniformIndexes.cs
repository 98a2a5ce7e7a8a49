using System;
using System.Buffers;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>Draws uniformly distributed indexes from a stream of bytes, one byte at a time.</summary>
internal sealed class UniformIndexes(IRandomSource random) : IDisposable
{
    private const int BufferLength = 64;

    // A sound source is rejected less than half the time; this many rejections in a row mean it is stuck.
    private const int MaxRejections = 256;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _used = BufferLength;

    /// <summary>
    /// The next index below <paramref name="count"/>: the low bits of a byte, thrown away when they are too large, never reduced by
    /// modulo.
    /// </summary>
    public int Next(int count)
    {
        int mask = 1;
        while (mask < count)
        {
            mask <<= 1;
        }

        mask--;
        for (int i = 0; i < MaxRejections; i++)
        {
            int index = NextByte() & mask;
            if (index < count)
            {
                return index;
            }
        }

        throw new InvalidOperationException("The source of randomness is stuck.");
    }

    public void Dispose()
    {
        Array.Clear(_buffer, 0, BufferLength);
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private byte NextByte()
    {
        if (_used == BufferLength)
        {
            random.Fill(_buffer.AsSpan(0, BufferLength));
            _used = 0;
        }

        return _buffer[_used++];
    }
}
