using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Passwords;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Redaction;

public sealed class RedactorTests
{
    // What an encoding writes in another way, and what looks like an encoding already.
    private static readonly string[] Pieces =
    [
        "a", "B", "e", "f", "x", "u", "n", "Z", "0", "2", "5", "7", " ", "\"", "'", "%", "%25", "%27", "+", "&", "&amp;", "amp;", "<", ">",
        "#", ";", "=", "/", "\\", "\\n", "\\u0027",
        "-", "_", ":", "\n", "\r\n", "\t", "\u001b", "\u00a0", "\u200b", "é", "ß", "漢", "😀", "redacted",
    ];

    // Encodings that write at least one character as something else and are never taken for words.
    private static readonly Func<string, string>[] Echoes =
    [
        static secret => secret,
        static secret => secret.ToUpperInvariant(),
        static secret => new string(secret.Reverse().ToArray()),
        static secret => string.Join(' ', secret.ToCharArray()),
        static secret => string.Join(", ", secret.Select(static unit => $"'{unit}'")),
        static secret => string.Join('\u200b', secret.ToCharArray()),
        static secret => secret[..^1],
        static secret => secret[1..],
        Beginning,
        static secret => Uri.EscapeDataString(secret),
        static secret => Uri.EscapeDataString(secret).ToLowerInvariant(),
        static secret => Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal),
        static secret => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
        static secret => Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(secret))),
        static secret => WebUtility.UrlEncode(secret),
        static secret => Uri.EscapeDataString(WebUtility.UrlEncode(secret)),
        static secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(static value => $"%{value:x2}")),
        static secret => string.Concat(Encoding.UTF8.GetBytes(secret).Select(static value => $"={value:X2}")),
        static secret => JsonEncodedText.Encode(secret).ToString(),
        static secret => JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        static secret => JsonEncodedText.Encode(JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        static secret => string.Concat(secret.Select(static unit => $"\\u{(int)unit:X4}")),
        static secret =>
            string.Concat(Encoding.UTF8.GetBytes(secret).Select(static value => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}")),
        static secret => string.Join(' ', Encoding.UTF8.GetBytes(secret).Select(static value => Convert.ToString(value, 8))),
        static secret =>
            string.Join(' ', Encoding.UTF8.GetBytes(secret).Select(static value => Convert.ToString(value, 2).PadLeft(8, '0'))),
        static secret => string.Join(", ", Encoding.UTF8.GetBytes(secret)),
        static secret => string.Join(" and ", Encoding.UTF8.GetBytes(secret)),
        static secret => string.Join(", ", Encoding.UTF8.GetBytes(secret).Select(static value => $"0x{value:x2}")),
        static secret => WebUtility.HtmlEncode(secret),
        static secret => WebUtility.HtmlEncode(WebUtility.HtmlEncode(secret)),
        static secret => string.Concat(secret.EnumerateRunes().Select(static rune => $"&#x{rune.Value:x};")),
        static secret => string.Concat(secret.EnumerateRunes().Select(static rune => $"&#{rune.Value} ")),
        static secret => Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        static secret => Convert.ToHexString(Encoding.Unicode.GetBytes(secret)).ToLowerInvariant(),
        static secret => BitConverter.ToString(Encoding.UTF8.GetBytes(secret)),
    ];

    private static readonly Func<string, string>[] BaseN =
    [
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        static secret => Convert.ToBase64String(Encoding.Unicode.GetBytes(secret)),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("ab:" + secret + "}")),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)))),
        static secret => Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + secret), Base64FormattingOptions.InsertLineBreaks),
        static secret => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
        static secret =>
            string.Join(' ', Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Chunk(4).Select(static part => new string(part))),
        static secret => Base32(Encoding.UTF8.GetBytes(secret)),
        static secret => Base32(Encoding.UTF8.GetBytes(secret)).ToLowerInvariant(),
        static secret =>
            string.Concat(secret.Select(static unit => char.IsAsciiLetter(unit) ? (char)((((unit | 0x20) - 'a' + 13) % 26) + 'a') : unit)),
    ];

    // More than half, with half of the letters and digits, and four of them, since a text with fewer does not count as a quotation.
    private static string Beginning(string secret)
    {
        int least = Math.Max(secret.Count(char.IsLetterOrDigit) / 2, 4);
        int length = 0;
        for (int seen = 0; length < secret.Length && seen < least; length++)
        {
            seen += char.IsLetterOrDigit(secret[length]) ? 1 : 0;
        }

        return secret[..Math.Max(length, (secret.Length / 2) + 3)];
    }

    private static Gen<string> Texts(int shortest, int longest) =>
        from length in Gen.Choose(shortest, longest)
        from pieces in Gen.ArrayOf(Gen.Elements(Pieces), length)
        select string.Concat(pieces);

    // Of pieces that mean something in some encoding, or of any characters at all.
    private static Gen<string> Secrets => Gen.OneOf(
        Texts(6, 24),
        ArbMap.Default.ArbFor<string>().Generator
            .Select(static text => string.Concat((text ?? string.Empty).Where(static unit => !char.IsSurrogate(unit)))))
        .Where(static secret => secret.Length >= 6);

    // As generators and people make them: 8 to 20 characters of three kinds at least.
    private static Gen<string> Passwords =>
        from length in Gen.Choose(8, 20)
        from characters in Gen.ArrayOf(
            Gen.Elements("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!@#%+=_-".ToCharArray()), length)
        let password = new string(characters)
        where password.Any(char.IsUpper) && password.Any(char.IsLower) && password.Any(char.IsDigit)
        select password;

    [Fact]
    public void No_secret_is_shown_in_any_encoding()
    {
        Gen<(string Secret, int Echo, string Before, string After)> cases =
            from secret in Secrets
            from echo in Gen.Choose(0, Echoes.Length - 1)
            from before in Texts(0, 12)
            from after in Texts(0, 12)
            select (secret, echo, before, after);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            string? shown = Show($"{given.Before}{Echoes[given.Echo](given.Secret)}{given.After}", given.Secret);
            string[] seen = shown is null ? [] : Echoes.Concat(BaseN).Select(echo => echo(given.Secret))
                .Where(form => form.Length > 5 && shown.Contains(form, StringComparison.OrdinalIgnoreCase)).ToArray();
            return (seen.Length == 0).Label($"'{shown}' shows {string.Join(" and ", seen)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Every_echo_of_a_password_among_plain_words_is_withheld()
    {
        Gen<(string Password, int Echo)> cases =
            from password in Passwords from echo in Gen.Choose(0, Echoes.Length - 1) select (password, echo);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            string text = $"The parameter has the value {Echoes[given.Echo](given.Password)} which is invalid.";
            return (Show(text, given.Password) is null).Label(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    // The rule of KnownSecrets: half of the letters and digits, not half of the characters.
    [Theory]
    [InlineData("漢0u: # +/&", true)]
    [InlineData("漢0u: # +/&a", false)]
    public void A_part_of_a_secret_is_shown_only_with_fewer_than_four_of_its_letters_and_digits(string part, bool isShown) =>
        Assert.Equal(isShown, Show(part, "漢0u: # +/&amp;Z") is not null);

    [Fact]
    public void Entities_with_other_letters_between_them_are_withheld() =>
        Assert.Null(Show("<;&amp;amp;amp;-&amp;#233;#漢&amp;#233;&amp;#223;&amp;#39;e", "&-é#漢éß'"));

    // A Base64 word may by chance look like an English one. This measures how seldom.
    [Fact]
    public void Of_a_thousand_passwords_in_base_N_at_most_five_look_like_words()
    {
        string[] passwords = [.. Gen.Sample(Passwords, 2_000)];
        string[] shown =
        [
            .. from password in passwords
               from echo in BaseN
               let text = $"The value {echo(password)} is invalid."
               where Show(text, password) is not null
               select text,
        ];

        Assert.True(shown.Length * 1000 <= passwords.Length * BaseN.Length * 5,
            $"{shown.Length} of {passwords.Length * BaseN.Length} are shown: {string.Join('\n', shown.Take(20))}");
    }

    [Fact]
    public void Of_several_secrets_that_overlap_none_is_shown()
    {
        Gen<(string First, string Second, string Before)> cases =
            from start in Secrets
            from common in Secrets
            from end in Secrets
            from before in Texts(0, 6)
            select (start + common, common + end, before + start + common + end);
        Prop.ForAll(cases.ToArbitrary(), static given => Show(given.Before, given.First, given.Second) is null).QuickCheckThrowOnFailure();
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
    [InlineData("ab cd ef", "ab\tcd\nef")]
    [InlineData("ab cd ef", "ab\u200Bcd\u2028ef")]
    [InlineData("a# #bcd", "a##bcd")]
    public void A_secret_is_recognised_in_each_notation(string secret, string echoed) => Assert.Null(Show($"You sent {echoed}.", secret));

    [Theory]
    [InlineData("\\n")]
    [InlineData("\\r\\n")]
    [InlineData("%0A")]
    [InlineData("%0d%0a")]
    [InlineData("&#10;")]
    public void A_line_break_that_is_escaped_hides_no_half_of_a_word(string lineBreak)
    {
        string echoed = Convert.ToBase64String(Encoding.UTF8.GetBytes("Cl0ud-Tour-1-and-more"));

        Assert.Null(Show($"You sent {echoed[..10]}{lineBreak}{echoed[10..]}.", "Cl0ud-Tour-1-and-more"));
    }

    [Theory]
    [InlineData("The password 'Cl0ud-Tour-1' is too weak.")]
    [InlineData("Signature of POST&%2F&Password%3DCl0ud%252DTour%252D1%26Version is wrong")]
    [InlineData("key=Q2wwdWQtVG91ci0x== for ins-1 (request 6c0a5b1e-6c5c-4f5e-9d9d-0a4b3f1f2a11)")]
    [InlineData("bytes 43 6c 30 75 64 2d 54 6f 75 72 2d 31 received")]
    [InlineData("Cl0ud-\r\nTour-1 and cl0ud-tour-1")]
    [InlineData("Cl0ud")]
    [InlineData("C.l.0.u.d and the rest")]
    [InlineData("1-ruoT")]
    [InlineData("value 103 154 60 165 144")]
    [InlineData("value 43,6c,30,75,64")]
    [InlineData("value =43=6C=30=75=64=2D=54")]
    [InlineData("value &#67&#108&#48&#117&#100&#45")]
    [InlineData("value INWDA5LEFVKG65LSFUYQ====")]
    [InlineData("value UTJ3d2RXUXRWRzkxY2kweA==")]
    [InlineData("value +AEMAbAAwAHUAZA-")]
    [InlineData("value Ｃｌ０ｕｄ-Ｔｏｕｒ-１")]
    [InlineData("value Сl0иd Тоur")]
    [InlineData("value ⓒⓛ⓪ⓤⓓ")]
    public void A_message_with_an_echo_is_withheld_as_a_whole(string text) => Assert.Null(Show(text, "Cl0ud-Tour-1"));

    [Theory]
    [InlineData("The specified instance is running.")]
    [InlineData("The specified InstanceId does not exist.")]
    [InlineData("The instance ins-abc12345 is in another operation. Please try again later.")]
    [InlineData("Instance i-bp67acfmxazb4ph0001 in cn-hangzhou is locked (request 6c0a5b1e-6c5c-4f5e-9d9d-0a4b3f1f2a11).")]
    [InlineData("User alice99x is not authorized to perform cvm:ResetInstancesPassword.")]
    [InlineData("The SecretId is not found, please ensure that your SecretId is correct.")]
    [InlineData("Specified signature is not matched with our calculation.")]
    [InlineData("The value of parameter `UserName` is longer than 64 characters.")]
    [InlineData("The request exceeds the size limit of 10 MB. Retry in 30 seconds.")]
    [InlineData("The source IP address 203.0.113.25 is not in the whitelist.")]
    [InlineData("The token expired at 2026-05-01T10:00:00Z.")]
    [InlineData("Policy doesn't allow dcs:instance:modifyAuthInfo to be performed.")]
    [InlineData("实例正在运行，请稍后重试。")]
    [InlineData("Password format error.")]
    public void An_ordinary_message_is_shown(string text)
    {
        foreach (string password in new[]
        {
            "Cl0ud-Tour-1", "Password-1!", "P@ssw0rd2024", "Summer#2026", "Qx7!mVz3#kLp9", "Admin123!", "Running-7up", "Instance#1",
        })
        {
            Assert.Equal(text, Show(text, password));
        }
    }

    [Fact]
    public void A_common_word_in_a_password_is_not_revealed_by_missing_messages()
    {
        Assert.Equal("The instance is stopped.", Show("The instance is stopped.", "Stopped-instance-7"));
        Assert.Null(Show("You sent Stopped-instance-7.", "Stopped-instance-7"));

        // A secret that is nothing else is recognised all the same.
        Assert.Null(Show("The instance is stopped.", "Stopped"));
    }

    [Theory]
    [InlineData("a", "All is well.")]
    [InlineData("!!!???", "All is well.")]
    [InlineData("ab1", "You sent ab1.")]
    public void A_secret_too_short_for_a_run_is_not_shown(string secret, string text) => Assert.Null(Show(text, secret));

    [Fact]
    public void No_run_of_half_a_secret_is_shown()
    {
        Gen<(string Password, int From)> cases = from password in Passwords from start in Gen.Choose(0, 12) select (password, start);
        Prop.ForAll(cases.ToArbitrary(), static given =>
        {
            string characters = string.Concat(given.Password.Where(char.IsLetterOrDigit));
            int length = Math.Min(Math.Max(characters.Length / 2, Math.Min(characters.Length, characters.Length < 6 ? 3 : 4)), 8);
            string run = characters.Substring(Math.Min(given.From, characters.Length - length), length);
            using SecretText secret = new(given.Password.AsSpan());
            using KnownSecrets secrets = new();
            secrets.Add(secret);
            return secrets.AreQuotedIn($"it is {run}.") || KnownSecrets.CommonWords.Contains(run, StringComparison.OrdinalIgnoreCase);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void What_is_left_is_one_harmless_line()
    {
        Gen<string> texts =
            Gen.ArrayOf(
                Gen.OneOf(Gen.Elements("##vso[", "#", "##[error]", "\u001b[31m", "\r\n", "\u0000", "\u202e", "ok", "\u009b", "\ud83d")))
                    .Select(static parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), static text =>
        {
            string clean = UnsafeCharacters.OneLine(text, 600) ?? string.Empty;
            return !clean.Contains("##", StringComparison.Ordinal)
                && !clean.Any(static character => char.IsControl(character) || character is '\u202e' || char.IsSurrogate(character))
                && clean.Length <= 601;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("##vso[task.setvariable]x", "# #vso[task.setvariable]x")]
    [InlineData("###vso[task]x", "# # #vso[task]x")]
    [InlineData("#####vso[x]", "# # # # #vso[x]")]
    [InlineData("  It is late. ", "It is late.")]
    [InlineData("\t\r\nIt is\u0007late.\n", "It is late.")]
    [InlineData("It is late.", "It is late.")]
    [InlineData("a###b##c", "a# # #b# #c")]
    [InlineData("ends with ##", "ends with # #")]
    [InlineData("red \u001b[31m text", "red  [31m text")]
    public void A_text_is_one_line_without_blanks_around_it(string text, string expected) =>
        Assert.Equal(expected, UnsafeCharacters.OneLine(text, 600));

    [Fact]
    public void Of_nothing_but_blanks_nothing_is_shown() => Assert.Null(UnsafeCharacters.OneLine(" \t\u200b\n", 600));

    [Theory]
    [InlineData("Number ## is wrong.")]
    [InlineData("All is \u001b well.")]
    public void A_message_that_is_shown_is_harmless(string text)
    {
        string shown = Show(text)!;

        Assert.DoesNotContain("##", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void A_long_message_is_checked_and_then_cut()
    {
        string words = string.Concat(Enumerable.Repeat("words ", 200));

        Assert.Equal(600, Show(words)!.Length - 1);
        Assert.EndsWith("…", Show(words), StringComparison.Ordinal);
        Assert.Null(Show(words + "Cl0ud-Tour-1", "Cl0ud-Tour-1"));
        Assert.Null(Show(new string(' ', 590) + string.Concat(Enumerable.Repeat("words ", 98)) + "Cl0ud-Tour-1", "Cl0ud-Tour-1"));
    }

    [Theory]
    [InlineData("6ef60bec-0242-43af-bb20-270359fb54a7")]
    [InlineData("04F0F334-1335-436C-A1D7-6C044FE73368")]
    [InlineData("T2ED9B5D5-CD87-4DB0-8B6E-1B4C5A5BA6BB")]
    [InlineData("req-6ef60bec-0242-43af-bb20-270359fb54a7")]
    [InlineData("0f5c9b0e8d3c4f7a9b1e2d3c4b5a6978")]
    [InlineData("req-1")]
    public void A_request_id_is_shown(string id)
    {
        Assert.Equal(id, WithSecret("Abcd1234", redactor => redactor.Id(id)));
        Assert.Equal(id, WithSecret("Qx7!mVz3#kLp9", redactor => redactor.Id(id)));
    }

    [Theory]
    [InlineData("Cl0udTour1")]
    [InlineData("request Cl0ud-Tour-1")]
    [InlineData("Q2wwdWQtVG91ci0x")]
    [InlineData("436c3075642d546f75722d3120202020")]
    [InlineData("436c3075-642d-546f-7572-2d3120202020")]
    [InlineData("43006c0030007500640054006f007500")]
    [InlineData("a\r\nb")]
    [InlineData("6ef60bec-0242-43af-bb20-270359fb54a7\n")]
    [InlineData("##vso[x]")]
    public void A_request_id_that_has_not_the_form_of_one_is_dropped(string id) =>
        Assert.Null(WithSecret("Cl0ud-Tour-1", redactor => redactor.Id(id)));

    [Theory]
    [InlineData("InvalidParameterValue.InstanceIdMalformed")]
    [InlineData("UnauthorizedOperation.MFAExpired")]
    [InlineData("DCS.4006")]
    [InlineData("APIGW.0301")]
    [InlineData("OPERATION_DENIED_INSTANCE_IN_OPERATION")]
    [InlineData("HTTP 503")]
    [InlineData("passwordFailed")]
    [InlineData("UnsupportedOperation.InstanceStateRunning")]
    [InlineData("RUNNING")]
    [InlineData("Throttling.User")]
    public void An_error_code_is_shown(string code) => Assert.Equal(code, WithSecret("Password-1!", redactor => redactor.Field(code)));

    [Fact]
    public void A_reply_about_one_target_of_a_batch_is_redacted_too()
    {
        ProviderReply reply = new()
        {
            Fault = Fault.Rejected,
            Targets = new Dictionary<string, ProviderReply>
            {
                ["a"] = new() { Fault = Fault.Rejected, Code = "Ecs.0001", Message = "Bad: Cl0ud-Tour-1" },
            },
        };

        ProviderReply redacted = WithSecret("Cl0ud-Tour-1", redactor => reply.Redact(redactor, []));

        Assert.Equal(("Ecs.0001", null), (redacted.Targets!["a"].Code, redacted.Targets["a"].Message));
    }

    [Fact]
    public void A_code_of_our_own_table_is_shown_whatever_the_password_is()
    {
        ProviderReply reply = new() { Fault = Fault.Rejected, Code = "InvalidPassword", CodeIsListed = true };

        Assert.Equal("InvalidPassword", WithSecret("validpass", redactor => reply.Redact(redactor, []).Code));
        Assert.Null(WithSecret("validpass", redactor => (reply with { CodeIsListed = false }).Redact(redactor, []).Code));
    }

    [Theory]
    [InlineData(nameof(Fault.PasswordRejected))]
    [InlineData(nameof(Fault.OldPasswordIncorrect))]
    [InlineData(nameof(Fault.AccountLocked))]
    public void Of_a_rejected_password_the_provider_says_nothing(string fault)
    {
        ProviderReply reply = new()
        {
            Fault = Enum.Parse<Fault>(fault),
            Code = "InvalidPassword",
            CodeIsListed = true,
            Message = "It is too short.",
        };

        ProviderReply withheld = WithSecret("Cl0ud-Tour-1", redactor => reply.Redact(redactor, []));

        Assert.Equal((null, "InvalidPassword"), (withheld.Message, withheld.Code));
        Assert.Equal(withheld.Advice, TargetOutcome.Sentence(withheld));
        Assert.Equal("Ours.",
            TargetOutcome.Sentence(WithSecret("Cl0ud-Tour-1", redactor => (reply with { Advice = "Ours." }).Redact(redactor, []))));
    }

    [Fact]
    public void Where_a_message_is_withheld_our_advice_stands_alone()
    {
        ProviderReply reply = new() { Fault = Fault.TargetNotFound, Message = "No Cl0ud-Tour-1.", Advice = "Check the id." };

        Assert.Equal("Check the id.", TargetOutcome.Sentence(WithSecret("Cl0ud-Tour-1", redactor => reply.Redact(redactor, []))));
        Assert.Equal("The provider's message is withheld because it may quote a secret.",
            TargetOutcome.Sentence(WithSecret("Cl0ud-Tour-1", redactor => (reply with { Advice = null }).Redact(redactor, []))));
        Assert.Equal("The response has no reason.",
            TargetOutcome.Sentence(
                WithSecret("Cl0ud-Tour-1", redactor => new ProviderReply { Fault = Fault.Rejected }.Redact(redactor, []))));
    }

    internal static string Base32(byte[] bytes)
    {
        StringBuilder text = new();
        int bits = 0;
        int value = 0;
        foreach (byte one in bytes)
        {
            value = (value << 8) | one;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(value >> (bits - 5)) & 31]);
            }
        }

        return bits > 0 ? text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(value << (5 - bits)) & 31]).ToString() : text.ToString();
    }

    private static string? Show(string text, params string[] secrets)
    {
        using KnownSecrets known = new();
        foreach (string one in secrets)
        {
            known.Add(new SecretText(one.AsSpan()));
        }

        return new Redactor(known).Text(text, ["ins-1", "ins-abc12345", "i-bp67acfmxazb4ph0001", "cn-hangzhou", "alice99x"]);
    }

    private static T WithSecret<T>(string secret, Func<Redactor, T> use)
    {
        using KnownSecrets known = new();
        known.Add(new SecretText(secret.AsSpan()));
        return use(new Redactor(known));
    }
}
