using System;
using System.Buffers;
using System.Security.Cryptography;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>HKDF with SHA-256 (RFC 5869), which .NET Framework lacks. Every intermediate buffer is cleared.</summary>
internal static class HkdfSha256
{
    public const int HashLength = 32;

    /// <summary>RFC 5869, section 2.3: the block counter is one octet.</summary>
    public const int MaxBlocks = 255;

    /// <summary>HKDF-Extract, section 2.2.</summary>
    public static void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> inputKeyMaterial, Span<byte> pseudoRandomKey)
    {
        if (pseudoRandomKey.Length != HashLength)
        {
            throw new ArgumentException("The pseudo-random key has 32 bytes.", nameof(pseudoRandomKey));
        }

        // An absent salt is a string of zeros, to which HMAC pads the empty key anyway.
        MoveTo(HMACSHA256.HashData(salt, inputKeyMaterial), pseudoRandomKey);
    }

    /// <summary>HKDF-Expand, section 2.3.</summary>
    public static void Expand(ReadOnlySpan<byte> pseudoRandomKey, ReadOnlySpan<byte> info, Span<byte> output)
    {
        if (output.Length > MaxBlocks * HashLength)
        {
            throw new ArgumentException("HKDF-Expand gives at most 255 blocks.", nameof(output));
        }

        Span<byte> block = stackalloc byte[HashLength];
        for (int counter = 1; output.Length > 0; counter++)
        {
            NextBlock(pseudoRandomKey, counter == 1 ? [] : block, info, (byte)counter, block);
            int length = Math.Min(HashLength, output.Length);
            block.Slice(0, length).CopyTo(output);
            output = output.Slice(length);
        }

        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>T(N) = HMAC(PRK, T(N-1) | info | N); <paramref name="next"/> may be the buffer of <paramref name="previous"/>.</summary>
    public static void NextBlock(
        ReadOnlySpan<byte> pseudoRandomKey, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> info, byte counter, Span<byte> next)
    {
        int length = previous.Length + info.Length + 1;
        byte[] message = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            previous.CopyTo(message);
            info.CopyTo(message.AsSpan(previous.Length));
            message[length - 1] = counter;
            MoveTo(HMACSHA256.HashData(pseudoRandomKey, message.AsSpan(0, length)), next);
        }
        finally
        {
            Array.Clear(message, 0, length);
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    private static void MoveTo(byte[] hash, Span<byte> destination)
    {
        hash.AsSpan().CopyTo(destination);
        Array.Clear(hash, 0, hash.Length);
    }
}
