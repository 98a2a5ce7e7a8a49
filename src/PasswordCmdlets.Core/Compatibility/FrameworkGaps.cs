// Members of the base library that .NET Framework 4.7.2 lacks, under their real names, so that the engine is written once.
#if NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PasswordCmdlets.Core.Compatibility;

internal static class FrameworkGaps
{
    extension(ArgumentOutOfRangeException)
    {
        public static void ThrowIfNegativeOrZero(int value, [CallerArgumentExpression(nameof(value))] string? paramName = null)
        {
            if (value <= 0)
            {
                throw new ArgumentOutOfRangeException(paramName, value, "The value must be positive.");
            }
        }
    }

    extension(ObjectDisposedException)
    {
        public static void ThrowIf(bool condition, object instance)
        {
            if (condition)
            {
                throw new ObjectDisposedException(instance.GetType().FullName);
            }
        }
    }

    extension(SHA256)
    {
        public static byte[] HashData(ReadOnlySpan<byte> source)
        {
            byte[] copy = source.ToArray();
            try
            {
                using SHA256 hash = SHA256.Create();
                return hash.ComputeHash(copy);
            }
            finally
            {
                Array.Clear(copy, 0, copy.Length);
            }
        }
    }

    extension(HMACSHA256)
    {
        public static byte[] HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source)
        {
            byte[] keyCopy = key.ToArray();
            byte[] sourceCopy = source.ToArray();
            try
            {
                using HMACSHA256 hash = new(keyCopy);
                return hash.ComputeHash(sourceCopy);
            }
            finally
            {
                Array.Clear(keyCopy, 0, keyCopy.Length);
                Array.Clear(sourceCopy, 0, sourceCopy.Length);
            }
        }
    }

    extension(RandomNumberGenerator)
    {
        public static void Fill(Span<byte> data)
        {
            byte[] buffer = new byte[data.Length];
            using RandomNumberGenerator generator = RandomNumberGenerator.Create();
            generator.GetBytes(buffer);
            buffer.CopyTo(data);
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    extension(Encoding encoding)
    {
        public unsafe int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
        {
            if (chars.IsEmpty)
            {
                return 0;
            }

            fixed (char* from = chars)
            fixed (byte* to = bytes)
            {
                return encoding.GetBytes(from, chars.Length, to, bytes.Length);
            }
        }

        public unsafe string GetString(ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
            {
                return string.Empty;
            }

            fixed (byte* from = bytes)
            {
                return encoding.GetString(from, bytes.Length);
            }
        }
    }

    extension(HttpContent content)
    {
        public Task<Stream> ReadAsStreamAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return content.ReadAsStreamAsync();
        }
    }

    extension(Stream stream)
    {
        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment))
            {
                return await stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);
            }

            throw new NotSupportedException("Only a buffer over an array can be read into.");
        }
    }

    extension(string text)
    {
        public bool Contains(string value, StringComparison comparison) => text.IndexOf(value, comparison) >= 0;

        public bool Contains(char value) => text.IndexOf(value) >= 0;

        public bool StartsWith(char value) => text.Length > 0 && text[0] == value;

        public bool EndsWith(char value) => text.Length > 0 && text[text.Length - 1] == value;
    }

    extension<TKey, TValue>(KeyValuePair<TKey, TValue> pair)
    {
        public void Deconstruct(out TKey key, out TValue value)
        {
            key = pair.Key;
            value = pair.Value;
        }
    }
}

// A class of its own: both hashes' members would otherwise be lowered to the same method.
internal static class HmacSha1Gap
{
    extension(HMACSHA1)
    {
        public static byte[] HashData(ReadOnlySpan<byte> key, ReadOnlySpan<byte> source)
        {
            byte[] keyCopy = key.ToArray();
            byte[] sourceCopy = source.ToArray();
            try
            {
#pragma warning disable CA5350 // Only for the signature scheme that asks for it.
                using HMACSHA1 hash = new(keyCopy);
#pragma warning restore CA5350
                return hash.ComputeHash(sourceCopy);
            }
            finally
            {
                Array.Clear(keyCopy, 0, keyCopy.Length);
                Array.Clear(sourceCopy, 0, sourceCopy.Length);
            }
        }
    }
}
#endif
