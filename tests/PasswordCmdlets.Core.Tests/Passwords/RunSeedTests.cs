using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using FsCheck;
using FsCheck.Fluent;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Providers.Tencent.Lighthouse;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Passwords;

public class RunSeedTests
{
    // The bytes 0 to 31.
    private const string Stored = "pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0p";

    /// <summary>
    /// A changed value here breaks the recovery of every run whose seed is still in a vault. Do not: make a new version of
    /// the seed instead, and keep deriving the old one. The values were computed by an independent implementation.
    /// </summary>
    [Theory]
    [InlineData("TencentLinux", null, 1, "Ogw7O_6prvBfxOqW")]
    [InlineData("TencentLinux", null, 2, "xHymkAwtIGuQ-kq8")]
    [InlineData("TencentLinux", 8, 1, "5jsMW-Xa")]
    [InlineData("TencentWindows", null, 1, "Ogw7O_6prvBfxOqW")]
    [InlineData("TencentWindows", null, 2, "xHymkAwtIGuQ-kq8")]
    [InlineData("LighthouseLinux", null, 1, "yUbG-0eYb7oOh0H5xWf2")]
    [InlineData("LighthouseLinux", null, 2, "l_DN95ilwO-2U24uAAfe")]
    [InlineData("LighthouseWindows", null, 1, "yUbG-0eYb7oOh0H5xWf2")]
    [InlineData("EcsLinux", null, 1, "2pc_W8t7kyXFXfVc_JKW")]
    [InlineData("EcsLinux", null, 2, "S3eucUJqgRscoSAN-DEP")]
    [InlineData("EcsWindows", null, 1, "2pc_W8t7kyXFXfVc_JKW")]
    [InlineData("Zenlayer", null, 1, "ebUfveYXD-YrKyl0")]
    [InlineData("Zenlayer", null, 2, "7zO8TG-4YHBWPUar")]
    [InlineData("EcsVnc", null, 1, "gxBb4B")]
    [InlineData("EcsVnc", null, 2, "OrBiT0")]
    [InlineData("Dcs", null, 1, "3a-QxXi0b_UXYU_DT_9zrwAC")]
    [InlineData("Dcs", null, 2, "SuQxa5_3o-OwV7v9dpbK6rU6")]
    [InlineData("Ram", null, 1, "ZanH_n34DGpbCm-yKAPCGhilfGtHcKa6")]
    [InlineData("Ram", null, 2, "AagZrfDCZ9_Vy17Sfln2l8nekwAB1_bn")]
    public void A_derived_password_never_changes(string policyName, int? length, int attempt, string expected)
    {
        using RunSeed seed = Read(Stored);

        Assert.Equal(expected, Derive(seed, "target-\u00e9", attempt, PasswordPolicies.Find(policyName), length));
    }

    [Fact]
    public void Knowing_the_operating_system_or_the_account_does_not_change_the_password()
    {
        using RunSeed seed = Read(Stored);

        Assert.Equal("Ogw7O_6prvBfxOqW", Derive(seed, "target-\u00e9", 1, CvmPasswordPolicies.Unknown));
        Assert.Equal("yUbG-0eYb7oOh0H5xWf2", Derive(seed, "target-\u00e9", 1, LighthousePasswordPolicies.Unknown));
        Assert.Equal("2pc_W8t7kyXFXfVc_JKW", Derive(seed, "target-\u00e9", 1, EcsInstancePasswordPolicies.Unknown));
        Assert.Equal(
            "ZanH_n34DGpbCm-yKAPCGhilfGtHcKa6",
            Derive(seed, "target-\u00e9", 1,
                RamPasswordPolicy.From(new RamAccountPolicy { MinimumPasswordLength = 20, RequireNumbers = true })));
    }

    [Fact]
    public void A_user_name_changes_the_password_only_where_it_would_occur()
    {
        using RunSeed seed = Read(Stored);

        Assert.Equal("ZanH_n34DGpbCm-yKAPCGhilfGtHcKa6", Derive(seed, "target-\u00e9", 1, RamPasswordPolicy.Published, userName: "alice"));
        Assert.NotEqual("ZanH_n34DGpbCm-yKAPCGhilfGtHcKa6",
            Derive(seed, "target-\u00e9", 1, RamPasswordPolicy.Published, userName: "zanh"));
    }

    [Fact]
    public void Storing_and_reading_gives_the_same_passwords()
    {
        using RunSeed seed = RunSeed.Create();
        using SecretText secret = seed.ToSecret();
        using SecureString stored = secret.ToSecureString();
        using RunSeed read = RunSeed.FromSecret(stored);

        Assert.Equal(53, secret.Length);
        Assert.Equal(Derive(seed, "t", 1, DcsPasswordPolicy.Policy), Derive(read, "t", 1, DcsPasswordPolicy.Policy));
    }

    [Fact]
    public void The_stored_form_is_fixed()
    {
        using RunSeed seed = Read(Stored);
        using SecretText secret = seed.ToSecret();

        Assert.Equal(Stored, Revealed.Text(secret));
    }

    [Fact]
    public void Two_runs_have_different_seeds()
    {
        using RunSeed one = RunSeed.Create();
        using RunSeed other = RunSeed.Create();

        Assert.NotEqual(Derive(one, "t", 1, DcsPasswordPolicy.Policy), Derive(other, "t", 1, DcsPasswordPolicy.Policy));
    }

