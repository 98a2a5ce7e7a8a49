using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Huawei.Ecs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class HuaweiListingTests
{
    private const string Region = "cn-north-4";
    private static readonly Func<string, bool> Any = static _ => true;
    private static readonly OperationDescriptor Dcs = DcsContracts.Reset;

    // The response of …/api-dcs/ListInstances.html, shortened: a boolean for a text, a number for a key, objects for texts.
    private const string DocumentedDcs = """
        {"instance_num":2,"instances":[{"publicip_id":{},"vpc_name":"vpc","charging_mode":0,"enterprise_project_id":0,
        "ip":"192.168.0.1,192.168.0.2","publicip_address":null,"instance_id":"5560df16-cebf-4473-95c4-d1b573c16e79","name":"dcs-a",
        "status":"EXTENDING","engine":"Redis","no_password_access":true,"created_at":"2017-03-31T12:24:46.297Z",
        "tags":[{"key":1,"value":"2"},{"key":"env","value":"prod"}]},
        {"instance_id":"not-an-id","name":"x","status":"RUNNING"}]}
        """;

    [Fact]
    public void The_documented_list_of_DCS_is_read()
    {
        using ScriptedServer server = new(static _ => ScriptedServer.Json(200, DocumentedDcs));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(Dcs));

        ListedTarget target = Assert.Single(driver.Targets);
        Assert.Equal(
            ("5560df16-cebf-4473-95c4-d1b573c16e79", "dcs-a", TargetState.Transitional, "EXTENDING"),
            (target.Id, target.Name, target.State, target.ProviderState));
        Assert.Equal(["192.168.0.1", "192.168.0.2"], target.PrivateAddresses);
        Assert.Empty(target.PublicAddresses);
        Assert.Equal(DateTimeOffset.Parse("2017-03-31T12:24:46.297Z", CultureInfo.InvariantCulture), target.CreatedAt);
        Assert.Equal([new("1", "2"), new("env", "prod")], target.Tags);
        Assert.Equal(1, Assert.Single(driver.Pages).Page.InvalidCount);
        ServerCall call = Assert.Single(server.Calls);
        Assert.Equal(("GET", "/v2/p1/instances", "?offset=0&limit=100"), (call.Method, call.Path, call.Address.Query));
    }

    [Fact]
    public void Pages_of_DCS_begin_after_the_records_before_and_end_with_a_short_one()
    {
        using ScriptedServer server = new(static call => Page("instances", "instance_id", Offset(call) < 200 ? 100 : 7, Offset(call)));
        ListingFilter filter = new() { NamePart = "-007", Name = Any, States = [TargetState.Running], Tags = [new("env", "prod", Any)] };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(Dcs, filter));

        Assert.Equal(207, driver.Targets.Count);
        Assert.Equal(
            [.. new[] { 0, 100, 200 }.Select(static offset => $"?name=-007&status=RUNNING&offset={offset}&limit=100")],
            server.Calls.Select(static call => call.Address.Query));
    }

    [Fact]
    public void DCS_is_asked_for_one_id_a_call()
    {
        using ScriptedServer server = new(static call => Page("instances", "instance_id", 1, call.Address.Query.Contains(
            HuaweiWorld.Id(1), StringComparison.Ordinal) ? 1 : 2));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(Dcs, ids: [HuaweiWorld.Id(1), HuaweiWorld.Id(2)]));

        Assert.Equal([HuaweiWorld.Id(1), HuaweiWorld.Id(2)], driver.Ids);
        Assert.Equal($"?instance_id={HuaweiWorld.Id(1)}&offset=0&limit=100", server.Calls[0].Address.Query);
    }

    // After …/api-ecs, "querying details about ECSs", version 1.1.
    [Fact]
    public void Servers_are_listed_with_version_1_1_by_markers()
    {
        const string Server = """
            {"servers":[{"id":"616fb98f-46ca-475e-917e-2563e5a8cd19","name":"web","status":"ACTIVE","created":"2020-05-22T07:48:53Z",
            "metadata":{"os_type":"Windows"},"tags":["env=prod","pair=a=b","__type_virtual"],
            "addresses":{"vpc":[{"addr":"192.168.0.3","version":"4","OS-EXT-IPS:type":"fixed"},
            {"addr":"203.0.113.9","version":"4","OS-EXT-IPS:type":"floating"}]},
            "market_info":{"charge_mode":"prepaid","prepaid_info":{"expired_time":"2027-05-22T07:48:53Z"}}}],
            "servers_links":[{"rel":"next","href":"https://ecs/v1.1"}]}
            """;
        using ScriptedServer server = new(static call => ScriptedServer.Json(
            200, call.Address.Query.Contains("marker", StringComparison.Ordinal) ? """{"servers":[]}""" : Server));
        ListingFilter filter = new() { NamePart = "-007", Name = Any, States = [TargetState.Running], Tags = [new("env", "prod", Any)] };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsServerContracts.ResetPassword, filter));

        ListedTarget target = Assert.Single(driver.Targets);
        Assert.Equal((TargetState.Running, true), (target.State, target.IsWindows));
        Assert.Equal(["192.168.0.3"], target.PrivateAddresses);
        Assert.Equal(["203.0.113.9"], target.PublicAddresses);
        Assert.Equal(DateTimeOffset.Parse("2020-05-22T07:48:53Z", CultureInfo.InvariantCulture), target.CreatedAt);
        Assert.Equal(DateTimeOffset.Parse("2027-05-22T07:48:53Z", CultureInfo.InvariantCulture), target.ExpiresAt);
        Assert.Equal([new("env", "prod"), new("pair", "a=b"), new("__type_virtual", string.Empty)], target.Tags);
        Assert.All(server.Calls, static call => Assert.Equal("/v1.1/p1/cloudservers/detail", call.Path));
        const string Query = "?name=-007&status=ACTIVE&expect-fields=tags%2Cmetadata%2Caddresses%2Cmarket_info&limit=100";
        Assert.Equal(
            [Query, Query + "&marker=616fb98f-46ca-475e-917e-2563e5a8cd19"],
            server.Calls.Select(static call => call.Address.Query));
    }

    [Fact]
    public void Several_ids_go_to_version_1_whose_unknown_ids_and_user_data_are_dropped()
    {
        using ScriptedServer server = new(static _ => ScriptedServer.Json(
            200,
            $$"""
            {"count":2,"servers":[{"id":"{{HuaweiWorld.Id(1)}}","name":"web","status":"SHUTOFF","created":"2020-05-22T07:48:53Z",
            "metadata":{"os_type":"Linux"},"tags":[],"OS-EXT-SRV-ATTR:user_data":"c2VjcmV0LXVzZXItZGF0YQ=="},
            {"id":"{{HuaweiWorld.Id(2)}}","name":null,"status":null,"metadata":null,"fault":{"message":"not found"} } ]}
            """));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(
            Job(EcsServerContracts.ResetPassword, ids: [HuaweiWorld.Id(1), HuaweiWorld.Id(2)]));

        ListedTarget target = Assert.Single(driver.Targets);
        Assert.Equal((HuaweiWorld.Id(1), TargetState.Stopped, false), (target.Id, target.State, target.IsWindows));
        Assert.DoesNotContain("c2VjcmV0", target.ToString(), StringComparison.Ordinal);
        ServerCall call = Assert.Single(server.Calls);
        Assert.Equal("/v1/p1/cloudservers/detail", call.Path);
        Assert.Equal($"?server_id={HuaweiWorld.Id(1)}%2C{HuaweiWorld.Id(2)}&limit=2", call.Address.Query);
    }

    [Fact]
    public void One_id_goes_to_version_1_1()
    {
        using ScriptedServer server = new(static _ => Page("servers", "id", 1, 1));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsServerContracts.ResetPassword, ids: [HuaweiWorld.Id(1)]));

        Assert.Single(driver.Targets);
        Assert.StartsWith("/v1.1/", Assert.Single(server.Calls).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_clouds_are_listed_with_version_1_whose_offset_is_a_page()
    {
        using ScriptedServer server = new(static call => Page("servers", "id", Offset(call) < 3 ? 100 : 0, (Offset(call) - 1) * 100));
        ListingFilter filter = new() { States = [TargetState.Stopped], Tags = [new("env", "a b", Any), new("owner", null, Any)] };
        ListingFilter all = new();
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsServerContracts.ResetPassword, all, region: "eu-de"));
        using DiscoveryDriver filtered = new DiscoveryDriver(server).Run(Job(EcsServerContracts.ResetPassword, filter, region: "eu-de"));

        Assert.Equal(200, driver.Targets.Count);
        Assert.All(server.Calls, static call => Assert.Equal("/v1/p1/cloudservers/detail", call.Path));
        Assert.Equal(
            ["?offset=1&limit=100", "?offset=2&limit=100", "?offset=3&limit=100", "?status=SHUTOFF&tags=env%3Da%20b&offset=1&limit=100"],
            server.Calls.Take(4).Select(static call => call.Address.Query));
    }

    [Fact]
    public void A_region_without_a_project_is_no_error_where_all_regions_are_listed()
    {
        using ScriptedServer server = new(static call => call.Path == "/v3/projects"
            ? ScriptedServer.Json(200, """{"projects":[]}""")
            : Page("instances", "instance_id", 0, 0));
        ListingJob named = Job(Dcs, projectId: null);
        ListingJob oneOfAll = named with { Query = named.Query with { IsOneOfAll = true } };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(named, oneOfAll);

        ListingFailedEvent failure = Assert.Single(driver.Failures);
        Assert.Equal(ErrorIds.InvalidTarget, failure.Outcome.ErrorId);
        Assert.StartsWith("the account has no enabled project", failure.Outcome.Message, StringComparison.Ordinal);
        Assert.Contains(driver.Notices, static notice => notice.Contains("no enabled project", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_is_no_empty_list()
    {
        using ScriptedServer server = new(static _ => ScriptedServer.Json(
            403, """{"error":{"code":"Pdp.0001","message":"Policy does not allow it."}}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(EcsServerContracts.ResetPassword));

        ListingFailedEvent failure = Assert.Single(driver.Failures);
        Assert.Equal(ErrorIds.AccessDenied, failure.Outcome.ErrorId);
        Assert.Contains("ecs:cloudServers:list", failure.Outcome.Message, StringComparison.Ordinal);
    }

    private static ListingJob Job(
        OperationDescriptor operation, ListingFilter? filter = null, string[]? ids = null, string region = Region,
        string? projectId = "p1") => DiscoveryDriver.Job(operation, HuaweiWorld.Session(), region, filter, ids, projectId);

    private static int Offset(ServerCall call) => int.Parse(
        call.Address.Query.Split("offset=")[1].Split('&')[0], CultureInfo.InvariantCulture);

    private static HttpResponseMessage Page(string list, string idName, int count, int first)
    {
        IEnumerable<string> items = Enumerable.Range(first, count).Select(i =>
            $$$"""
            {"{{{idName}}}":"{{{HuaweiWorld.Id(i)}}}","name":"a-007","status":"{{{(list == "servers" ? "ACTIVE" : "RUNNING")}}}",
            "tags":[{"key":"env","value":"prod"}]}
            """);
        return ScriptedServer.Json(200, $$"""{"{{list}}":[{{string.Join(",", items)}}]}""");
    }
}
