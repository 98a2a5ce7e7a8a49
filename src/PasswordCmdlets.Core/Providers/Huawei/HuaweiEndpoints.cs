using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Huawei;

/// <summary>The endpoints of Huawei Cloud and of the clouds built on it: Open Telekom Cloud and FlexibleEngine.</summary>
internal static class HuaweiEndpoints
{
    public const string Provider = "Huawei";

    public const string Dcs = "dcs";
    public const string Ecs = "ecs";
    public const string Iam = "iam";

    // No rate is published. A gateway that throttles (APIGW.0308) counts the rejected calls too, by the minute.
    public static readonly RateContract Rate = new(PerSecond: null, TimeSpan.FromMinutes(1));

    // Regions: huaweicloud-sdk-net-v3 Services/Dcs/V2/Region/DcsRegion.cs. eu-west-101 has the .eu domain:
    // Services/Iam/V3/Region/IamRegion.cs (DcsRegion.cs alone says .com).
    // Open Telekom Cloud: docs.otc.t-systems.com/regions-and-endpoints. eu-west-0 is FlexibleEngine by Orange.
    public static EndpointTable Table { get; } = new(
        Provider,
        [
            new("cn-north-4", "CN North-Beijing4"),
            new("cn-north-1", "CN North-Beijing1"),
            new("cn-north-2", "CN North-Beijing2"),
            new("cn-north-9", "CN North-Ulanqab1"),
            new("cn-north-12", "CN North-Beijing12"),
            new("cn-east-2", "CN East-Shanghai2"),
            new("cn-east-3", "CN East-Shanghai1"),
            new("cn-east-4", "CN East-4"),
            new("cn-east-5", "CN East-Qingdao"),
            new("cn-south-1", "CN South-Guangzhou"),
            new("cn-south-2", "CN South-Shenzhen"),
            new("cn-southwest-2", "CN Southwest-Guiyang1"),
            new("ap-southeast-1", "CN-Hong Kong"),
            new("ap-southeast-2", "AP-Bangkok"),
            new("ap-southeast-3", "AP-Singapore"),
            new("ap-southeast-4", "AP-Jakarta"),
            new("ap-southeast-5", "AP-Manila"),
            new("my-kualalumpur-1", "MY-Kuala Lumpur-OP6"),
            new("af-south-1", "AF-Johannesburg"),
            new("ae-ad-1", "ME-Abu Dhabi-OP5"),
            new("me-east-1", "ME-Riyadh"),
            new("tr-west-1", "TR-Istanbul"),
            new("ru-northwest-2", "RU-Moscow2"),
            new("ru-moscow-1", "RU-Moscow1"),
            new("la-north-2", "LA-Mexico City2"),
            new("la-south-2", "LA-Santiago"),
            new("na-mexico-1", "LA-Mexico City1"),
            new("sa-brazil-1", "LA-Sao Paulo1"),
            new("eu-west-101", "EU-Dublin"),
            new("eu-de", "Open Telekom Cloud, Germany"),
            new("eu-nl", "Open Telekom Cloud, Netherlands"),
            new("eu-ch2", "Open Telekom Cloud, Switzerland"),
            new("eu-west-0", "FlexibleEngine, Paris"),
        ],
        ["myhuaweicloud.com", "myhuaweicloud.eu", "otc.t-systems.com", "sc.otc.t-systems.com", "prod-cloud-ocb.orange-business.com"],
        new ServiceEndpoints(Dcs, RulesOf(Dcs)),
        new ServiceEndpoints(Ecs, RulesOf(Ecs)),
        new ServiceEndpoints(Iam, RulesOf(Iam)));

    /// <summary>Whether a region is one of a cloud that is built on Huawei Cloud and documents fewer of its APIs.</summary>
    public static bool IsOtherCloud(string? region) => region is "eu-de" or "eu-nl" or "eu-ch2" or "eu-west-0";

    private static EndpointRule[] RulesOf(string service) =>
    [
        new("eu-de", service + ".{region}.otc.t-systems.com"),
        new("eu-nl", service + ".{region}.otc.t-systems.com"),
        // Switzerland: iam-pub, as in terraform-provider-opentelekomcloud's documentation of auth_url.
        new("eu-ch2", (service == Iam ? "iam-pub" : service) + ".{region}.sc.otc.t-systems.com"),
        new("eu-west-0", service + ".{region}.prod-cloud-ocb.orange-business.com"),
        new("eu-west-101", service + ".{region}.myhuaweicloud.eu"),
        new("*", service + ".{region}.myhuaweicloud.com"),
    ];
}
