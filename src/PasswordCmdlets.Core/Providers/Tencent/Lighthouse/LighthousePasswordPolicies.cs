using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Tencent.Lighthouse;

/// <summary>The password rules of Lighthouse instances, as data: every published rule with its source and date.</summary>
internal static class LighthousePasswordPolicies
{
    private const string Specials = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/";
    private const string Documentation = "Tencent Cloud, Lighthouse API 2020-03-24, ResetInstancesPassword";
    private const string DocumentationUrl = "https://www.tencentcloud.com/document/api/1103/42489";
    private const string ChineseUrl = "https://cloud.tencent.com/document/api/1207/55546";
    private const string SpaceNote = "The same text, read with the space that its list of characters shows; the space may be a misprint.";

    // One derivation for both operating systems: which one a target has is described, and the describe call can fail.
    private static readonly GenerationProfile LinuxPasswords = new()
    {
        Name = "Lighthouse",
        MinLength = 8,
        MaxLength = 30,
        DefaultLength = 20,
        Specials = GenerationProfile.SafeSpecials,
    };

    private static readonly GenerationProfile WindowsPasswords = LinuxPasswords with { MinLength = 12 };

    /// <summary>Linux instances of Tencent Cloud Lighthouse.</summary>
    public static PasswordPolicy Linux { get; } = new(
        "LighthouseLinux",
        "Tencent",
        "Linux instances of Tencent Cloud Lighthouse (ResetInstancesPassword)",
        LinuxPasswords,
        new PublishedRule
        {
            Id = "lighthouse-linux-current",
            Source = Documentation,
            Url = DocumentationUrl,
            AsOf = "2025-10",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = Specials,
            ForbiddenFirstCharacters = "/",
        },
        new PublishedRule
        {
            Id = "lighthouse-linux-space",
            Source = Documentation,
            Url = ChineseUrl,
            AsOf = "2025-10",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = Specials + " ",
            ForbiddenFirstCharacters = "/",
            Note = SpaceNote,
        });

    /// <summary>Windows instances of Tencent Cloud Lighthouse, and requests that have both kinds.</summary>
    public static PasswordPolicy Windows { get; } = new(
        "LighthouseWindows",
        "Tencent",
        "Windows instances of Tencent Cloud Lighthouse, and requests with both Windows and Linux instances (ResetInstancesPassword)",
        WindowsPasswords,
        new PublishedRule
        {
            Id = "lighthouse-windows-current",
            Source = Documentation,
            Url = DocumentationUrl,
            AsOf = "2025-10",
            Kind = RuleKind.Current,
            MinLength = 12,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = Specials,
            ForbiddenFirstCharacters = "/",
            MustNotContainUserName = true,
        },
        new PublishedRule
        {
            Id = "lighthouse-windows-space",
            Source = Documentation,
            Url = ChineseUrl,
            AsOf = "2025-10",
            Kind = RuleKind.Current,
            MinLength = 12,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = Specials + " ",
            ForbiddenFirstCharacters = "/",
            MustNotContainUserName = true,
            Note = SpaceNote,
        })
    {
        DefaultUserName = "Administrator",
    };

    /// <summary>
    /// While the operating system is unknown: the Linux rules decide what is an error, the Windows rules add warnings, and a generated
    /// password satisfies both.
    /// </summary>
    public static PasswordPolicy Unknown { get; } = new(
        Linux.Name,
        Linux.Provider,
        "Instances of Tencent Cloud Lighthouse whose operating system is not known yet (ResetInstancesPassword)",
        WindowsPasswords,
        [.. Linux.Rules])
    {
        AdvisoryRules = Windows.Rules,
        DefaultUserName = Windows.DefaultUserName,
    };
}
