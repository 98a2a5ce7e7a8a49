using System;
using System.Linq;
using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What variables say beside keys; it goes with whichever credential is found.</summary>
internal static class EnvironmentSettings
{
    public static string? Region(CredentialSearch search) => search.Provider switch
    {
        // aliyun-cli config/profile.go; the last two are terraform-provider-alicloud's.
        CloudProvider.Alibaba => search.FirstVariable("ALIBABA_CLOUD_REGION_ID", "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION"),
        CloudProvider.Tencent => search.Variable("TENCENTCLOUD_REGION"),

        // terraform-provider-huaweicloud provider.go; gophertelekomcloud openstack/loader.go also knows OS_REGION_ID.
        CloudProvider.Huawei => search.FirstVariable("HW_REGION_NAME", "OS_REGION_NAME", "OS_REGION_ID") ?? RegionOfProject(ProjectName(search)),
        _ => null,
    };

    public static string? ProjectId(CredentialSearch search)
        => search.Provider == CloudProvider.Huawei ? search.FirstVariable("HUAWEICLOUD_SDK_PROJECT_ID", "HW_PROJECT_ID", "OS_PROJECT_ID", "OS_TENANT_ID") : null;

    public static string? ProjectName(CredentialSearch search)
        => search.Provider == CloudProvider.Huawei ? search.FirstVariable("HW_PROJECT_NAME", "OS_PROJECT_NAME", "OS_TENANT_NAME") : null;

    public static string? DomainId(CredentialSearch search)
        => search.Provider == CloudProvider.Huawei
            ? search.FirstVariable("HUAWEICLOUD_SDK_DOMAIN_ID", "HW_DOMAIN_ID", "OS_DOMAIN_ID", "OS_USER_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID")
            : null;

    /// <summary>Projects are named after their region, <c>eu-de</c> or <c>eu-de_team</c>; gophertelekomcloud computes the region so.</summary>
    public static string? RegionOfProject(string? projectName)
    {
        string? region = projectName?.Split('_')[0];
        return ProviderEndpoints.Of(CloudProvider.Huawei).Regions.Any(known => string.Equals(known.Id, region, StringComparison.Ordinal)) ? region : null;
    }
}
