using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>The rules of login passwords of ECS instances, as data: every published rule with its source and date.</summary>
internal static class EcsInstancePasswordPolicies
{
    private const string Specials = "()`~!@#$%^&*-_+=|{}[]:;'<>,.?/";
    private const string Documentation = "Alibaba Cloud, ECS API 2014-05-26, ModifyInstanceAttribute";
    private const string DocumentationUrl = "https://www.alibabacloud.com/help/en/ecs/api-modifyinstanceattribute";
    private const string Sdk = "Alibaba Cloud, @alicloud/ecs20140526 7.11.6, ModifyInstanceAttributeRequest";
    private const string SdkUrl = "https://www.npmjs.com/package/@alicloud/ecs20140526/v/7.11.6";
    private const string SdkNote =
        "Its list has a backslash and a quotation mark where the documentation has an apostrophe; most likely a misprint.";

    // One derivation for both operating systems: which one a target has is described, and the describe call can fail.
    private static readonly GenerationProfile Passwords = new()
    {
        Name = "Ecs",
        MinLength = 8,
        MaxLength = 30,
        DefaultLength = 20,
        Specials = GenerationProfile.SafeSpecials,
    };

    private static readonly PublishedRule Current = new()
    {
        Id = "ecs-linux-current",
        Source = Documentation,
        Url = DocumentationUrl,
        AsOf = "2026-01",
        Kind = RuleKind.Current,
        MinLength = 8,
        MaxLength = 30,
        Classes = ClassRequirement.ThreeOfFour,
        AllowedSpecials = Specials,
        SpecialsAreAdvisory = true,
        Note = "One English page leaves out the backtick.",
    };

    private static readonly PublishedRule SdkComment = new()
    {
        Id = "ecs-linux-sdk",
        Source = Sdk,
        Url = SdkUrl,
        AsOf = "2026",
        Kind = RuleKind.Current,
        MinLength = 8,
        MaxLength = 30,
        Classes = ClassRequirement.ThreeOfFour,
        AllowedSpecials = Specials.Replace("'", "\\\""),
        SpecialsAreAdvisory = true,
        Note = SdkNote,
    };

    /// <summary>Linux instances of Alibaba Cloud ECS.</summary>
    public static PasswordPolicy Linux { get; } = new(
        "EcsLinux",
        "Alibaba",
        "Login password of Linux instances of Alibaba Cloud ECS (ModifyInstanceAttribute)",
        Passwords,
        Current,
        SdkComment);

    /// <summary>Windows instances of Alibaba Cloud ECS.</summary>
    public static PasswordPolicy Windows { get; } = new(
        "EcsWindows",
        "Alibaba",
        "Login password of Windows instances of Alibaba Cloud ECS (ModifyInstanceAttribute)",
        Passwords,
        Current with { Id = "ecs-windows-current", ForbiddenFirstCharacters = "/" },
        SdkComment with { Id = "ecs-windows-sdk", ForbiddenFirstCharacters = "/" });

    /// <summary>While the operating system is unknown: the Linux rules decide what is an error, the Windows rules add warnings.</summary>
    public static PasswordPolicy Unknown { get; } = new(
        Linux.Name,
        Linux.Provider,
        "Login password of instances of Alibaba Cloud ECS whose operating system is not known yet (ModifyInstanceAttribute)",
        Passwords,
        [.. Linux.Rules])
    {
        AdvisoryRules = Windows.Rules,
    };
}
