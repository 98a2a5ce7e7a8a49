using System;
using System.Linq;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class HkdfSha256Tests
{
    // RFC 5869, appendix A: input key material, salt, info, pseudo-random key, output key material.
    public static TheoryData<string, string, string, string, string> Rfc5869 => new()
    {
        // A.1
        {
            "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        },

        // A.2
        {
            Ascending(0x00, 80),
            Ascending(0x60, 80),
            Ascending(0xb0, 80),
            "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9ac"
                + "a3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        },

        // A.3
        {
            "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            string.Empty,
            string.Empty,
            "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc5869))]
    public void The_vectors_of_RFC_5869_hold(string keyMaterial, string salt, string info, string pseudoRandomKey, string output)
    {
        byte[] key = new byte[32];
        byte[] actual = new byte[output.Length / 2];

        HkdfSha256.Extract(Convert.FromHexString(salt), Convert.FromHexString(keyMaterial), key);
        HkdfSha256.Expand(key, Convert.FromHexString(info), actual);

        Assert.Equal(pseudoRandomKey, Convert.ToHexStringLower(key));
        Assert.Equal(output, Convert.ToHexStringLower(actual));
    }

    [Fact]
    public void It_agrees_with_the_implementation_of_the_framework() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            ArbMap.Default.ArbFor<byte[]>(),
            Gen.Choose(0, 255 * 32).ToArbitrary(),
            (keyMaterial, info, length) =>
            {
                byte[] key = new byte[32];
                byte[] output = new byte[length];
                HkdfSha256.Extract([], keyMaterial, key);
                HkdfSha256.Expand(key, info, output);

                return key.SequenceEqual(HKDF.Extract(HashAlgorithmName.SHA256, keyMaterial))
                    && (length == 0 || output.SequenceEqual(HKDF.Expand(HashAlgorithmName.SHA256, key, length, info)));
            }).Check(Seeded.Config(50));

    [Fact]
    public void It_rejects_more_than_255_blocks() =>
        Assert.Throws<ArgumentException>(() => HkdfSha256.Expand(new byte[32], [], new byte[(255 * 32) + 1]));

    [Fact]
    public void The_endless_stream_goes_on_with_the_next_chunk_after_255_blocks()
    {
        const int Chunk = 255 * 32;
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] info = [1, 2, 3];
        byte[] stream = new byte[(2 * Chunk) + 100];

        using HkdfRandomSource source = new(key, info);
        source.Fill(stream);

        Assert.Equal(HKDF.Expand(HashAlgorithmName.SHA256, key, Chunk, [1, 2, 3, 0, 0, 0, 0]), stream[..Chunk]);
        Assert.Equal(HKDF.Expand(HashAlgorithmName.SHA256, key, Chunk, [1, 2, 3, 0, 0, 0, 1]), stream[Chunk..(2 * Chunk)]);
        Assert.Equal(HKDF.Expand(HashAlgorithmName.SHA256, key, 100, [1, 2, 3, 0, 0, 0, 2]), stream[(2 * Chunk)..]);
    }

    [Fact]
    public void The_endless_stream_does_not_depend_on_how_it_is_read() =>
        Prop.ForAll(Gen.Choose(0, 100).ListOf(20).ToArbitrary(), lengths =>
        {
            byte[] whole = new byte[lengths.Sum()];
            using HkdfRandomSource one = new(new byte[32], [7]);
            using HkdfRandomSource other = new(new byte[32], [7]);
            one.Fill(whole);

            byte[] pieces = [.. lengths.SelectMany(length =>
            {
                byte[] piece = new byte[length];
                other.Fill(piece);
                return piece;
            })];
            return whole.SequenceEqual(pieces);
        }).Check(Seeded.Config(50));

    [Fact]
    public void A_disposed_stream_gives_nothing()
    {
        HkdfRandomSource source = new(new byte[32], []);
        source.Dispose();

        Assert.Throws<ObjectDisposedException>(() => source.Fill(new byte[1]));
    }

    private static string Ascending(int first, int count) => Convert.ToHexString([.. Enumerable.Range(first, count).Select(i => (byte)i)]);
}
