using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

/// <summary>
/// Searches the whole memory of this process, garbage included, for remains of recognising a secret. Runs alone: a garbage collection
/// that other tests bring about could move an array before it is cleared, and the remains are then not a defect.
/// </summary>
[Collection(nameof(RedactionMemoryTests))]
[CollectionDefinition(nameof(RedactionMemoryTests), DisableParallelization = true)]
public sealed class RedactionMemoryTests
{
    // Another mask for each run of the tests, so that no needle lies in memory by itself.
    private readonly byte _mask = (byte)RandomNumberGenerator.GetInt32(1, 256);

    [Fact]
    public void Recognising_a_secret_leaves_no_form_of_it_in_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows a process its own memory as a file.");
        Assert.True(GC.TryStartNoGCRegion(64 * 1024 * 1024));
        Dictionary<string, byte[]> needles;
        string? shown;
        try
        {
            char[] plain = new char[24];
            RandomNumberGenerator.GetItems("abcdefghijkmnpqrstuvwxyz'% é".AsSpan(), plain);
            needles = NeedlesOf(plain);
            using SecretText secret = new(plain);
            Array.Clear(plain);
            using KnownSecrets secrets = new();
            secrets.Add(secret);
            Redactor redactor = new(secrets);
            Assert.Null(redactor.Text($"Request {new string('x', 300)} was refused with \\ & % + in it.\n", []));
            shown = redactor.Text("The request was refused with \\ & % + in it.\n", []);
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }

        Assert.NotNull(shown);
        Assert.Empty(Found(needles));
    }

    [Fact]
    public void A_form_that_is_left_in_memory_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows a process its own memory as a file.");
        char[] plain = new char[24];
        RandomNumberGenerator.GetItems("abcdefghijkmnpqrstuvwxyz'% é".AsSpan(), plain);
        Dictionary<string, byte[]> needles = NeedlesOf(plain);

        string leaked = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
        Array.Clear(plain);

        Assert.Contains("Base64", Found(needles));
        GC.KeepAlive(leaked);
    }

    // Every form as its UTF-16 bytes, masked. What is made on the way is overwritten at once.
    private Dictionary<string, byte[]> NeedlesOf(char[] secret)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(secret);
        byte[] utf16 = Encoding.Unicode.GetBytes(secret);
        Dictionary<string, byte[]> needles = new()
        {
            ["plain text"] = Masked(secret, keep: true),
            ["percent-encoding"] = Masked(
                utf8.SelectMany(static value => char.IsAsciiLetter((char)value) ? [(char)value] : $"%{value:X2}".ToCharArray()).ToArray()),
            ["JSON"] =
                Masked(
                    secret.SelectMany(static unit => char.IsAsciiLetter(unit) || unit is ' ' or '%'
                        ? [unit]
                        : $"\\u{(int)unit:X4}".ToCharArray()).ToArray()),
        };
        char[] base64 = new char[128];
        Convert.TryToBase64Chars(utf8, base64, out int length);
        needles["Base64"] = Masked(base64.AsSpan(0, length).ToArray());
        Array.Clear(base64);
        Convert.TryToHexString(utf16, base64, out length);
        needles["hexadecimal digits"] = Masked(base64.AsSpan(0, length).ToArray());
        Array.Clear(base64);
        Array.Clear(utf8);
        Array.Clear(utf16);
        return needles;
    }

    private byte[] Masked(char[] form, bool keep = false)
    {
        byte[] masked = MemoryMarshal.AsBytes(form.AsSpan()).ToArray();
        if (!keep)
        {
            Array.Clear(form);
        }

        for (int i = 0; i < masked.Length; i++)
        {
            masked[i] ^= _mask;
        }

        return masked;
    }

    private List<string> Found(Dictionary<string, byte[]> needles)
    {
        List<string> found = [];
        using FileStream memory = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] chunk = GC.AllocateUninitializedArray<byte>(4 * 1024 * 1024, pinned: true);
        long own = Marshal.UnsafeAddrOfPinnedArrayElement(chunk, 0);

        // The chunk itself holds what was read before.
        foreach ((long start, long end) in WritableRanges()
            .SelectMany(range => new[] { (range.Start, Math.Min(range.End, own)), (Math.Max(range.Start, own + chunk.Length), range.End) }))
        {
            // A needle may lie across two chunks.
            for (long at = start; at < end; at += chunk.Length - 1024)
            {
                Span<byte> seen = chunk.AsSpan(0, ReadAt(memory, at, chunk, (int)Math.Min(end - at, chunk.Length)));
                foreach (ref byte value in seen)
                {
                    value ^= _mask;
                }

                foreach ((string form, byte[] needle) in needles)
                {
                    if (seen.IndexOf(needle) >= 0)
                    {
                        found.Add(form);
                    }
                }
            }
        }

        return found;
    }

    private static List<(long Start, long End)> WritableRanges() => File.ReadAllLines("/proc/self/maps")
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static parts => parts[1].StartsWith("rw", StringComparison.Ordinal) && (parts.Length == 5 || parts[5].StartsWith('[')))
        .Select(static parts => parts[0].Split('-')
            .Select(static text => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray())
        .Select(static range => (range[0], range[1]))
        .ToList();

    private static int ReadAt(FileStream memory, long at, byte[] chunk, int count)
    {
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, chunk.AsSpan(0, count), at);
        }
        catch (IOException)
        {
            // Reserved and never used.
            return 0;
        }
    }
}
