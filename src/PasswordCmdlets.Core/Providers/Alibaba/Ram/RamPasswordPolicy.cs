using System;
using PasswordCmdlets.Core.Passwords;
using static PasswordCmdlets.Core.Passwords.CharacterClasses;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ram;

/// <summary>The rules of RAM users' passwords, as data: every published rule with its source and date.</summary>
internal static class RamPasswordPolicy
{
    // 32 satisfies every minimum an account can be set to, so the derived password does not depend on knowing the account's policy.
    private static readonly GenerationProfile Generation = new()
    {
        Name = "Ram",
        MinLength = 12,
        MaxLength = 32,
        DefaultLength = 32,
        Specials = GenerationProfile.SafeSpecials,
        MinDistinctCharacters = 8,
    };

    /// <summary>Console passwords of Alibaba Cloud RAM users, while the account's own policy is unknown.</summary>
    public static PasswordPolicy Published { get; } = new(
        "Ram",
        "Alibaba",
        "Console passwords of Alibaba Cloud RAM users (ChangePassword, UpdateLoginProfile, CreateLoginProfile); "
            + "each account sets its own policy",
        Generation,
        new PublishedRule
        {
            Id = "ram-default",
            Source = "Alibaba Cloud, IMS API 2019-08-15, SetPasswordPolicy (default values)",
            Url = "https://www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-setpasswordpolicy",
            AsOf = "2026-01",
            Kind = RuleKind.Current,
            MinLength = 8,
            Note = "What an account has until its policy is set: minimum length 8 (8 to 32 can be set), no class required, "
                + "user name allowed. No maximum is published.",
        },
        new PublishedRule
        {
            Id = "ram-terraform-default",
            Source = "Alibaba Cloud Terraform provider, alicloud_ram_account_password_policy (default values)",
            Url = "https://help.aliyun.com/document_detail/2588432.html",
            AsOf = "undated",
            Kind = RuleKind.Tool,
            MinLength = 12,
            Classes = ClassRequirement.AllFour,
            Note = "What an account has when its policy was set with Terraform and left at the defaults.",
        },
        new PublishedRule
        {
            Id = "ram-user-guide-ja",
            Source = "Alibaba Cloud, RAM User Guide (Japanese), Configure a password policy for RAM users",
            Url = "https://alibabacloud.com/help/ja/ram/user-guide/configure-a-password-policy-for-ram-users-1",
            AsOf = "undated",
            Kind = RuleKind.Regional,
            MinLength = 8,
            MaxLength = 32,
            Note = "The only text that says a password has 8 to 32 characters; the others give that as the range of the minimum.",
        });

    /// <summary>The policy for RAM users of an account whose own policy is known; it replaces the published defaults.</summary>
    /// <param name="account">The response of GetPasswordPolicy.</param>
    public static PasswordPolicy From(RamAccountPolicy account)
    {
        CharacterClasses[] classes =
        [
            .. account.RequireLowercaseCharacters ? [Lowercase] : Array.Empty<CharacterClasses>(),
            .. account.RequireUppercaseCharacters ? [Uppercase] : Array.Empty<CharacterClasses>(),
            .. account.RequireNumbers ? [Digit] : Array.Empty<CharacterClasses>(),
            .. account.RequireSymbols ? [Special] : Array.Empty<CharacterClasses>(),
        ];
        int minimum = Math.Max(account.MinimumPasswordLength, 1);
        return new PasswordPolicy(
            Published.Name,
            Published.Provider,
            Published.AppliesTo,
            Generation with
            {
                MinLength = Math.Max(minimum, Generation.MinDistinctCharacters),
                MaxLength = Math.Max(minimum, Generation.MaxLength),
                DefaultLength = Math.Max(minimum, Generation.DefaultLength),
            },
            new PublishedRule
            {
                Id = "ram-account",
                Source = "The account's own password policy, GetPasswordPolicy",
                Url = "https://www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-getpasswordpolicy",
                AsOf = "now",
                Kind = RuleKind.Account,
                MinLength = minimum,
                Classes = new ClassRequirement(classes.Length, classes),
                MinDistinctCharacters = Math.Max(account.MinimumPasswordDifferentCharacter, 0),
                MustNotContainUserName = account.PasswordNotContainUserName,
            });
    }
}
