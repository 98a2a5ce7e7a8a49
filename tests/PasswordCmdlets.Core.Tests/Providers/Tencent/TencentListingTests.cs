using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Tencent.Lighthouse;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Tencent;

public sealed class TencentListingTests
{
    private static readonly Func<string, bool> Any = static _ => true;

    private static readonly Dictionary<string, (string Body, ListingFilter Filter, string[] Ids, int Before)> Requests = new()
    {
        ["the first page"] = ("""{"Offset":0,"Limit":100}""", new ListingFilter(), [], 0),
        ["no name is sent"] = ("""{"Offset":300,"Limit":100}""", new ListingFilter { NamePart = "-007", Name = Any }, [], 300),
        ["ids without filters"] = (
            """{"InstanceIds":["ins-a","ins-b"],"Limit":100}""",
            new ListingFilter { States = [TargetState.Running], Tags = [new("env", "prod", Any)] },
            ["ins-a", "ins-b"],
            0),
        ["filters"] = (
            """
            {"Filters":[{"Name":"instance-state","Values":["STOPPED"]},{"Name":"tag:env","Values":["prod"]},
            {"Name":"tag:a:b","Values":["x"]},{"Name":"tag-key","Values":["owner"]}],"Offset":0,"Limit":100}
            """,
            new ListingFilter
            {
                States = [TargetState.Stopped],
                Tags = [new("env", "prod", Any), new("owner", null, Any), new("a:b", "x", Any), new("other", null, Any)],
            },
            [],
            0),
        ["a state of many words"] =
            ("""{"Offset":0,"Limit":100}""", new ListingFilter { States = [TargetState.Transitional] }, [], 0),
    };

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_asked_for_by_ids_or_by_filters(string name)
    {
        (string body, ListingFilter filter, string[] ids, int before) = Requests[name];
        foreach (OperationDescriptor operation in new[] { CvmContracts.ResetPassword, LighthouseContracts.ResetPassword })
        {
            ApiCall call = Page(operation, filter, ids, new ListingPosition("any", before));
            using WireRequest request = call.Write(new Uri("https://cvm.tencentcloudapi.com"));

            Assert.Equal(body.ReplaceLineEndings(string.Empty), Encoding.UTF8.GetString(request.Body.WrittenSpan));
            Assert.Contains(new KeyValuePair<string, string>("X-TC-Action", "DescribeInstances"), request.Headers);
            Assert.Contains(new KeyValuePair<string, string>("X-TC-Region", "ap-guangzhou"), request.Headers);
        }
    }

    [Fact]
    public void No_more_than_ten_filters_are_sent()
    {
        ListingFilter filter = new() { Tags = [.. Enumerable.Range(0, 15).Select(static i => new TagFilter($"k{i}", "v", Any))] };
        using WireRequest request = Page(CvmContracts.ResetPassword, filter).Write(new Uri("https://cvm.tencentcloudapi.com"));

        Assert.Equal(10, Encoding.UTF8.GetString(request.Body.WrittenSpan).Split("\"Name\"").Length - 1);
    }

    // The response of the example in cloud.tencent.com/document/api/213/15728, shortened; its times end with +00:00.
    [Fact]
    public void The_documented_response_of_CVM_is_read()
    {
        TargetPage page = Read(CvmContracts.ResetPassword, """
            {"Response":{"TotalCount":2,"InstanceSet":[{"Placement":{"Zone":"ap-guangzhou-3","HostId":null,"ProjectId":0},
            "InstanceId":"ins-r8hr2upy","InstanceState":"RUNNING","RestrictState":"NORMAL","InstanceType":"S1.SMALL1",
            "InstanceName":"test","InstanceChargeType":"PREPAID","PrivateIpAddresses":["10.0.0.18"],
            "PublicIpAddresses":["203.0.113.5"],"OsName":"Windows Server 2022 DataCenter 64bit EN",
            "CreatedTime":"2020-03-10T02:43:51+00:00","ExpiredTime":"2020-04-10T02:47:36+00:00",
            "Tags":[{"Key":"city","Value":"shenzhen"},{"Key":"empty","Value":""}]},
            {"InstanceId":"ins-other","InstanceState":"NEW_WORD","OsName":null,"PrivateIpAddresses":null,"PublicIpAddresses":null,
            "CreatedTime":"2020-03-10T02:43:51Z","ExpiredTime":null,"Tags":null}],
            "RequestId":"6EF60BEC-0242-43AF-BB20-270359FB54A7"}}
            """);

        Assert.Null(page.Next);
        Assert.Equal(2, page.EntryCount);
        ListedTarget first = page.Targets[0];
        Assert.Equal(("ins-r8hr2upy", "test", TargetState.Running, "RUNNING"), (first.Id, first.Name, first.State, first.ProviderState));
        Assert.True(first.IsWindows);
        Assert.Equal(["10.0.0.18"], first.PrivateAddresses);
        Assert.Equal(["203.0.113.5"], first.PublicAddresses);
        Assert.Equal(new DateTimeOffset(2020, 3, 10, 2, 43, 51, TimeSpan.Zero), first.CreatedAt);
        Assert.Equal(new DateTimeOffset(2020, 4, 10, 2, 47, 36, TimeSpan.Zero), first.ExpiresAt);
        Assert.Equal([new("city", "shenzhen"), new("empty", string.Empty)], first.Tags);
        ListedTarget second = page.Targets[1];
        Assert.Equal((TargetState.Unknown, null, null), (second.State, second.IsWindows, second.ExpiresAt));
        Assert.Empty(second.PublicAddresses);
    }

