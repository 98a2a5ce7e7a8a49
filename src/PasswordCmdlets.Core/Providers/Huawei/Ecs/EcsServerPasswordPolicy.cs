using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Ecs;

/// <summary>The password rules of ECS servers, as data: every published rule with its source and date.</summary>
internal static class EcsServerPasswordPolicy
{
    private const string Administrator = "Administrator";
    private const string Root = "root";

    private static readonly ForbiddenTexts UserNames = new(
        "the user names Administrator and root, forwards or backwards", [Administrator, Reverse(Administrator), Root, Reverse(Root)]);

    private static readonly ForbiddenTexts UserNamesAndRuns = new(
        UserNames.Description + ", and any three consecutive characters of Administrator", [.. UserNames.Texts, .. RunsOf(Administrator)]);

    /// <summary>Huawei Cloud Elastic Cloud Server.</summary>
    public static PasswordPolicy Policy { get; } = new(
        "HuaweiEcs",
        "Huawei",
        "Servers of Huawei Cloud ECS (one-click password reset)",
        new GenerationProfile
        {
            Name = "HuaweiEcs",
            MinLength = 8,
            MaxLength = 26,
            DefaultLength = 20,
            Specials = GenerationProfile.SafeSpecials,
            Avoided = UserNamesAndRuns.Texts,
        },
        new PublishedRule
        {
            Id = "huawei-ecs-v1",
            Source = "Huawei Cloud, ECS API v1, Resetting the Password for Logging In to an ECS in a Few Clicks",
            Url = "https://support.huaweicloud.com/intl/en-us/api-ecs/ecs_02_1103.html",
            AsOf = "2025-12",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 26,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "!@%-_=+[]:./?",
            SpecialsAreAdvisory = true,
            Forbidden = UserNamesAndRuns,
            Note = "The page on resetting a batch (ecs_02_0306.html) says the same. "
                + "The server checks a single password only where the request asks for it.",
        },
        new PublishedRule
        {
            Id = "huawei-ecs-guide-linux",
            Source = "Huawei Cloud, ECS User Guide, Overview of Password Reset (Linux)",
            Url = "https://support.huaweicloud.com/eu/nl-nl/usermanual-ecs/ecs_03_0401.html",
            AsOf = "2025-09",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 26,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "!@%-_=+[]:./^,{}?",
            SpecialsAreAdvisory = true,
            Forbidden = UserNames,
        },
        new PublishedRule
        {
            Id = "huawei-ecs-v2.1",
            Source = "Huawei Cloud, ECS API v2.1, Resetting the Password for Logging In to an ECS in a Few Clicks (discarded)",
            Url = "https://support.huaweicloud.com/intl/es-us/api-ecs/ecs_02_1402_01.html",
            AsOf = "2025-08",
            Kind = RuleKind.Earlier,
            MinLength = 8,
            MaxLength = 26,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "!@$%^-_=+[{}]:,./?",
            SpecialsAreAdvisory = true,
            Forbidden = UserNames,
            Note = "On Windows, more than two consecutive characters of the user name are not allowed either.",
        })
    {
        AdvisoryRules =
        [
            new PublishedRule
            {
                Id = "huawei-ecs-guide-windows",
                Source = "Huawei Cloud, ECS User Guide, Overview of Password Reset (Windows)",
                Url = "https://support.huaweicloud.com/intl/en-us/usermanual-ecs/ecs_03_0401.html",
                AsOf = "2025-09",
                Kind = RuleKind.Current,
                MinLength = 8,
                MaxLength = 26,
                Classes = ClassRequirement.ThreeOfFour,
                AllowedSpecials = "$!@%-_=+[]:./,?",
                SpecialsAreAdvisory = true,
                ForbiddenFirstCharacters = "/",
                Forbidden = UserNamesAndRuns,
            },
        ],
        AlwaysRequired = [PasswordRequirement.UserName],
    };

    private static string Reverse(string text) => new([.. text.Reverse()]);

    private static IEnumerable<string> RunsOf(string name) =>
        Enumerable.Range(0, name.Length - 2).Select(start => name.Substring(start, 3));
}
