using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class PasswordValidatorTests
{
    private const string Fine = "";

    // What is expected: severity letter and requirement, errors first; empty where nothing is found.
    public static TheoryData<string, string, string> Boundaries => new()
    {
        // Current text 8 to 30 and 3 of 4 classes; earlier text 8 to 16 and 2 of 3.
        { "TencentLinux", Text(7), "E:MinimumLength" },
        { "TencentLinux", Text(8), Fine },
        { "TencentLinux", Text(16), Fine },
        { "TencentLinux", Text(17), "W:MaximumLength" },
        { "TencentLinux", Text(20), "W:MaximumLength" },
        { "TencentLinux", Text(30), "W:MaximumLength" },
        { "TencentLinux", Text(31), "E:MaximumLength" },
        { "TencentLinux", "abcdefgh", "E:CharacterClasses" },
        { "TencentLinux", "abcdEFGH", "E:CharacterClasses" },
        { "TencentLinux", "abcdefg1", "W:CharacterClasses" },
        { "TencentLinux", "abcdefG1", Fine },
        { "TencentLinux", "abcde-G1", Fine },
        { "TencentLinux", "/bcdefG1", "E:FirstCharacter" },
        { "TencentLinux", "a/cdefG1", Fine },
        { "TencentLinux", "`bcdefG1", "W:AllowedCharacters" },
        { "TencentLinux", "abcdef\"G1", "E:AllowedCharacters" },
        { "TencentLinux", "abcdef\\G1", "E:AllowedCharacters" },
        { "TencentLinux", "abcdefg\"1", "E:AllowedCharacters W:CharacterClasses" },
        { "TencentLinux", "abcdef G1", "E:AllowedCharacters" },
        { "TencentLinux", "abcdef\u00c9G1", "E:AllowedCharacters" },
        { "TencentLinux", string.Empty, "E:MinimumLength E:CharacterClasses" },

        // Each rule rejects it, each for another reason: both reasons count.
        { "TencentLinux", "abcdefghijklmnopqrs1", "E:MaximumLength E:CharacterClasses" },

        // All agree about the classes; about the length they do not.
        { "TencentLinux", "abcdefghijklmnopqrst", "E:CharacterClasses W:MaximumLength" },

        // One text of 8 to 30 and 3 of 4; the list of characters may have a space besides.
        { "LighthouseLinux", Text(7), "E:MinimumLength" },
        { "LighthouseLinux", Text(8), Fine },
        { "LighthouseLinux", Text(30), Fine },
        { "LighthouseLinux", Text(31), "E:MaximumLength" },
        { "LighthouseLinux", "abcdefg1", "E:CharacterClasses" },
        { "LighthouseLinux", "/bcdefG1", "E:FirstCharacter" },
        { "LighthouseLinux", "abcdef G1", "W:AllowedCharacters" },
        { "LighthouseLinux", "abcdef\"G1", "E:AllowedCharacters" },
        { "LighthouseWindows", Text(11), "E:MinimumLength" },
        { "LighthouseWindows", Text(12), Fine },
        { "LighthouseWindows", "Administrator1-", "E:UserName" },

        // One length and classes everywhere; the lists of characters differ and are advice.
        { "HuaweiEcs", Text(7), "E:MinimumLength" },
        { "HuaweiEcs", Text(8), Fine },
        { "HuaweiEcs", Text(26), Fine },
        { "HuaweiEcs", Text(27), "E:MaximumLength" },
        { "HuaweiEcs", "bcfghjk1", "E:CharacterClasses" },
        { "HuaweiEcs", "bcfghjK1", Fine },
        { "HuaweiEcs", "bcf#hjK1", "W:AllowedCharacters" },
        { "HuaweiEcs", "bcf^hjK1", "W:AllowedCharacters" },
        { "HuaweiEcs", "/cfghjK1", "W:FirstCharacter" },
        { "HuaweiEcs", "bcAdmK1-", "E:UserName" },
        { "HuaweiEcs", "bcADMk1-", "W:UserName" },
        { "HuaweiEcs", "bctraK1-", "E:UserName" },
        { "HuaweiEcs", "bcrootK1", "E:UserName" },
        { "HuaweiEcs", "bctoorK1", "E:UserName" },
        { "HuaweiEcs", "bcrooK1-", Fine },

        // Current text 12 to 30; earlier text 12 to 16; both 3 of 4.
        { "TencentWindows", Text(11), "E:MinimumLength" },
        { "TencentWindows", Text(12), Fine },
        { "TencentWindows", Text(16), Fine },
        { "TencentWindows", Text(17), "W:MaximumLength" },
        { "TencentWindows", Text(30), "W:MaximumLength" },
        { "TencentWindows", Text(31), "E:MaximumLength" },
        { "TencentWindows", "abcdefghijK-", Fine },
        { "TencentWindows", "abcdefghijkl-", "E:CharacterClasses" },
        { "TencentWindows", "/bcdefghijK1", "E:FirstCharacter" },
        { "TencentWindows", "abcdef hijK1", "W:AllowedCharacters" },
        { "TencentWindows", "abcdef`hijK1", "W:AllowedCharacters" },
        { "TencentWindows", "abcdef\"hijK1", "E:AllowedCharacters" },
        { "TencentWindows", "Administrator1-", "W:UserName" },

        // 8 to 16 everywhere; lower and upper case are two classes in one text and one in the others.
        { "Zenlayer", "abcDE1-", "E:MinimumLength" },
        { "Zenlayer", "abcDEF1-", Fine },
        { "Zenlayer", "abcdefghijkLMN1-", Fine },
        { "Zenlayer", "abcdefghijklMNO1-", "E:MaximumLength" },
        { "Zenlayer", "abcdef1-", "W:CharacterClasses" },
        { "Zenlayer", "abcdefG1", "E:CharacterClasses" },
        { "Zenlayer", "abcdefG-", "E:CharacterClasses" },
        { "Zenlayer", "1234567-", "E:CharacterClasses" },
        { "Zenlayer", "abcDEF1.", "W:AllowedCharacters" },
        { "Zenlayer", "Example`123", "W:AllowedCharacters" },
        { "Zenlayer", "abcDE\u00e91-", "W:AllowedCharacters" },

        // Exactly 6; all three classes by current text only.
        // One text of 8 to 30 and 3 of 4; the lists of specials differ.
        { "EcsLinux", Text(7), "E:MinimumLength" },
        { "EcsLinux", Text(8), Fine },
        { "EcsLinux", Text(30), Fine },
        { "EcsLinux", Text(31), "E:MaximumLength" },
        { "EcsLinux", "abcdefg1", "E:CharacterClasses" },
        { "EcsLinux", "/bcdefG1", Fine },
        { "EcsLinux", "abcdef'G1", "W:AllowedCharacters" },
        { "EcsLinux", "abcdef\"G1", "W:AllowedCharacters" },
        { "EcsWindows", Text(8), Fine },
        { "EcsWindows", "/bcdefG1", "E:FirstCharacter" },
        { "EcsVnc", "12345", "E:MinimumLength W:CharacterClasses" },
        { "EcsVnc", "123456", "W:CharacterClasses" },
        { "EcsVnc", "abc123", "W:CharacterClasses" },
        { "EcsVnc", "Ecs123", Fine },
        { "EcsVnc", "Ecs1234", "E:MaximumLength" },
        { "EcsVnc", "Ecs-12", "E:AllowedCharacters" },
        { "EcsVnc", "Ecs 12", "E:AllowedCharacters" },
        { "EcsVnc", "\u00c9cs12X", "E:AllowedCharacters" },

        // 8 to 32 or 8 to 64; 3 of 4 everywhere; the lists of specials differ.
        { "Dcs", Text(7), "E:MinimumLength" },
        { "Dcs", Text(8), Fine },
        { "Dcs", Text(32), Fine },
        { "Dcs", Text(33), "W:MaximumLength" },
        { "Dcs", Text(64), "W:MaximumLength" },
        { "Dcs", Text(65), "E:MaximumLength" },
        { "Dcs", "abcdefg1", "E:CharacterClasses" },
        { "Dcs", "abcdefG1", Fine },
        { "Dcs", "abcdef1%", "W:AllowedCharacters" },
        { "Dcs", "abcdef1;", "W:AllowedCharacters" },
        { "Dcs", "abcdefG1\u00e9", "W:AllowedCharacters" },

        // Accounts differ: 8 without classes by default, 12 and all classes by Terraform's default.
        { "Ram", "abcdefg", "E:MinimumLength W:CharacterClasses" },
        { "Ram", "abcdefgh", "W:MinimumLength W:CharacterClasses" },
        { "Ram", Text(11), "W:MinimumLength" },
        { "Ram", Text(12), Fine },
        { "Ram", Text(32), Fine },
        { "Ram", Text(33), "W:MaximumLength" },
        { "Ram", "abcdEF12345-\u00e9", "W:AllowedCharacters" },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Errors_are_what_every_rule_rejects_and_warnings_what_some_reject(string policy, string password, string expected)
    {
        PasswordValidationResult result = PasswordValidator.Validate(password.AsSpan(), PasswordPolicies.Find(policy));

        Assert.Equal(expected, Codes(result));
        Assert.Equal(!expected.Contains("E:", StringComparison.Ordinal), result.IsAcceptable);
        Assert.Equal(expected.Length == 0, result.MeetsEveryRule);
    }

    // Policy, user name, password, expected.
    public static TheoryData<string, string, string, string> UserNames => new()
    {
        { "TencentWindows", "admin", "xadminXX1234", "W:UserName" },
        { "TencentWindows", "admin", "xADMINxx1234", "W:UserName" },
        { "TencentWindows", "admin", "xadmiNxx1234", "W:UserName" },
        { "TencentWindows", "admin", "Administrator1", "W:UserName" },
        { "TencentWindows", "bob", "Administrator1", Fine },
        { "TencentWindows", "", "Administrator1", "W:UserName" },
        { "TencentLinux", "root", "xrootXX1", Fine },
        { "Dcs", "User-Name1", "User-Name1", "E:UserName" },
        { "Dcs", "User-Name1", "1emaN-resU", "E:UserName" },
        { "Dcs", "User-Name1", "user-NAME1", "W:UserName" },
        { "Dcs", "User-Name1", "User-Name12", Fine },
    };

    [Theory]
    [MemberData(nameof(UserNames))]
    public void The_user_name_is_checked_where_a_rule_requires_it(string policy, string userName, string password, string expected)
    {
        PasswordValidationResult result =
            PasswordValidator.Validate(password.AsSpan(), PasswordPolicies.Find(policy), new PasswordContext { UserName = userName });

        Assert.Equal(expected, Codes(result));
    }

    [Theory]
    [InlineData("Dcs", "abcdefG1", "abcdefG1", "E:OldPassword")]
    [InlineData("Dcs", "abcdefG1", "abcdefG2", Fine)]
    [InlineData("Dcs", "abcdefG1", "abcdefG12", Fine)]
    [InlineData("TencentLinux", "abcdefG1", "abcdefG1", Fine)]
    public void The_old_password_is_rejected_where_a_rule_requires_it(string policy, string password, string old, string expected)
    {
        using SecretText secret = new(password.AsSpan());
        using SecretText oldPassword = new(old.AsSpan());

        PasswordValidationResult result =
            PasswordValidator.Validate(secret, PasswordPolicies.Find(policy), new PasswordContext { OldPassword = oldPassword });

        Assert.Equal(expected, Codes(result));
    }

    [Fact]
    public void Control_characters_and_broken_surrogates_are_always_an_error()
    {
        string[] unusable = ["\n", "\t", "\0", "\u007f", "\u0085", "\u2028", "\u2029", "\ud83d", "\ude00", "\ude00\ud83d"];

        Assert.All(unusable.SelectMany(_ => PasswordPolicies.All, (text, policy) => (text, policy)), item =>
        {
            PasswordValidationResult result = PasswordValidator.Validate(("aB3-" + item.text + "cdefghiJ").AsSpan(), item.policy);

            Assert.False(result.IsAcceptable);
            Assert.Equal(PasswordRequirement.ControlCharacters, result.Findings[0].Requirement);
        });
    }

    [Fact]
    public void A_surrogate_pair_counts_as_one_character()
    {
        PasswordValidationResult result = PasswordValidator.Validate("abcdE1\ud83d\ude00".AsSpan(), DcsPasswordPolicy.Policy);

        Assert.Equal("E:MinimumLength W:AllowedCharacters", Codes(result));
    }

    [Theory]
    [InlineData("abcdefghijK1", Fine)]
    [InlineData("abcdefG1", "W:MinimumLength")]
    [InlineData("abcdeG1", "E:MinimumLength")]
    [InlineData("abcdefg1", "W:MinimumLength W:CharacterClasses")]
    [InlineData("xAdministrator1", "W:UserName")]
    public void While_the_operating_system_is_unknown_the_Windows_rules_only_warn(string password, string expected) =>
        Assert.Equal(expected, Codes(PasswordValidator.Validate(password.AsSpan(), CvmPasswordPolicies.Unknown)));

    [Theory]
    [InlineData("abcdefghi-", Fine)]
    [InlineData("abcdefgh-", "E:MinimumLength")]
    [InlineData("abcdefghij", "E:CharacterClasses")]
    [InlineData("ABCDEFGHI-", "E:CharacterClasses")]
    [InlineData("aaaaaaaaa-", "E:DistinctCharacters")]
    [InlineData("aaabob-aab", "E:UserName")]
    [InlineData("aaacBOB-aab", "W:UserName")]
    public void The_rule_of_the_account_is_the_only_one_once_it_is_known(string password, string expected)
    {
        PasswordPolicy policy = RamPasswordPolicy.From(new RamAccountPolicy
        {
            MinimumPasswordLength = 10,
            RequireLowercaseCharacters = true,
            RequireSymbols = true,
            MinimumPasswordDifferentCharacter = 4,
            PasswordNotContainUserName = true,
        });

        Assert.Equal(expected, Codes(PasswordValidator.Validate(password.AsSpan(), policy, new PasswordContext { UserName = "bob" })));
    }

    [Fact]
    public void A_finding_names_the_rules_it_comes_from_and_where_they_are_published()
    {
        PasswordFinding finding = Assert.Single(PasswordValidator.Validate("123456".AsSpan(), EcsVncPasswordPolicy.Policy).Findings);

        Assert.Equal("CharacterClasses", finding.RuleId);
        Assert.Equal(["ecs-vnc-current"], finding.Rules.Select(rule => rule.Id));
        Assert.Contains("(2026-04), https://", Assert.Single(finding.Sources), StringComparison.Ordinal);
        Assert.Equal(
            "Use all of: lower-case letters, upper-case letters, digits (ecs-vnc-current). Published rules differ here, "
                + "so the provider may also accept it as it is.",
            finding.Message);
    }

    [Theory]
    [InlineData("EcsVnc", "12345", "Use at least 6 characters.")]
    [InlineData("TencentLinux", "aB3-aB3-aB3-aB3-aB3-aB3-aB3-aB3-",
        "Use at most 30 characters (tencent-linux-current); use at most 16 characters (tencent-linux-earlier).")]
    [InlineData("TencentLinux", "abcdefghijklmnopqrs1",
        "Use at most 16 characters (tencent-linux-earlier). Each published rule rejects the password for a reason of its own.")]
    [InlineData("Dcs", "abcdef1;",
        "Use letters a-z and A-Z, digits and these special characters only: `~!@#$^&*()-_=+|{},<.>/?. "
            + "The provider may also accept it as it is.")]
    [InlineData("Dcs", "abcdef1%",
        "Use letters a-z and A-Z, digits and these special characters only: `~!@#$^&*()-_=+\\|{},<.>/? (dcs-user-guide, dcs-v1, "
            + "dcs-otc-v2, dcs-otc-v1). Published rules differ here, so the provider may also accept it as it is.")]
    [InlineData("Ram", "aB3-aB3-aB3-\u00e9",
        "Use letters a-z and A-Z, digits and ASCII punctuation only, since nothing is published about other characters. "
            + "The provider may also accept it as it is.")]
    [InlineData("EcsVnc", "Ecs-12", "Use letters a-z and A-Z, digits only.")]
    public void A_message_says_what_to_do_and_which_rules_want_it(string policy, string password, string message) =>
        Assert.Equal(message, PasswordValidator.Validate(password.AsSpan(), PasswordPolicies.Find(policy)).Findings[0].Message);

    [Fact]
    public void A_superseded_rule_is_listed_but_not_applied()
    {
        Assert.Contains(EcsVncPasswordPolicy.Policy.Rules, rule => rule.Kind == RuleKind.Superseded && rule.MaxLength is null);

        Assert.False(PasswordValidator.Validate("Ecs1234".AsSpan(), EcsVncPasswordPolicy.Policy).IsAcceptable);
    }

    [Fact]
    public void Findings_hold_no_part_of_the_password()
    {
        // A distinctive core within arbitrary text, so that finding it in a message cannot be chance.
        const string Core = "q7Zk";
        Gen<string> passwords =
            from before in ArbMap.Default.GeneratorFor<string>()
            from after in ArbMap.Default.GeneratorFor<string>()
            select before + Core + after;

        Prop.ForAll(passwords.ToArbitrary(), password => PasswordPolicies.All.All(policy =>
        {
            using SecretText old = new(password.AsSpan());
            PasswordValidationResult result =
                PasswordValidator.Validate(password.AsSpan(), policy, new PasswordContext { UserName = password, OldPassword = old });
            return result.Findings.All(finding =>
                !finding.ToString().Contains(Core, StringComparison.Ordinal)
                && finding.Sources.All(source => !source.Contains(Core, StringComparison.Ordinal)));
        })).Check(Seeded.Config(500));
    }

    [Fact]
    public void Messages_depend_on_what_is_wrong_and_not_on_the_characters()
    {
        // Same length, same classes, same kind of fault, other letters and digits: the text must be the same.
        (string First, string Second)[] pairs =
        [
            ("aB3\"eF6", "xY9\"uV7"),
            ("/bcdefgh", "/qrstuvw"),
            ("abc d\u00e9f", "xyz w\u00f8v"),
            ("aaaaaaa", "bbbbbbb"),
        ];

        Assert.All(
            pairs.SelectMany(pair => PasswordPolicies.All, (pair, policy) => (pair, policy)),
            item => Assert.Equal(Messages(item.pair.First, item.policy), Messages(item.pair.Second, item.policy)));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("aaaaaaaa", 4, 5)]
    [InlineData("123456", 18, 20)]
    [InlineData("aB3-", 24, 27)]
    [InlineData("Kq3vT_9xWc-2LmZ8", 95, 106)]
    public void Entropy_is_bounded_by_length_classes_and_variety(string password, double atLeast, double atMost) =>
        Assert.InRange(PasswordValidator.Validate(password.AsSpan(), RamPasswordPolicy.Published).EntropyBits, atLeast, atMost);

    [Fact]
    public void The_result_is_the_same_for_a_secret_and_for_its_characters() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            using SecretText secret = new(text.Get.AsSpan());
            return PasswordPolicies.All.All(policy =>
                PasswordValidator.Validate(secret, policy).Findings.Select(finding => finding.ToString())
                    .SequenceEqual(Messages(text.Get, policy)));
        }).Check(Seeded.Config(100));

    private static IEnumerable<string> Messages(string password, PasswordPolicy policy) =>
        PasswordValidator.Validate(password.AsSpan(), policy).Findings.Select(finding => finding.ToString());

    private static string Codes(PasswordValidationResult result) =>
        string.Join(" ", result.Findings.Select(finding => (finding.Severity == FindingSeverity.Error ? "E:" : "W:") + finding.RuleId));

    // Of the given length, with all four classes and nothing that any rule minds.
    private static string Text(int length) => "aB3-" + new string('c', length - 4);
}
