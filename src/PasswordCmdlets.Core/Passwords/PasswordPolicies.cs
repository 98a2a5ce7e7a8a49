using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using static PasswordCmdlets.Core.Passwords.CharacterClasses;

namespace PasswordCmdlets.Core.Passwords;

/// <summary>The six password policies, as data: every published rule with its source and date.</summary>
/// <remarks>
/// The specials of a generated password are <c>-</c> and <c>_</c>, never first. They are the only special characters that every rule
/// with specials allows (Zenlayer has no <c>.</c>) and that nothing treats specially: not PowerShell (bare or in any quotes), not POSIX shells or
/// cmd.exe, not URLs (RFC 3986, unreserved), not ADO.NET, ODBC, JDBC and Redis connection strings. <c>~</c> expands to a home directory in
/// shells (also after <c>:</c> and <c>=</c>); <c>+</c> is a space and <c>=</c> a separator in forms, queries and connection strings.
/// </remarks>
public static class PasswordPolicies
{
    private const string SafeSpecials = "-_";

    private static readonly ClassRequirement ThreeOfFour = new(3, Lowercase, Uppercase, Digit, Special);
    private static readonly ClassRequirement AllFour = new(4, Lowercase, Uppercase, Digit, Special);
    private static readonly ClassRequirement LetterDigitSpecial = new(3, Letter, Digit, Special);

    // One derivation for both operating systems: which one a target has is looked up, and the look-up can fail.
    private static readonly GenerationProfile TencentLinuxPasswords = new()
    {
        Name = "Tencent",
        MinLength = 8,
        MaxLength = 16,
        DefaultLength = 16,
        Specials = SafeSpecials,
    };

    private static readonly GenerationProfile TencentWindowsPasswords = TencentLinuxPasswords with { MinLength = 12 };

    // 32 satisfies every minimum an account can be set to, so the derived password does not depend on knowing the account's policy.
    private static readonly GenerationProfile RamPasswords = new()
    {
        Name = "Ram",
        MinLength = 12,
        MaxLength = 32,
        DefaultLength = 32,
        Specials = SafeSpecials,
        MinDistinctCharacters = 8,
    };

