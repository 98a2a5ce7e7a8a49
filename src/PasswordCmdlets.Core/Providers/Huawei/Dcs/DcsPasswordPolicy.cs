using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Dcs;

/// <summary>The password rules of DCS instances, as data: every published rule with its source and date.</summary>
internal static class DcsPasswordPolicy
{
    /// <summary>Huawei Cloud Distributed Cache Service and the clouds built on it.</summary>
    public static PasswordPolicy Policy { get; } = new(
        "Dcs",
        "Huawei",
        "Instances of Huawei Cloud DCS, Open Telekom Cloud and FlexibleEngine (change and reset of the password)",
        new GenerationProfile
        {
            Name = "Dcs",
            MinLength = 8,
            MaxLength = 32,
            DefaultLength = 24,
            Specials = GenerationProfile.SafeSpecials,
        },
        new PublishedRule
        {
            Id = "dcs-v2",
            Source = "Huawei Cloud, DCS API v2, Changing the Password",
            Url = "https://support.huaweicloud.com/intl/tr-tr/api-dcs/UpdatePassword.html",
            AsOf = "2025-08",
            Kind = RuleKind.Current,
            MinLength = 8,
            MaxLength = 64,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "`~!@#$%^&*()-_=+|{},<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
            Note = "Some regional editions of the page say 8 to 32 characters, some leave out the percent sign; "
                + "only other pages list the backslash.",
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
            Classes = ClassRequirement.ThreeOfFour,
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
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{}:,<.>/?",
            SpecialsAreAdvisory = true,
            MustNotEqualUserNameOrReverse = true,
            Note = "The edition for one region (tr-central-201, 2024-11) says 8 to 64 characters.",
        },
        new PublishedRule
        {
            Id = "dcs-otc-v2",
            Source = "Open Telekom Cloud, DCS API v2, Changing the Password",
            Url = "https://github.com/opentelekomcloud-docs/distributed-cache-service/blob/main/api-ref/source/"
                + "apis_v2_recommended/instance_management/changing_the_password.rst",
            AsOf = "2025-03",
            Kind = RuleKind.Regional,
            MinLength = 8,
            MaxLength = 32,
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "`~!@#$^&*()-_=+\\|{},<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
            Note = "The page on resetting a password says the same, without the old password.",
        },
        new PublishedRule
        {
            Id = "dcs-otc-v1",
            Source = "Open Telekom Cloud, DCS API v1.0, Changing the Password of a DCS Instance",
            Url = "https://github.com/opentelekomcloud-docs/distributed-cache-service/blob/main/api-ref/source/"
                + "outdated_apis_v1/instance_management_apis/changing_the_password_of_a_dcs_instance.rst",
            AsOf = "2024-04",
            Kind = RuleKind.Regional,
            MinLength = 8,
            MaxLength = 64,
            Classes = ClassRequirement.ThreeOfFour,
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
            Classes = ClassRequirement.ThreeOfFour,
            AllowedSpecials = "`~!@#$%^&*()-_=+\\|[{}]:'\",<.>/?",
            SpecialsAreAdvisory = true,
            MustDifferFromOld = true,
        })
    {
        AlwaysRequired = [PasswordRequirement.UserName, PasswordRequirement.OldPassword],
    };
}
