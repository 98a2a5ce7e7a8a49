using PasswordCmdlets.Core.Passwords;
using static PasswordCmdlets.Core.Passwords.CharacterClasses;

namespace PasswordCmdlets.Core.Providers.Zenlayer.Zec;

/// <summary>The password rules of ZEC instances, as data: every published rule with its source and date.</summary>
internal static class ZecPasswordPolicy
{
    private static readonly ClassRequirement LetterDigitSpecial = new(3, Letter, Digit, Special);

    /// <summary>Instances of Zenlayer Elastic Compute.</summary>
    public static PasswordPolicy Policy { get; } = new(
        "Zenlayer",
        "Zenlayer",
        "Instances of Zenlayer Elastic Compute (ZEC, ResetInstancePassword)",
        new GenerationProfile
        {
            Name = "Zenlayer",
            MinLength = 8,
            MaxLength = 16,
            DefaultLength = 16,
            Specials = GenerationProfile.SafeSpecials,
        },
        new PublishedRule
        {
            Id = "zenlayer-docs",
            Source = "Zenlayer, ZEC API, ResetInstancePassword",
            Url = "https://docs.console.zenlayer.com/api-reference/compute/zec/instance/resetinstancepassword",
            AsOf = "undated",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 16,
            Classes = ClassRequirement.AllFour,
            AllowedSpecials = "~!@$^*-_=+",
            SpecialsAreAdvisory = true,
            Note = "The page's own example password has a special character outside its list.",
        },
        new PublishedRule
        {
            Id = "zenlayer-sdk",
            Source = "Zenlayer SDK for Go, zec20250901, ResetInstancePasswordRequest",
            Url = "https://github.com/zenlayer/zenlayercloud-sdk-go/blob/main/zenlayercloud/zec20250901/models.go",
            AsOf = "2026-06",
            Kind = RuleKind.Tool,
            MinLength = 8,
            MaxLength = 16,
            Classes = LetterDigitSpecial,
            AllowedSpecials = "~!@$^*-_=+",
            SpecialsAreAdvisory = true,
            Note = "Counts letters of either case as one class.",
        },
        new PublishedRule
        {
            Id = "zenlayer-terraform",
            Source = "Zenlayer Terraform provider, zenlayercloud_zec_instance",
            Url = "https://github.com/zenlayer/terraform-provider-zenlayercloud/blob/main/website/docs/r/zec_instance.html.markdown",
            AsOf = "2026-06",
            Kind = RuleKind.Tool,
            MinLength = 8,
            MaxLength = 16,
            Classes = LetterDigitSpecial,
            AllowedSpecials = "~!@$^*-_=+|;:,.?",
            SpecialsAreAdvisory = true,
        });
}