    // After the response in cloud.tencent.com/document/product/1207/47573.
    [Fact]
    public void The_documented_response_of_Lighthouse_is_read()
    {
        TargetPage page = Read(LighthouseContracts.ResetPassword, """
            {"Response":{"TotalCount":7,"InstanceSet":[{"InstanceId":"lhins-abcd1234","BundleId":"bundle_gen_1","BlueprintId":"lhbp-a",
            "InstanceName":"mydemo","InstanceChargeType":"PREPAID","CPU":1,"PrivateAddresses":["10.186.0.2"],
            "PublicAddresses":["170.106.4.3"],"CreatedTime":"2020-03-30T11:43:01Z","ExpiredTime":"2020-04-30T11:43:01Z",
            "InstanceState":"SHUTDOWN","Platform":"CENTOS","PlatformType":"LINUX_UNIX","OsName":"CentOS 7.6","Zone":"ap-hongkong-2",
            "Tags":[{"Key":"env","Value":"prod"}],"InstanceRestrictState":"NORMAL"}],"RequestId":"r"}}
            """);

        Assert.Equal("1", page.Next);
        ListedTarget target = Assert.Single(page.Targets);
        Assert.Equal(("lhins-abcd1234", "mydemo", TargetState.Unavailable), (target.Id, target.Name, target.State));
        Assert.False(target.IsWindows);
        Assert.Equal(["10.186.0.2"], target.PrivateAddresses);
        Assert.Equal(["170.106.4.3"], target.PublicAddresses);
        Assert.Equal([new("env", "prod")], target.Tags);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "1")]
    public void Ids_have_one_page_also_without_a_total(bool byIds, string? next)
    {
        ApiCall call = Page(CvmContracts.ResetPassword, new ListingFilter(), byIds ? ["ins-a", "ins-b"] : []);

        ProviderReply reply = call.Read(Wire.Response(200, """{"Response":{"InstanceSet":[{"InstanceId":"ins-a"}],"RequestId":"r"}}"""));

        Assert.Equal(next, Assert.IsType<TargetPage>(reply.Content).Next);
    }

    [Fact]
    public void A_tag_key_that_no_resource_has_is_an_empty_list() => Assert.Equal(0, Read(CvmContracts.ResetPassword, """
        {"Response":{"Error":{"Code":"InvalidParameterValue.TagKeyNotFound","Message":"The tag key does not exist."},"RequestId":"r"}}
        """).EntryCount);

    [Theory]
    [InlineData("PENDING", TargetState.Transitional)]
    [InlineData("REBOOTING", TargetState.Transitional)]
    [InlineData("ENTER_SERVICE_LIVE_MIGRATE", TargetState.Transitional)]
    [InlineData("STOPPED", TargetState.Stopped)]
    [InlineData("RESCUE_MODE", TargetState.Unavailable)]
    [InlineData("LAUNCH_FAILED", TargetState.Unavailable)]
    [InlineData("running", TargetState.Unknown)]
    internal void States_are_mapped(string word, TargetState state) => Assert.Equal(state, Read(
        CvmContracts.ResetPassword,
        $$$"""{"Response":{"InstanceSet":[{"InstanceId":"ins-a","InstanceState":"{{{word}}}"}],"RequestId":"r"}}""").Targets[0].State);

    private static ApiCall Page(
        OperationDescriptor operation, ListingFilter filter, string[]? ids = null, ListingPosition? position = null)
    {
        ListingJob job = DiscoveryDriver.Job(operation, ScriptedTencent.Session(), "ap-guangzhou", filter, ids);
        return job.Listing.Page(job.Query, position ?? new ListingPosition());
    }

    private static TargetPage Read(OperationDescriptor operation, string body)
    {
        ProviderReply reply = Page(operation, new ListingFilter()).Read(Wire.Response(200, body));
        Assert.Equal(Fault.None, reply.Fault);
        return Assert.IsType<TargetPage>(reply.Content);
    }
}