    [Fact]
    public void Targets_attempts_lengths_and_kinds_have_passwords_of_their_own()
    {
        using RunSeed seed = Read(Stored);
        List<string> passwords = [];
        foreach (string target in new[] { "a", "b", "ab", "a\u0001", "a\0", "\u00e9", "e\u0301", "1", "11" })
        {
            foreach (int attempt in new[] { 1, 2, 11, 256 })
            {
                passwords.Add(Derive(seed, target, attempt, CvmPasswordPolicies.Linux));
                passwords.Add(Derive(seed, target, attempt, CvmPasswordPolicies.Linux, 12));
                passwords.Add(Derive(seed, target, attempt, ZecPasswordPolicy.Policy));
                passwords.Add(Derive(seed, target, attempt, DcsPasswordPolicy.Policy));
                passwords.Add(Derive(seed, target, attempt, DcsPasswordPolicy.Policy, 32));
                passwords.Add(Derive(seed, target, attempt, RamPasswordPolicy.Published));
            }
        }

        // Not even a common beginning: a shorter password is not the start of a longer one.
        Assert.Equal(passwords.Count, passwords.Select(password => password[..8]).Distinct().Count());
    }

    [Fact]
    public void Every_derived_password_meets_every_published_rule()
    {
        using RunSeed seed = Read(Stored);

        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), Gen.Choose(1, 5).ToArbitrary(), (target, attempt) =>
            target.Get.Any(char.IsSurrogate) || PasswordPolicies.All.All(policy =>
            {
                using SecretText password = seed.DerivePassword(target.Get, attempt, policy);
                return PasswordValidator.Validate(password, policy).MeetsEveryRule;
            })).Check(Seeded.Config(200));
    }

    [Fact]
    public void A_note_changes_no_password_and_is_read_back()
    {
        using RunSeed seed = RunSeed.Create();
        using SecretText noted = seed.ToSecret("running.here.Tencent-CvmInstance.*");
        using RunSeed again = RunSeed.FromSecret(noted);
        using SecretText expected = seed.DerivePassword("target", 1, CvmPasswordPolicies.Unknown);
        using SecretText actual = again.DerivePassword("target", 1, CvmPasswordPolicies.Unknown);
        using SecretText plain = seed.ToSecret();

        Assert.True(expected.SameTextAs(actual));
        Assert.Equal("running.here.Tencent-CvmInstance.*", RunSeed.NoteOf(noted));
        Assert.Null(RunSeed.NoteOf(plain));
    }

    [Theory]
    [InlineData("", "'pcs1.'")]
    [InlineData("pcs1", "'pcs1.'")]
    [InlineData("PCS1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0p", "'pcs1.'")]
    [InlineData(" pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0p", "'pcs1.'")]
    [InlineData("some other secret", "'pcs1.'")]
    [InlineData("pcs3.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0p", "another version")]
    [InlineData("pcs2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0p", "damaged")]
    [InlineData("pcs2.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0.note", "damaged")]
    [InlineData("pcs1.", "damaged")]
    [InlineData("pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0", "damaged")]
    [InlineData("pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0pA", "damaged")]
    [InlineData("pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0=", "damaged")]
    [InlineData("pcs1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9jDc0\n", "damaged")]
    public void What_is_not_a_seed_is_rejected_without_being_quoted(string text, string says)
    {
        FormatException error = Assert.Throws<FormatException>(() => Read(text));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAECAwQF", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("some other secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_changed_character_is_noticed() =>
        Assert.All(Enumerable.Range(5, Stored.Length - 5), position =>
        {
            char other = Stored[position] == 'x' ? 'y' : 'x';
            Assert.Throws<FormatException>(() => Read(string.Concat(Stored.AsSpan(0, position), [other], Stored.AsSpan(position + 1))));
        });

    [Fact]
    public void A_target_that_has_no_UTF_8_form_is_rejected_rather_than_confused_with_another()
    {
        using RunSeed seed = RunSeed.Create();

        Assert.ThrowsAny<ArgumentException>(() => seed.DerivePassword("\ud83d", 1, DcsPasswordPolicy.Policy));
    }

    [Fact]
    public void There_is_no_attempt_before_the_first()
    {
        using RunSeed seed = RunSeed.Create();

        Assert.Throws<ArgumentOutOfRangeException>(() => seed.DerivePassword("t", 0, DcsPasswordPolicy.Policy));
    }

    [Fact]
    public void A_disposed_seed_gives_nothing_and_shows_nothing()
    {
        RunSeed seed = RunSeed.Create();
        seed.Dispose();

        Assert.Throws<ObjectDisposedException>(() => seed.DerivePassword("t", 1, DcsPasswordPolicy.Policy));
        Assert.Throws<ObjectDisposedException>(seed.ToSecret);
        Assert.Equal("(run seed)", seed.ToString());
    }

    private static RunSeed Read(string text)
    {
        using SecretText secret = new(text.AsSpan());
        return RunSeed.FromSecret(secret);
    }

    private static string Derive(RunSeed seed, string target, int attempt, PasswordPolicy policy, int? length = null,
        string? userName = null)
    {
        using SecretText password = seed.DerivePassword(target, attempt, policy, length, userName);
        return Revealed.Text(password);
    }
}
