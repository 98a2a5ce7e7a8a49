using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

public sealed class MessageSanitizerTests
{
    // Everything that an encoding writes in another way, and what looks like an encoding already.
    private static readonly string[] Pieces =
    [
        "a", "B", "e", "f", "x", "u", "n", "Z", "0", "2", "5", "7", " ", "\"", "'", "%", "%25", "%27", "+", "&", "&amp;", "amp;", "<", ">", "#", ";", "=", "/", "\\", "\\n", "\\u0027",
        "-", "_", ":", "\n", "\r\n", "\t", "\u001b", "\u00a0", "\u200b", "é", "ß", "漢", "😀", "[redacted]", "redacted",
    ];

    private static readonly Func<string, string>[] Echoes =
    [
        static secret => secret,
        static secret => secret.ToUpperInvariant(),
        static secret => Uri.EscapeDataString(secret),
        static secret => Uri.EscapeDataString(secret).ToLowerInvariant(),
        static secret => Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal),
        static secret => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
        static secret => Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(secret))),
        static secret => WebUtility.UrlEncode(secret),
        static secret => Uri.EscapeDataString(WebUtility.UrlEncode(secret)),
        static secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(static value => $"%{value:x2}")),
        static secret => JsonEncodedText.Encode(secret).ToString(),
        static secret => JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        static secret => JsonEncodedText.Encode(JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        static secret => string.Concat(secret.Select(static unit => $"\\u{(int)unit:X4}")),
        static secret => WebUtility.HtmlEncode(secret),
        static secret => WebUtility.HtmlEncode(WebUtility.HtmlEncode(secret)),
        static secret => string.Concat(secret.EnumerateRunes().Select(static rune => $"&#x{rune.Value:x};")),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        static secret => Convert.ToBase64String(Encoding.Unicode.GetBytes(secret)),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("a:" + secret)),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("ab:" + secret + "}")),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + secret), Base64FormattingOptions.InsertLineBreaks),
        static secret => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
        static secret => JsonEncodedText.Encode(Convert.ToBase64String(Encoding.Unicode.GetBytes(secret))).ToString(),
        static secret => Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        static secret => Convert.ToHexString(Encoding.Unicode.GetBytes(secret)),
        static secret => Convert.ToHexString(Encoding.Unicode.GetBytes(secret)).ToLowerInvariant(),
        static secret => BitConverter.ToString(Encoding.UTF8.GetBytes(secret)),
    ];

    private static Gen<string> Texts(int shortest, int longest) =>
        from length in Gen.Choose(shortest, longest)
        from pieces in Gen.ArrayOf(Gen.Elements(Pieces), length)
        select string.Concat(pieces);

    // Of pieces that mean something in some encoding, or of any characters at all.
    private static Gen<string> Secrets => Gen.OneOf(
        Texts(4, 24),
        ArbMap.Default.ArbFor<string>().Generator.Select(static text => string.Concat((text ?? string.Empty).Where(static unit => !char.IsSurrogate(unit)))))
        .Where(static secret => secret.Length >= 4);

    [Fact]
    public void No_submitted_secret_survives_in_any_encoding()
    {
        Gen<(string Secret, int Echo, string Before, string After)> cases =
            from secret in Secrets
            from echo in Gen.Choose(0, Echoes.Length - 1)
            from before in Texts(0, 12)
            from after in Texts(0, 12)
            select (secret, echo, before, after);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            using SecretText secret = new(given.Secret.AsSpan());
            string? clean = MessageSanitizer.Message($"{given.Before}{Echoes[given.Echo](given.Secret)}{given.After}", [secret]);
            string[] seen = clean is null ? [] : Echoes.Select(echo => echo(given.Secret)).Where(form => clean.Contains(form, StringComparison.OrdinalIgnoreCase)).ToArray();
            return (seen.Length == 0).Label($"'{clean}' shows {string.Join(" and ", seen)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Of_several_secrets_that_overlap_none_survives()
    {
        Gen<(string First, string Second, string Before)> cases =
            from start in Secrets
            from common in Secrets
            from end in Secrets
            from before in Texts(0, 6)
            select (start + common, common + end, before + start + common + end);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            using SecretText first = new(given.First.AsSpan());
            using SecretText second = new(given.Second.AsSpan());
            string clean = MessageSanitizer.Message(given.Before, [first, second]) ?? string.Empty;
            return !clean.Contains(given.First, StringComparison.OrdinalIgnoreCase) && !clean.Contains(given.Second, StringComparison.OrdinalIgnoreCase);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_shows_no_secret_and_is_harmless_is_not_touched()
    {
        Gen<string> texts = Gen.ArrayOf(Gen.Elements("the ", "instance ", "ins-1a2b3c4d ", "100% ", "%41", "a&b ", "\\n", "c++ ", "= ", "deadbeef ", "Q2xvdWQ= ", "(1) ")).Select(static parts => $"x{string.Concat(parts)}x").Where(static text => text.Length <= 600);
        Prop.ForAll(texts.ToArbitrary(), static text =>
        {
            using SecretText secret = new("Cl0ud'é%-1".AsSpan());
            return ReferenceEquals(text, MessageSanitizer.Message(text, [secret]));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("ab<cd", "ab%3Ccd")]
    [InlineData("ab<cd", "ab%3ccd")]
    [InlineData("ab<cd", "ab%253Ccd")]
    [InlineData("ab<cd", "ab%25253Ccd")]
    [InlineData("ab<cd", "%61%62%3c%63%64")]
    [InlineData("ab<cd", "ab&lt;cd")]
    [InlineData("ab<cd", "ab&LT;cd")]
    [InlineData("ab<cd", "ab&#60;cd")]
    [InlineData("ab<cd", "ab&#x3c;cd")]
    [InlineData("ab<cd", "ab&#X3C;cd")]
    [InlineData("ab<cd", "ab&amp;lt;cd")]
    [InlineData("ab<cd", "ab&amp;amp;lt;cd")]
    [InlineData("ab<cd", "ab&amp;#60;cd")]
    [InlineData("ab<cd", "ab\\u003ccd")]
    [InlineData("ab<cd", "ab\\U003Ccd")]
    [InlineData("ab<cd", "ab\\x3ccd")]
    [InlineData("ab<cd", "ab\\X3Ccd")]
    [InlineData("ab<cd", "ab\\\\u003ccd")]
    [InlineData("ab<cd", "ab\\<cd")]
    [InlineData("ab<cd", "aB<Cd")]
    [InlineData("ab cd", "ab+cd")]
    [InlineData("ab cd", "ab%2Bcd")]
    [InlineData("ab cd", "ab%20cd")]
    [InlineData("ab cd", "ab\u00a0cd")]
    [InlineData("ab cd", "ab&nbsp;cd")]
    [InlineData("ab+cd", "ab&plus;cd")]
    [InlineData("ab%cd", "ab&percnt;cd")]
    [InlineData("ab%cd", "ab%25cd")]
    [InlineData("ab%cd", "ab%2525cd")]
    [InlineData("ab>cd", "ab&gt;cd")]
    [InlineData("ab&cd", "ab&amp;cd")]
    [InlineData("ab\"cd", "ab&quot;cd")]
    [InlineData("ab\"cd", "ab\\\"cd")]
    [InlineData("ab'cd", "ab&apos;cd")]
    [InlineData("ab'cd", "ab&#39;cd")]
    [InlineData("ab\\cd", "ab\\\\cd")]
    [InlineData("ab\\cd", "ab\\\\\\\\cd")]
    [InlineData("ab\\cd", "ab\\\\\\\\\\\\\\\\cd")]
    [InlineData("ab\ncd", "ab\\ncd")]
    [InlineData("ab\rcd", "ab\\rcd")]
    [InlineData("ab\tcd", "ab\\tcd")]
    [InlineData("ab\bcd", "ab\\bcd")]
    [InlineData("ab\fcd", "ab\\fcd")]
    [InlineData("ab\vcd", "ab\\vcd")]
    [InlineData("ab\u001bcd", "ab\\ecd")]
    [InlineData("abécd", "ab%C3%A9cd")]
    [InlineData("abécd", "ab%c3%a9cd")]
    [InlineData("abécd", "ab%25C3%25A9cd")]
    [InlineData("ab漢cd", "ab%E6%BC%A2cd")]
    [InlineData("ab😀cd", "ab%F0%9F%98%80cd")]
    [InlineData("ab😀cd", "ab\\ud83d\\ude00cd")]
    [InlineData("ab😀cd", "ab\\\\uD83D\\\\uDE00cd")]
    [InlineData("ab😀cd", "ab&#128512;cd")]
    [InlineData("ab😀cd", "ab&#x1f600;cd")]
    [InlineData("ab😀cd", "ab\ud83d\ude00cd")]
    public void A_secret_is_found_in_each_notation(string text, string echoed)
    {
        using SecretText secret = new(text.AsSpan());

        Assert.Equal("You sent [redacted].", MessageSanitizer.Message($"You sent {echoed}.", [secret]));
    }

    [Theory]
    [InlineData("ab<cd", "ab%3Dcd")]
    [InlineData("ab<cd", "ab%3")]
    [InlineData("ab<cd", "ab%zzcd")]
    [InlineData("ab<cd", "ab%2525253Ccd")]
    [InlineData("ab<cd", "ab&gt;cd")]
    [InlineData("ab<cd", "ab&#61;cd")]
    [InlineData("ab<cd", "ab&#x;cd")]
    [InlineData("ab<cd", "ab&#6a;cd")]
    [InlineData("ab<cd", "ab&amp;amp;amp;lt;cd")]
    [InlineData("ab<cd", "ab\\u003dcd")]
    [InlineData("ab<cd", "ab\\u003")]
    [InlineData("ab<cd", "ab\\q<cd")]
    [InlineData("ab cd", "abcd")]
    [InlineData("abécd", "ab%C3cd")]
    [InlineData("abécd", "ab%A9%C3cd")]
    [InlineData("ab😀cd", "ab\\ud83dcd")]
    [InlineData("ab😀cd", "ab\\ud83d\\ud83dcd")]
    [InlineData("ab\\cd", "abcd")]
    [InlineData("ab<cd", "ab<c")]
    public void What_only_looks_like_it_is_left(string text, string echoed)
    {
        using SecretText secret = new(text.AsSpan());

        Assert.Equal($"You sent {echoed}.", MessageSanitizer.Message($"You sent {echoed}.", [secret]));
    }

    [Theory]
    [InlineData("\\n")]
    [InlineData("\\r\\n")]
    [InlineData("%0A")]
    [InlineData("%0d%0a")]
    [InlineData("&#10;")]
    public void A_line_break_that_is_escaped_hides_no_half_of_a_word(string lineBreak)
    {
        using SecretText secret = new("Cl0ud-Tour-1-and-more".AsSpan());
        string echoed = Convert.ToBase64String(Encoding.UTF8.GetBytes("Cl0ud-Tour-1-and-more"));

        string clean = MessageSanitizer.Message($"You sent {echoed[..10]}{lineBreak}{echoed[10..]}.", [secret])!;

        Assert.Equal("You sent [redacted].", clean);
    }

    [Theory]
    [InlineData("The password 'Cl0ud-Tour-1' is too weak.", "The password '[redacted]' is too weak.")]
    [InlineData("Signature of POST&%2F&Password%3DCl0ud%252DTour%252D1%26Version is wrong", "Signature of POST&%2F&Password%3D[redacted]%26Version is wrong")]
    [InlineData("key=Q2wwdWQtVG91ci0x== for ins-1 (request 6c0a5b1e-6c5c-4f5e-9d9d-0a4b3f1f2a11)", "key=[redacted] for ins-1 (request 6c0a5b1e-6c5c-4f5e-9d9d-0a4b3f1f2a11)")]
    [InlineData("bytes 43 6c 30 75 64 2d 54 6f 75 72 2d 31 received", "bytes [redacted] received")]
    [InlineData("Cl0ud-\r\nTour-1 and cl0ud-tour-1", "[redacted] and [redacted]")]
    public void Only_the_secret_is_taken_out(string text, string expected)
    {
        using SecretText secret = new("Cl0ud-Tour-1".AsSpan());

        Assert.Equal(expected, MessageSanitizer.Message(text, [secret]));
    }

    [Theory]
    [InlineData("C:\\", "_gM-Pass-1", false)]
    [InlineData("100%", "\u10d8bcd1", true)]
    [InlineData("C:\\", "_`@>>>>>>-Pass-1", false)]
    public void A_word_that_an_escape_seems_to_run_into_is_read_from_its_own_beginning(string before, string text, bool utf16)
    {
        using SecretText secret = new(text.AsSpan());
        string echoed = Uri.EscapeDataString(Convert.ToBase64String(utf16 ? Encoding.Unicode.GetBytes(text) : Encoding.UTF8.GetBytes(text)).TrimEnd('='));

        string clean = MessageSanitizer.Message($"{before}{echoed} is wrong", [secret])!;

        Assert.DoesNotContain(echoed, clean, StringComparison.Ordinal);
        Assert.EndsWith(" is wrong", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_withheld_when_the_mark_itself_would_show_a_secret()
    {
        using SecretText secret = new("redacted".AsSpan());

        Assert.Null(MessageSanitizer.Message("You sent redacted.", [secret]));
    }

    [Theory]
    [InlineData("", "[redacted]")]
    [InlineData("x", null)]
    public void A_message_that_can_be_read_in_very_many_ways_is_read_through(string end, string? expected)
    {
        using SecretText secret = new((new string('\\', 127) + end).AsSpan());

        string? clean = MessageSanitizer.Message(new string('\\', 1_000), [secret]);

        Assert.StartsWith(expected ?? "\\\\\\", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab cd ef", "ab\tcd\nef")]
    [InlineData("ab cd ef", "ab\u200Bcd\u2028ef")]
    [InlineData("a# #bcd", "a##bcd")]
    public void Cleaning_a_message_does_not_put_a_secret_together(string text, string echoed)
    {
        using SecretText secret = new(text.AsSpan());

        Assert.DoesNotContain(text, MessageSanitizer.Message($"You sent {echoed}.", [secret])!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_is_one_harmless_line()
    {
        Gen<string> texts = Gen.ArrayOf(Gen.OneOf(Gen.Elements("##vso[", "#", "##[error]", "\u001b[31m", "\r\n", "\u0000", "\u202e", "ok", "\u009b", "\ud83d"))).Select(static parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), static text =>
        {
            string clean = MessageSanitizer.Message(text, []) ?? string.Empty;
            return !clean.Contains("##", StringComparison.Ordinal) && !clean.Any(static character => char.IsControl(character) || character is '\u202e' || char.IsSurrogate(character)) && clean.Length <= 601;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("##vso[task.setvariable]x")]
    [InlineData("###vso[task.setvariable]x")]
    [InlineData("#####vso[task.setvariable]x")]
    public void Logging_commands_of_build_agents_are_broken_up(string text) =>
        Assert.DoesNotContain("##", MessageSanitizer.Message(text, [])!, StringComparison.Ordinal);

    [Theory]
    [InlineData("  It is late. ", "It is late.")]
    [InlineData("\t\r\nIt is\u0007late.\n", "It is late.")]
    [InlineData("It is late.", "It is late.")]
    [InlineData("##vso[x]", "# #vso[x]")]
    [InlineData("a###b##c", "a# # #b# #c")]
    [InlineData("ends with ##", "ends with # #")]
    public void A_message_is_one_line_without_blanks_around_it(string text, string expected) => Assert.Equal(expected, MessageSanitizer.Message(text, []));

    [Fact]
    public void A_long_message_is_cut_and_a_code_is_shorter_still()
    {
        Assert.Equal(new string('x', 600) + "…", MessageSanitizer.Message(new string('x', 601), []));
        Assert.Equal(new string('x', 600), MessageSanitizer.Message(new string('x', 600), []));
        Assert.Equal(new string('x', 128), MessageSanitizer.Code(new string('x', 129), []));
        Assert.Equal(601, MessageSanitizer.Message(new string('x', 10_000), [])!.Length);
        Assert.Equal(128, MessageSanitizer.Code(new string('x', 10_000), [])!.Length);
    }

    [Fact]
    public void A_message_longer_than_any_provider_writes_is_withheld()
    {
        Assert.StartsWith("xxx", MessageSanitizer.Message(new string('x', 16 * 1024), []), StringComparison.Ordinal);
        Assert.Equal("(a message too long to be shown)", MessageSanitizer.Message(new string('x', (16 * 1024) + 1), []));
        Assert.Null(MessageSanitizer.Code(new string('x', (16 * 1024) + 1), []));
    }
}