    /// <summary>Linux instances of Tencent Cloud CVM.</summary>
    public static PasswordPolicy TencentLinux { get; } = new(
        "TencentLinux",
        "Tencent",
        "Linux instances of Tencent Cloud CVM (ResetInstancesPassword)",
        TencentLinuxPasswords,
        new PublishedRule
        {
            Id = "tencent-linux-current",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword",
            Url = "https://www.tencentcloud.com/document/product/213/33240",
            AsOf = "2025-12",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 30,
            Classes = ThreeOfFour,
            AllowedSpecials = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
            Note = "The same in Chinese at https://cloud.tencent.com/document/api/213/15736; 12 characters or more are recommended. Backslashes in the list are Markdown escapes.",
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
    public static PasswordPolicy TencentWindows { get; } = new(
        "TencentWindows",
        "Tencent",
        "Windows instances of Tencent Cloud CVM, and requests with both Windows and Linux instances (ResetInstancesPassword)",
        TencentWindowsPasswords,
        new PublishedRule
        {
            Id = "tencent-windows-current",
            Source = "Tencent Cloud, CVM API 2017-03-12, ResetInstancesPassword",
            Url = "https://www.tencentcloud.com/document/product/213/33240",
            AsOf = "2025-12",
            Kind = RuleKind.Current,
            MinLength = 12,
            MaxLength = 30,
            Classes = ThreeOfFour,
            AllowedSpecials = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
            MustNotContainUserName = true,
        },
        new PublishedRule
        {
            Id = "tencent-windows-sdk",
            Source = "Tencent Cloud SDK for Java (intl) 3.0.710, ResetInstancesPasswordRequest",
            Url = "https://javadoc.io/static/com.tencentcloudapi/tencentcloud-sdk-java-intl-en/3.0.710/com/tencentcloudapi/cvm/v20170312/models/ResetInstancesPasswordRequest.html",
            AsOf = "2023",
            Kind = RuleKind.Tool,
            MinLength = 12,
            MaxLength = 30,
            Classes = ThreeOfFour,
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
            Classes = ThreeOfFour,
            AllowedSpecials = "()~!@#$%^&*-+=_|{}[]:;'<>,.?/",
            ForbiddenFirstCharacters = "/",
        })
    {
        DefaultUserName = "Administrator",
    };

    /// <summary>Instances of Zenlayer Elastic Compute.</summary>
    public static PasswordPolicy Zenlayer { get; } = new(
        "Zenlayer",
        "Zenlayer",
        "Instances of Zenlayer Elastic Compute (ZEC, ResetInstancePassword)",
        new GenerationProfile { Name = "Zenlayer", MinLength = 8, MaxLength = 16, DefaultLength = 16, Specials = SafeSpecials },
        new PublishedRule
        {
            Id = "zenlayer-docs",
            Source = "Zenlayer, ZEC API, ResetInstancePassword",
            Url = "https://docs.console.zenlayer.com/api-reference/compute/zec/instance/resetinstancepassword",
            AsOf = "undated",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 16,
            Classes = AllFour,
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

    /// <summary>The VNC password of Alibaba Cloud ECS instances.</summary>
    public static PasswordPolicy EcsVnc { get; } = new(
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
            Note = "The Chinese text and the error message of IncorrectVncPassword.Malformed require all three classes; the English text of 2026-05 says only that the password can contain them.",
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

    /// <summary>Huawei Cloud Distributed Cache Service and the clouds built on it.</summary>
    public static PasswordPolicy Dcs { get; } = new(
        "Dcs",
        "Huawei",
        "Instances of Huawei Cloud DCS, Open Telekom Cloud and FlexibleEngine (change and reset of the password)",
        new GenerationProfile { Name = "Dcs", MinLength = 8, MaxLength = 32, DefaultLength = 24, Specials = SafeSpecials },
        new PublishedRule
        {
            Id = "dcs-v2",
            Source = "Huawei Cloud, DCS API v2, Changing the Password",
            Url = "https://support.huaweicloud.com/intl/tr-tr/api-dcs/UpdatePassword.html",
            AsOf = "2025-08",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 64,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$%^&*()-_=+|{},<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
            Note = "Some regional editions of the page say 8 to 32 characters, some leave out the percent sign; only other pages list the backslash.",
        },
        new PublishedRule
        {
            Id = "dcs-user-guide",
            Source = "Huawei Cloud, DCS User Guide, Resetting Instance Passwords",
            Url = "https://support.huaweicloud.com/intl/en-us/usermanual-dcs/dcs-ug-0312041.html",
            AsOf = "2023-08",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 64,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{},<.>/?",
            SpecialsAreAdvisory = true,
        },
        new PublishedRule
        {
            Id = "dcs-v1",
            Source = "Huawei Cloud, DCS API v1.0, Changing the Password of a DCS Instance",
            Url = "https://support.huaweicloud.com/intl/en-us/api-dcs/dcs-api-0312019.html",
            AsOf = "2024-03",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 32,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{}:,<.>/?",
            SpecialsAreAdvisory = true,
            MustNotEqualUserNameOrReverse = true,
            Note = "The edition for one region (tr-central-201, 2024-11) says 8 to 64 characters.",
        },
        new PublishedRule
        {
            Id = "dcs-otc-v2",
            Source = "Open Telekom Cloud, DCS API v2, Changing the Password",
            Url = "https://github.com/opentelekomcloud-docs/distributed-cache-service/blob/main/api-ref/source/apis_v2_recommended/instance_management/changing_the_password.rst",
            AsOf = "2025-03",
            Kind = RuleKind.Regional,
            MinLength = 8,
            MaxLength = 32,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{},<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
            Note = "The page on resetting a password says the same, without the old password.",
        },
        new PublishedRule
        {
            Id = "dcs-otc-v1",
            Source = "Open Telekom Cloud, DCS API v1.0, Changing the Password of a DCS Instance",
            Url = "https://github.com/opentelekomcloud-docs/distributed-cache-service/blob/main/api-ref/source/outdated_apis_v1/instance_management_apis/changing_the_password_of_a_dcs_instance.rst",
            AsOf = "2024-04",
            Kind = RuleKind.Regional,
            MinLength = 8,
            MaxLength = 64,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{}:,<.>/?",
            SpecialsAreAdvisory = true,
            MustNotEqualUserNameOrReverse = true,
        },
        new PublishedRule
        {
            Id = "dcs-v1-2020",
            Source = "Huawei Cloud, DCS API v1.0, Changing the Password of a DCS Instance (2020 text)",
            Url = "https://support.huaweicloud.com/en-us/api-dcs/dcs-api-0312019.html",
            AsOf = "2020",
            Kind = RuleKind.Earlier,
            MinLength = 8,
            MaxLength = 32,
            Classes = ThreeOfFour,
            AllowedSpecials = "`~!@#$%^&*()-_=+\\|[{}]:'\",<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
        })
    {
        AlwaysRequired = [PasswordRequirement.UserName, PasswordRequirement.OldPassword],
    };

    /// <summary>Console passwords of Alibaba Cloud RAM users, while the account's own policy is unknown.</summary>
    public static PasswordPolicy Ram { get; } = new(
        "Ram",
        "Alibaba",
        "Console passwords of Alibaba Cloud RAM users (ChangePassword, UpdateLoginProfile, CreateLoginProfile); each account sets its own policy",
        RamPasswords,
        new PublishedRule
        {
            Id = "ram-default",
            Source = "Alibaba Cloud, IMS API 2019-08-15, SetPasswordPolicy (default values)",
            Url = "https://www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-setpasswordpolicy",
            AsOf = "2026-01",
            Kind = RuleKind.Current,
            MinLength = 8,
            Note = "What an account has until somebody sets its policy: minimum length 8 (8 to 32 can be set), no class required, user name allowed. No maximum is published.",
        },
        new PublishedRule
        {
            Id = "ram-terraform-default",
            Source = "Alibaba Cloud Terraform provider, alicloud_ram_account_password_policy (default values)",
            Url = "https://help.aliyun.com/document_detail/2588432.html",
            AsOf = "undated",
            Kind = RuleKind.Tool,
            MinLength = 12,
            Classes = AllFour,
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

    /// <summary>All policies.</summary>
    public static IReadOnlyList<PasswordPolicy> All { get; } = Array.AsReadOnly<PasswordPolicy>([TencentLinux, TencentWindows, Zenlayer, EcsVnc, Dcs, Ram]);

    /// <summary>The policy of a name.</summary>
    /// <param name="name">One of the six names; case does not matter.</param>
    /// <exception cref="ArgumentException">There is no such policy.</exception>
    public static PasswordPolicy Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        return All.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException("There is no password policy '" + name + "'. Use one of: " + string.Join(", ", All.Select(static policy => policy.Name)) + ".", nameof(name));
    }

    /// <summary>The policy for Tencent Cloud instances of an operating system.</summary>
    /// <param name="operatingSystem">
    /// <c>Linux</c>; <c>Windows</c>, also right for a request that has both; or <c>Auto</c> while nobody knows: then the Linux
    /// rules decide what is an error, the Windows rules add warnings, and a generated password satisfies both.
    /// </param>
    public static PasswordPolicy ForTencent(string operatingSystem)
    {
        ArgumentNullException.ThrowIfNull(operatingSystem);

        return operatingSystem.ToUpperInvariant() switch
        {
            "LINUX" => TencentLinux,
            "WINDOWS" => TencentWindows,
            "AUTO" => TencentAuto,
            _ => throw new ArgumentException("The operating system is Auto, Linux or Windows.", nameof(operatingSystem)),
        };
    }

    /// <summary>The policy for RAM users of an account whose own policy is known; it replaces the published defaults.</summary>
    /// <param name="account">The answer of GetPasswordPolicy.</param>
    public static PasswordPolicy RamFrom(RamAccountPolicy account)
    {
        ArgumentNullException.ThrowIfNull(account);

        CharacterClasses[] classes =
        [
            .. account.RequireLowercaseCharacters ? [Lowercase] : Array.Empty<CharacterClasses>(),
            .. account.RequireUppercaseCharacters ? [Uppercase] : Array.Empty<CharacterClasses>(),
            .. account.RequireNumbers ? [Digit] : Array.Empty<CharacterClasses>(),
            .. account.RequireSymbols ? [Special] : Array.Empty<CharacterClasses>(),
        ];
        int minimum = Math.Max(account.MinimumPasswordLength, 1);
        return new PasswordPolicy(
            Ram.Name,
            Ram.Provider,
            Ram.AppliesTo,
            RamPasswords with
            {
                MinLength = Math.Max(minimum, RamPasswords.MinDistinctCharacters),
                MaxLength = Math.Max(minimum, RamPasswords.MaxLength),
                DefaultLength = Math.Max(minimum, RamPasswords.DefaultLength),
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

    private static PasswordPolicy TencentAuto { get; } = new(
        TencentLinux.Name,
        TencentLinux.Provider,
        "Instances of Tencent Cloud CVM whose operating system is not known yet (ResetInstancesPassword)",
        TencentWindowsPasswords,
        [.. TencentLinux.Rules])
    {
        AdvisoryRules = TencentWindows.Rules,
        DefaultUserName = TencentWindows.DefaultUserName,
    };
}
