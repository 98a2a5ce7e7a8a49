using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class PasswordGeneratorTests
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static TheoryData<string, int> EveryLength =>
        [.. PasswordPolicies.All.SelectMany(
            policy => Enumerable.Range(policy.MinGeneratedLength, policy.MaxGeneratedLength - policy.MinGeneratedLength + 1),
            (policy, length) => new TheoryDataRow<string, int>(policy.Name, length))];

    [Theory]
    [MemberData(nameof(EveryLength))]
    public void A_generated_password_meets_every_published_rule(string policyName, int length)
    {
        PasswordPolicy policy = PasswordPolicies.Find(policyName);
        using HkdfRandomSource random = Random(policyName + length);

        foreach (string password in Generate(policy, length, random, count: 200))
        {
            // Not through the validator alone, which could share a mistake with the generator: each rule read by hand too.
            Assert.Equal(length, password.Length);
            Assert.All(policy.Rules, rule => Assert.True(Meets(rule, password), rule.Id));
            PasswordValidationResult result = PasswordValidator.Validate(password.AsSpan(), policy);
            Assert.True(result.MeetsEveryRule, string.Join(" ", result.Findings));
        }
    }

    [Theory]
    [InlineData("TencentLinux", 8, 16, 16)]
    [InlineData("TencentWindows", 12, 16, 16)]
    [InlineData("LighthouseLinux", 8, 30, 20)]
    [InlineData("LighthouseWindows", 12, 30, 20)]
    [InlineData("EcsLinux", 8, 30, 20)]
    [InlineData("EcsWindows", 8, 30, 20)]
    [InlineData("Zenlayer", 8, 16, 16)]
    [InlineData("EcsVnc", 6, 6, 6)]
    [InlineData("Dcs", 8, 32, 24)]
    [InlineData("HuaweiEcs", 8, 26, 20)]
    [InlineData("Ram", 12, 32, 32)]
    public void The_lengths_are_those_that_all_published_rules_allow(string policyName, int shortest, int longest, int standard)
    {
        PasswordPolicy policy = PasswordPolicies.Find(policyName);
        using SecretText password = PasswordGenerator.Create(policy);

        Assert.Equal((shortest, longest, standard), (policy.MinGeneratedLength, policy.MaxGeneratedLength, password.Length));
        Assert.Equal(policy.Rules.Max(rule => rule.MinLength), shortest);
        Assert.Equal(policy.Rules.Min(rule => rule.MaxLength), longest);
    }

    [Theory]
    [InlineData("Zenlayer", 7, "A generated password for Zenlayer has 8 to 16 characters")]
    [InlineData("Zenlayer", 17, "A generated password for Zenlayer has 8 to 16 characters")]
    [InlineData("EcsVnc", 8, "A generated password for EcsVnc has 6 characters")]
    public void Another_length_is_rejected_with_the_range(string policyName, int length, string message)
    {
        ArgumentOutOfRangeException error =
            Assert.Throws<ArgumentOutOfRangeException>(() => PasswordGenerator.Create(PasswordPolicies.Find(policyName), length));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void While_the_operating_system_is_unknown_a_password_meets_the_rules_of_both()
    {
        PasswordPolicy policy = CvmPasswordPolicies.Unknown;
        using HkdfRandomSource random = Random("auto");

        Assert.All(Generate(policy, null, random, count: 500), password =>
        {
            Assert.True(PasswordValidator.Validate(password.AsSpan(), policy).MeetsEveryRule);
            Assert.True(PasswordValidator.Validate(password.AsSpan(), CvmPasswordPolicies.Linux).MeetsEveryRule);
            Assert.True(PasswordValidator.Validate(password.AsSpan(), CvmPasswordPolicies.Windows).MeetsEveryRule);
        });
    }

    [Fact]
    public void A_password_of_RAM_meets_every_policy_an_account_can_set()
    {
        RamAccountPolicy strictest = new()
        {
            MinimumPasswordLength = 32,
            RequireLowercaseCharacters = true,
            RequireUppercaseCharacters = true,
            RequireNumbers = true,
            RequireSymbols = true,
            MinimumPasswordDifferentCharacter = 8,
            PasswordNotContainUserName = true,
        };
        using HkdfRandomSource random = Random("ram");

        Assert.All(
            Generate(RamPasswordPolicy.Published, null, random, count: 500, userName: "a"),
            password =>
                Assert.True(
                    PasswordValidator.Validate(password.AsSpan(), RamPasswordPolicy.From(strictest),
                        new PasswordContext { UserName = "a" }).MeetsEveryRule));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("K")]
    [InlineData("7")]
    [InlineData("ab")]
    public void The_user_name_does_not_occur_in_any_case(string userName) =>
        Assert.All(PasswordPolicies.All, policy =>
        {
            using HkdfRandomSource random = Random(policy.Name + userName);
            Assert.All(
                Generate(policy, null, random, count: 300, userName),
                password => Assert.DoesNotContain(userName, password, StringComparison.OrdinalIgnoreCase));
        });

    [Theory]
    [InlineData("EcsVnc", 6)]
    [InlineData("Zenlayer", 8)]
    [InlineData("TencentLinux", 16)]
    [InlineData("Dcs", 24)]
    public void Characters_are_uniform_at_every_position_by_a_chi_square_test(string policyName, int length)
    {
        PasswordPolicy policy = PasswordPolicies.Find(policyName);
        string specials = policyName == "EcsVnc" ? string.Empty : "-_";
        using HkdfRandomSource random = Random("chi-square " + policyName);
        List<string> passwords = Generate(policy, length, random, count: 20_000);

        // Within a class and position all characters are alike, whatever the requirement of every class does to the classes.
        string[] classes = ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", specials];
        double statistic = 0;
        int degrees = 0;
        foreach (string members in classes.Where(members => members.Length > 0))
        {
            for (int position = 0; position < length; position++)
            {
                int[] counts = [.. members.Select(member => passwords.Count(password => password[position] == member))];
                double expected = counts.Average();
                if (expected > 0)
                {
                    statistic += counts.Sum(count => (count - expected) * (count - expected) / expected);
                    degrees += members.Length - 1;
                }
            }
        }

        // A sum of many squares is nearly normal: mean d, variance 2d. Beyond 4 sigma is one chance in 16,000.
        Assert.InRange((statistic - degrees) / Math.Sqrt(2.0 * degrees), -4, 4);
    }

    [Theory]
    [InlineData("EcsVnc", 6)]
    [InlineData("Zenlayer", 8)]
    public void Classes_occur_as_often_as_among_all_valid_passwords(string policyName, int length)
    {
        using HkdfRandomSource random = Random("classes " + policyName);
        const int Count = 40_000;
        int[] sizes = policyName == "EcsVnc" ? [26, 26, 10, 0] : [26, 26, 10, 2];

        List<string> passwords = Generate(PasswordPolicies.Find(policyName), length, random, Count);

        // The exact share of first characters that are digits, by inclusion and exclusion over the missing classes.
        double valid = CountValid(sizes, length, firstMayBe: [26, 26, 10, 0]);
        double share = CountValid(sizes, length, firstMayBe: [0, 0, 10, 0]) / valid;
        double sigma = Math.Sqrt(share * (1 - share) / Count);
        Assert.InRange(passwords.Count(password => char.IsAsciiDigit(password[0])) / (double)Count, share - (4 * sigma),
            share + (4 * sigma));
    }

    [Fact]
    public void Every_special_is_plain_text_in_shells_URLs_and_connection_strings() =>
        Assert.All(PasswordPolicies.All, policy =>
        {
            using HkdfRandomSource random = Random("specials " + policy.Name);
            Assert.All(Generate(policy, null, random, count: 300), password =>
            {
                Assert.Equal(password, Uri.EscapeDataString(password));
                Assert.True(char.IsAsciiLetterOrDigit(password[0]));
                Assert.All(password, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
            });
        });

    [Fact]
    public void The_same_bytes_make_the_same_password_and_other_bytes_another()
    {
        string[] passwords = [.. new[] { "x", "x", "y" }.Select(label =>
        {
            using HkdfRandomSource random = Random(label);
            return Generate(DcsPasswordPolicy.Policy, null, random, count: 1)[0];
        })];

        Assert.Equal(passwords[0], passwords[1]);
        Assert.NotEqual(passwords[0], passwords[2]);
    }

    [Fact]
    public void Two_passwords_from_the_system_differ()
    {
        using SecretText one = PasswordGenerator.Create(DcsPasswordPolicy.Policy);
        using SecretText other = PasswordGenerator.Create(DcsPasswordPolicy.Policy);

        Assert.False(one.SameTextAs(other));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xff)]
    public void A_source_that_is_stuck_is_noticed(byte value) =>
        Assert.All(PasswordPolicies.All,
            policy => Assert.Throws<InvalidOperationException>(() => PasswordGenerator.Generate(policy, null, new ConstantSource(value))));

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(62)]
    [InlineData(64)]
    [InlineData(200)]
    public void Every_byte_value_leads_to_every_index_equally_often_or_is_thrown_away(int count)
    {
        // All 256 byte values once, twice over: what is not thrown away falls evenly.
        using UniformIndexes indexes = new(new CountingSource());
        int perIndex = 256 / Enumerable.Range(0, 9).Select(bits => 1 << bits).First(power => power >= count);

        int[] drawn = new int[count];
        for (int i = 0; i < 2 * perIndex * count; i++)
        {
            drawn[indexes.Next(count)]++;
        }

        Assert.All(drawn, times => Assert.Equal(2 * perIndex, times));
    }

    private static double CountValid(int[] sizes, int length, int[] firstMayBe)
    {
        double total = 0;
        for (int missing = 0; missing < 16; missing++)
        {
            double first = 0;
            double rest = 0;
            int sign = 1;
            for (int i = 0; i < 4; i++)
            {
                bool isMissing = (missing & (1 << i)) != 0;
                sign = isMissing ? -sign : sign;
                first += isMissing ? 0 : firstMayBe[i];
                rest += isMissing ? 0 : sizes[i];
            }

            // A class without members cannot be required.
            if ((missing & 8) != 0 && sizes[3] == 0)
            {
                continue;
            }

            total += sign * first * Math.Pow(rest, length - 1);
        }

        return total;
    }

    private static bool Meets(PublishedRule rule, string password)
    {
        bool lower = password.Any(c => c is >= 'a' and <= 'z');
        bool upper = password.Any(c => c is >= 'A' and <= 'Z');
        bool digit = password.Any(c => c is >= '0' and <= '9');
        bool special = password.Any(c => !LettersAndDigits.Contains(c, StringComparison.Ordinal));
        int met = rule.Classes.Classes.Count(group =>
            ((group & CharacterClasses.Lowercase) != 0 && lower)
            || ((group & CharacterClasses.Uppercase) != 0 && upper)
            || ((group & CharacterClasses.Digit) != 0 && digit)
            || ((group & CharacterClasses.Special) != 0 && special));
        return password.Length >= rule.MinLength
            && password.Length <= (rule.MaxLength ?? int.MaxValue)
            && met >= rule.Classes.AtLeast
            && password.Distinct().Count() >= rule.MinDistinctCharacters
            && !(rule.Forbidden?.Texts.Any(text => password.Contains(text, StringComparison.OrdinalIgnoreCase)) ?? false)
            && !rule.ForbiddenFirstCharacters.Contains(password[0], StringComparison.Ordinal)
            && password.All(c => LettersAndDigits.Contains(c, StringComparison.Ordinal) || rule.AllowedSpecials is null
                || rule.AllowedSpecials.Contains(c, StringComparison.Ordinal));
    }

    private static List<string> Generate(PasswordPolicy policy, int? length, IRandomSource random, int count, string? userName = null)
    {
        List<string> passwords = new(count);
        for (int i = 0; i < count; i++)
        {
            using SecretText password = PasswordGenerator.Generate(policy, length, random, userName);
            passwords.Add(Revealed.Text(password));
        }

        return passwords;
    }

    private static HkdfRandomSource Random(string label) =>
        new("a fixed key for reproducible runs"u8, Encoding.UTF8.GetBytes(label.ToString(CultureInfo.InvariantCulture)));

    private sealed class ConstantSource(byte value) : IRandomSource
    {
        public void Fill(Span<byte> data) => data.Fill(value);
    }

    private sealed class CountingSource : IRandomSource
    {
        private byte _next;

        public void Fill(Span<byte> data)
        {
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = _next++;
            }
        }
    }
}
