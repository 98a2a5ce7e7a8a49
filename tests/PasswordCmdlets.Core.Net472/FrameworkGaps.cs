// What the tests use and .NET Framework 4.7.2 lacks, under the real names, so that they are written once.
global using PasswordCmdlets.Core.Compatibility;
global using PasswordCmdlets.Core.Tests;

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;

namespace PasswordCmdlets.Core.Tests;

internal static class FrameworkGaps
{
    extension(char)
    {
        public static bool IsAsciiDigit(char value) => value is >= '0' and <= '9';

        public static bool IsAsciiLetterOrDigit(char value) => value is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] data) =>
            string.Concat(data.Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));

        public static string ToHexStringLower(byte[] data) =>
            string.Concat(data.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));

        public static byte[] FromHexString(string text) =>
            [.. Enumerable.Range(0, text.Length / 2)
                .Select(at => byte.Parse(text.Substring(2 * at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeSeconds(0);
    }

    extension(string text)
    {
        public static string Create(IFormatProvider provider, FormattableString value) => value.ToString(provider);

        public static string Concat(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third) =>
            first.ToString() + second.ToString() + third.ToString();

        public bool Contains(char value, StringComparison comparison) => text.IndexOf(value.ToString(), comparison) >= 0;
    }

    public static string? GetValueOrDefault(this Dictionary<string, string> map, string key, string? fallback = null) =>
        map.TryGetValue(key, out string? value) ? value : fallback;

    public static IEnumerable<T> Order<T>(this IEnumerable<T> items) => items.OrderBy(item => item);
}

/// <summary>RFC 5869 as it is written, to hold the engine's own against.</summary>
internal static class HKDF
{
    public static byte[] Extract(HashAlgorithmName hash, byte[] keyMaterial, byte[]? salt = null) =>
        Mac(hash, salt is { Length: > 0 } ? salt : new byte[32], keyMaterial);

    public static byte[] Expand(HashAlgorithmName hash, byte[] key, int length, byte[]? info = null)
    {
        List<byte> output = [];
        byte[] block = [];
        for (byte counter = 1; output.Count < length; counter++)
        {
            block = Mac(hash, key, [.. block, .. info ?? [], counter]);
            output.AddRange(block);
        }

        return [.. output.Take(length)];
    }

    private static byte[] Mac(HashAlgorithmName hash, byte[] key, byte[] data)
    {
        using HMAC mac = hash == HashAlgorithmName.SHA256 ? new HMACSHA256(key) : throw new NotSupportedException(hash.Name);
        return mac.ComputeHash(data);
    }
}
