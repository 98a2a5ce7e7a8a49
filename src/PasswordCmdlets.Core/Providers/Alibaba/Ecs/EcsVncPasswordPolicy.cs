using PasswordCmdlets.Core.Passwords;
using static PasswordCmdlets.Core.Passwords.CharacterClasses;

namespace PasswordCmdlets.Core.Providers.Alibaba.Ecs;

/// <summary>The rules of VNC passwords, as data: every published rule with its source and date.</summary>
internal static class EcsVncPasswordPolicy
{
    /// <summary>The VNC password of Alibaba Cloud ECS instances.</summary>
    public static PasswordPolicy Policy { get; } = new(
        "EcsVnc",
        "Alibaba",
        "VNC (management terminal) password of Alibaba Cloud ECS instances (ModifyInstanceVncPasswd)",
        new GenerationProfile { Name = "EcsVnc", MinLength = 6, MaxLength = 6, DefaultLength = 6, Specials = string.Empty },
        new PublishedRule
        {
            Id = "ecs-vnc-current",
            Source = "Alibaba Cloud, ECS API 2014-05-26, ModifyInstanceVncPasswd",
            Url = "https://www.alibabacloud.com/help/tc/ecs/developer-reference/api-ecs-2014-05-26-modifyinstancevncpasswd",
            AsOf = "2026-04",
            Kind = RuleKind.Current,
            MinLength = 6,
            MaxLength = 6,
            Classes = new ClassRequirement(3, Lowercase, Uppercase, Digit),
            AllowedSpecials = string.Empty,
            Note = "The Chinese text and the error message of IncorrectVncPassword.Malformed require all three classes; "
                + "the English text of 2026-05 says only that the password can contain them.",
        },
        new PublishedRule
        {
            Id = "ecs-vnc-2018",
            Source = "Alibaba Cloud, ECS API 2014-05-26, ModifyInstanceVncPasswd (2018 text)",
            Url = "https://www.alibabacloud.com/help/doc-detail/25511.htm",
            AsOf = "2018-06",
            Kind = RuleKind.Earlier,
            MinLength = 6,
            MaxLength = 6,
            AllowedSpecials = string.Empty,
            Note = "Its example consists of digits only.",
        },
        new PublishedRule
        {
            Id = "ecs-vnc-2017",
            Source = "Alibaba Cloud, ECS API 2014-05-26, ModifyInstanceVncPasswd (2017 text)",
            Url = "https://www.alibabacloud.com/help/doc-detail/25511.htm",
            AsOf = "2017-09",
            Kind = RuleKind.Superseded,
            MinLength = 6,
            AllowedSpecials = string.Empty,
            Note = "'At least' six characters; every later text says exactly six.",
        });
}
