using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Http;

/// <summary>What all signers share, compared with the framework's own functions.</summary>
public sealed class SigningTests
{
    // Every ASCII character, and more UTF-8 bytes than the first buffer holds.
    private static readonly string Text =
        string.Concat(Enumerable.Range(0, 128).Select(static code => (char)code)) + new string('\u5f20', 1000) + "\U0001f511";

    [Fact]
    public void The_key_of_the_HMAC_is_the_prefix_and_the_secret()
    {
        using SecretText secret = new(Text.AsSpan());

        byte[] hash = Signing.HmacSha256(secret, "TC3", "date");

        Assert.Equal(HMACSHA256.HashData(Encoding.UTF8.GetBytes("TC3" + Text), Encoding.UTF8.GetBytes("date")), hash);
        Assert.Equal(Convert.ToHexStringLower(hash), Signing.Hex(hash));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Signing.Sha256Hex(Text));
    }

    [Fact]
    public void All_but_the_unreserved_characters_are_encoded()
    {
        using SecretBuffer encoded = new(1);

        PercentEncoding.Encode(Encoding.UTF8.GetBytes(Text), encoded);

        Assert.Equal(Uri.EscapeDataString(Text), PercentEncoding.Encode(Text));
        Assert.Equal(Uri.EscapeDataString(Text), Encoding.UTF8.GetString(encoded.WrittenSpan));
    }

    [Fact]
    public void The_parameters_of_a_form_are_in_the_order_of_the_code_points_and_encoded()
    {
        using FormParameters parameters = new();
        using SecretText secret = new(Text.AsSpan());
        parameters.Add("b", Text);
        parameters.Add("a b", secret);
        parameters.Add("Z", true);
        parameters.Add("Y", false);
        parameters.Add("X", (bool?)null);
        parameters.Add("empty", string.Empty);

        using SecretBuffer form = new(1);
        parameters.WriteTo(form);

        Assert.Equal($"Y=false&Z=true&a%20b={Uri.EscapeDataString(Text)}&b={Uri.EscapeDataString(Text)}&empty=",
            Encoding.UTF8.GetString(form.WrittenSpan));
    }
}
