using PasswordCmdlets.Core.Passwords;
using static PasswordCmdlets.Core.Passwords.CharacterClasses;

namespace PasswordCmdlets.Core.Providers.Tencent.Cvm;

/// <summary>The password rules of CVM instances, as data: every published rule with its source and date.</summary>
internal static class CvmPasswordPolicies
{
    // One derivation for both operating systems: which one a target has is described, and the describe call can fail.
    private static readonly GenerationProfile LinuxPasswords = new()
    {
        Name = "Tencent",
        MinLength = 8,
        MaxLength = 16,
        DefaultLength = 16,
        Specials = GenerationProfile.SafeSpecials,
    };

    private static readonly GenerationProfile WindowsPasswords = LinuxPasswords with { MinLength = 12 };

    /// <summary>Linux instances of Tencent Cloud CVM.</summary>
    public static PasswordPolicy Linux { get; } = new(
        "TencentLinux",
        "Tencent",
        "Linux instances of Tencent Cloud CVM (ResetInstancesPassword)",
        LinuxPasswords,
        new PublishedRule
        {
            Id = "tencent-linux-current",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword",
            Url = "https://www.tencentcloud.com/document/product/213/33240",
            AsOf = "2025-12",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
            Note = "The same in Chinese at https://cloud.tencent.com/document/api/213/15736; 12 characters or more are recommended. "
                + "Backslashes in the list are Markdown escapes.",
        },
        new PublishedRule
        {
            Id = "tencent-linux-earlier",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword (earlier text)",
            Url = "https://cloud.tencent.com/document/api/213/15736",
            AsOf = "undated",
            Kind = RuleKind.Earlier,
            MinLength = 8,
            MaxLength = 16,
            Classes = new ClassRequirement(2, Letter, Digit, Special),
            AllowedSpecials = "()~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
        });

    /// <summary>Windows instances of Tencent Cloud CVM, and requests that have both kinds.</summary>
    public static PasswordPolicy Windows { get; } = new(
        "TencentWindows",
        "Tencent",
        "Windows instances of Tencent Cloud CVM, and requests with both Windows and Linux instances (ResetInstancesPassword)",
        WindowsPasswords,
        new PublishedRule
        {
            Id = "tencent-windows-current",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword",
            Url = "https://www.tencentcloud.com/document/product/213/33240",
            AsOf = "2025-12",
            Kind = RuleKind.Current,
            MinLength = 12,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
            MustNotContainUserName = true,
        },
        new PublishedRule
        {
            Id = "tencent-windows-sdk",
            Source = "Tencent Cloud SDK for Java (intl) 3.0.710, ResetInstancesPasswordRequest",
            Url = "https://javadoc.io/static/com.tencentcloudapi/tencentcloud-sdk-java-intl-en/3.0.710/"
                + "com/tencentcloudapi/cvm/v20170312/models/ResetInstancesPasswordRequest.html",
            AsOf = "2023",
            Kind = RuleKind.Tool,
            MinLength = 12,
            MaxLength = 30,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "()`~!@#$%^&*-+=_|{}[]:;' <>,.?/",
            ForbiddenFirstCharacters = "/",
            MustNotContainUserName = true,
            Note = "Like the current rule, with a space in the list; the space may be a misprint.",
        },
        new PublishedRule
        {
            Id = "tencent-windows-earlier",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword (earlier text)",
            Url = "https://cloud.tencent.com/document/api/213/15736",
            AsOf = "undated",
            Kind = RuleKind.Earlier,
            MinLength = 12,
            MaxLength = 16,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "()~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
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
        "Instances of Tencent Cloud CVM whose operating system is not known yet (ResetInstancesPassword)",
        WindowsPasswords,
        [.. Linux.Rules])
    {
        AdvisoryRules = Windows.Rules,
        DefaultUserName = Windows.DefaultUserName,
    };
}
