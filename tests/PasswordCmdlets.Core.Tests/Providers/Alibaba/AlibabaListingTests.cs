using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class AlibabaListingTests
{
    private static readonly Func<string, bool> Any = static _ => true;

    // What the signer adds.
    private static readonly string[] Common =
        ["Action", "Version", "Format", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Signature"];

    // After the response in help.aliyun.com/document_detail/25506.html.
    private const string Documented = """
        {"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","NextToken":"","TotalCount":1,"Instances":{"Instance":[{
        "InstanceId":"i-bp67acfmxazb4ph0001","InstanceName":"InstanceNameTest","HostName":"test","Status":"Stopped","OSType":"windows",
        "OSName":"Windows Server 2022","InstanceChargeType":"PrePaid","CreationTime":"2017-12-10T04:04Z","ExpiredTime":"2018-12-10T04:04Z",
        "VpcAttributes":{"VpcId":"v","PrivateIpAddress":{"IpAddress":["172.17.0.1"]}},"InnerIpAddress":{"IpAddress":["10.170.0.1"]},
        "PublicIpAddress":{"IpAddress":["121.40.0.1"]},"EipAddress":{"AllocationId":"a","IpAddress":"42.112.0.1","Bandwidth":5},
        "Tags":{"Tag":[{"TagKey":"env","TagValue":"prod"}]},"OperationLocks":{"LockReason":[]}},
        {"InstanceId":"i-bp67acfmxazb4ph0002","Status":"Starting","OSType":"linux","InstanceChargeType":"PostPaid",
        "CreationTime":"2017-12-10T04:04Z","ExpiredTime":"2099-12-31T15:59Z","EipAddress":{"IpAddress":""},"Tags":{}}]}}
        """;

    [Fact]
    public void The_documented_response_of_ECS_is_read()
    {
        using ScriptedAlibaba server = new(static _ => ScriptedAlibaba.Json(Documented));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsInstanceContracts.ResetPassword));

        Assert.Single(server.Calls);
        ListedTarget first = driver.Targets[0];
        Assert.Equal(
            ("i-bp67acfmxazb4ph0001", "InstanceNameTest", TargetState.Stopped, true),
            (first.Id, first.Name, first.State, first.IsWindows));
        Assert.Equal(["172.17.0.1", "10.170.0.1"], first.PrivateAddresses);
        Assert.Equal(["121.40.0.1", "42.112.0.1"], first.PublicAddresses);
        Assert.Equal(new DateTimeOffset(2017, 12, 10, 4, 4, 0, TimeSpan.Zero), first.CreatedAt);
        Assert.Equal(new DateTimeOffset(2018, 12, 10, 4, 4, 0, TimeSpan.Zero), first.ExpiresAt);
        Assert.Equal([new("env", "prod")], first.Tags);
        ListedTarget second = driver.Targets[1];
        Assert.Equal((TargetState.Transitional, false, null), (second.State, second.IsWindows, second.ExpiresAt));
        Assert.Empty(second.PublicAddresses);
    }

    [Fact]
    public void Filters_are_sent_with_the_first_page_and_with_each_that_follows()
    {
        using ScriptedAlibaba server = new(static call => Page(100, call["NextToken"] is null ? "second" : null));
        ListingFilter filter = new()
        {
            NamePart = "-007",
            Name = Any,
            States = [TargetState.Running],
            Tags = [new("env", "prod", Any), new("owner", null, Any)],
        };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsInstanceContracts.ResetPassword, filter));

        string[] expected =
        [
            "InstanceName=*-007*", "MaxResults=100", "RegionId=cn-hangzhou", "Status=Running", "Tag.1.Key=env", "Tag.1.Value=prod",
            "Tag.2.Key=owner",
        ];
        Assert.Equal(expected, Own(server.Calls[0]));
        Assert.Equal(expected.Append("NextToken=second").Order(StringComparer.Ordinal), Own(server.Calls[1]));
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public void Ids_go_without_filters_and_no_ids_are_no_empty_list_of_ids()
    {
        using ScriptedAlibaba server = new(static _ => ScriptedAlibaba.Json(Documented));
        ListingFilter filter = new() { States = [TargetState.Stopped], Tags = [new("env", "prod", static value => value == "prod")] };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(
            Job(EcsContracts.SetVncPassword, filter, "i-bp67acfmxazb4ph0001", "i-bp67acfmxazb4ph0002"), Job(EcsContracts.SetVncPassword));

        Assert.Equal(
            ["""InstanceIds=["i-bp67acfmxazb4ph0001","i-bp67acfmxazb4ph0002"]""", "MaxResults=100", "RegionId=cn-hangzhou"],
            Own(server.Calls.Single(static call => call["InstanceIds"] is not null)));
        Assert.Equal(3, driver.Targets.Count); // one of the first list, both of the second
    }

    [Fact]
    public void A_token_that_is_returned_again_is_refused()
    {
        using ScriptedAlibaba server = new(static _ => Page(100, "same"));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsInstanceContracts.ResetPassword));

        Assert.Equal(2, server.Calls.Count);
        Assert.Equal(ErrorIds.ProviderError, Assert.Single(driver.Failures).Outcome.ErrorId);
    }

    [Fact]
    public void After_a_thousand_by_tags_the_list_starts_again_without_them_and_shows_none_twice()
    {
        using ScriptedAlibaba server = new(static call =>
        {
            int from = int.Parse(call["NextToken"] ?? "0", CultureInfo.InvariantCulture);
            int all = call["Tag.1.Key"] is null ? 1500 : 1000;
            return Page(100, from + 100 < all ? (from + 100).ToString(CultureInfo.InvariantCulture) : null, from);
        });
        ListingFilter filter = new() { Tags = [new("env", "prod", static value => value == "prod")] };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsInstanceContracts.ResetPassword, filter));

        Assert.Equal(1500, driver.Ids.Count);
        Assert.Equal(1500, driver.Ids.Distinct().Count());
        Assert.Equal(10 + 15, server.Calls.Count);
    }

    [Fact]
    public void An_empty_list_is_told_from_a_missing_permission()
    {
        using ScriptedAlibaba server = new(static call => call["DryRun"] is null ? Page(0, null)
            : call["RegionId"] == "cn-hangzhou"
                ? AlibabaTestResponses.Error(400, "DryRunOperation")
                : AlibabaTestResponses.Error(403, "Forbidden.RAM"));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(
            Job(EcsInstanceContracts.ResetPassword), Job(EcsInstanceContracts.ResetPassword, region: "cn-shanghai"));

        Assert.Empty(driver.Targets);
        ListingFailedEvent failure = Assert.Single(driver.Failures);
        Assert.Equal(("cn-shanghai", ErrorIds.AccessDenied), (failure.Job.Query.Region, failure.Outcome.ErrorId));
        Assert.Equal(["DryRun=true", "RegionId=cn-hangzhou"],
            Own(server.Calls.Single(static call => call["DryRun"] is not null && call["RegionId"] == "cn-hangzhou")));
    }

    [Fact]
    public void RAM_users_are_listed_by_markers()
    {
        using ScriptedAlibaba server = new(static call => ScriptedAlibaba.Json(call["Marker"] is null
            ? """
              {"RequestId":"r","IsTruncated":true,"Marker":"EXAMPLE","Users":{"User":[{"UserId":"1","UserName":"alice","DisplayName":"A",
              "Comments":"","CreateDate":"2015-01-23T12:33:18Z","UpdateDate":"2015-02-11T03:15:21Z"}]}}
              """
            : """{"RequestId":"r","IsTruncated":false,"Users":{"User":[{"UserName":"bob"},{"UserName":"has space"}]}}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(
            DiscoveryDriver.Job(RamContracts.SetUserPassword, Session, region: null));

        Assert.Equal(["MaxItems=100"], Own(server.Calls[0]));
        Assert.Equal(["Marker=EXAMPLE", "MaxItems=100"], Own(server.Calls[1]));
        Assert.All(server.Calls, static call => Assert.Equal("ListUsers", call.Action));
        Assert.Equal(["alice", "bob"], driver.Ids);
        Assert.Equal(new DateTimeOffset(2015, 1, 23, 12, 33, 18, TimeSpan.Zero), driver.Targets[0].CreatedAt);
        Assert.Equal(1, driver.Pages[1].Page.InvalidCount);
    }

    private static readonly ProviderSession Session = Open();

    private static ProviderSession Open()
    {
        CloudCredential credential = TestCredential.Of(AlibabaProvider.Descriptor, "a-long-secret-of-no-word");
        return ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
    }

    private static ListingJob Job(OperationDescriptor operation, ListingFilter? filter = null, params string[] ids) =>
        DiscoveryDriver.Job(operation, Session, "cn-hangzhou", filter, ids);

    private static ListingJob Job(OperationDescriptor operation, string region) => DiscoveryDriver.Job(operation, Session, region);

    private static IEnumerable<string> Own(ReceivedCall call) => call.Parameters.Where(static pair => !Common.Contains(pair.Key))
        .Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal);

    private static HttpResponseMessage Page(int count, string? token, int from = 0)
    {
        IEnumerable<string> items = Enumerable.Range(from, count).Select(static i =>
            $$$"""
            {"InstanceId":"i-bp{{{i:d18}}}","InstanceName":"web-007","Status":"Running",
            "Tags":{"Tag":[{"TagKey":"env","TagValue":"prod"},{"TagKey":"owner","TagValue":"x"}]}}
            """);
        return ScriptedAlibaba.Json(
            $$$"""{"RequestId":"r","NextToken":"{{{token}}}","TotalCount":0,"Instances":{"Instance":[{{{string.Join(",", items)}}}]}}""");
    }
}
