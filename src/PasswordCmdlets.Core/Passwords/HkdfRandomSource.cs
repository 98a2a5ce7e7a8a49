using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>
/// An endless, reproducible stream of bytes: HKDF-SHA256 expanded from a pseudo-random key. Not safe to use from several threads.
/// </summary>
/// <remarks>
/// HKDF-Expand ends after 255 blocks (RFC 5869, section 2.3). The stream is therefore the concatenation, for chunk = 0, 1, 2, ..., of
/// HKDF-Expand(key, info | chunk as four bytes, big-endian; 8160 bytes). How it is cut into calls of <see cref="Fill"/> does not matter.
/// </remarks>
internal sealed class HkdfRandomSource : IRandomSource, IDisposable
{
    private readonly byte[] _key;
    private readonly byte[] _info;
    private readonly byte[] _block = new byte[HkdfSha256.HashLength];
    private uint _chunk;
    private int _counter;
    private int _used = HkdfSha256.HashLength;
    private bool _isDisposed;

    /// <summary>Starts the stream.</summary>
    /// <param name="pseudoRandomKey">A uniformly random key, such as the output of HKDF-Extract; copied.</param>
    /// <param name="info">What the bytes are for; copied.</param>
    public HkdfRandomSource(ReadOnlySpan<byte> pseudoRandomKey, ReadOnlySpan<byte> info)
    {
        _key = pseudoRandomKey.ToArray();
        _info = new byte[info.Length + sizeof(uint)];
        info.CopyTo(_info);
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> data)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        while (data.Length > 0)
        {
            if (_used == _block.Length)
            {
                NextBlock();
            }

            int length = Math.Min(data.Length, _block.Length - _used);
            _block.AsSpan(_used, length).CopyTo(data);
            _used += length;
            data = data.Slice(length);
        }
    }

    /// <summary>Clears the key and the last block.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_block);
    }

    private void NextBlock()
    {
        if (_counter == HkdfSha256.MaxBlocks)
        {
            _chunk = checked(_chunk + 1);
            _counter = 0;
            BinaryPrimitives.WriteUInt32BigEndian(_info.AsSpan(_info.Length - sizeof(uint)), _chunk);
        }

        _counter++;
        HkdfSha256.NextBlock(_key, _counter == 1 ? [] : _block, _info, (byte)_counter, _block);
        _used = 0;
    }
}
