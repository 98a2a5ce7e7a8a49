using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Discovery;

/// <summary>What holds for every list: pages, regions, the credential, what is shown of it. CVM stands for all.</summary>
public sealed class TargetDiscoveryTests
{
    private static readonly ProviderSession Session = ScriptedTencent.Session();

    [Fact]
    public void A_list_ends_at_an_empty_page_whatever_its_total_says()
    {
        using ScriptedServer server = new(call => Page(OffsetOf(call) < 200 ? 100 : 0, OffsetOf(call), total: 900));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        Assert.Equal((200, 3), (driver.Targets.Count, server.Calls.Count));
        Assert.Empty(driver.Failures);
    }

    [Fact]
    public void A_target_that_two_pages_show_is_listed_once()
    {
        // An instance was created after the first page, so that the second begins with the last of the first.
        using ScriptedServer server = new(call => Page(OffsetOf(call) == 0 ? 100 : 50, Math.Max(0, OffsetOf(call) - 1), total: 150));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        Assert.Equal(149, driver.Ids.Distinct().Count());
        Assert.Equal(149, driver.Ids.Count);
    }

    [Fact]
    public void A_page_without_anything_new_is_no_event_and_takes_no_room()
    {
        // Each region: a page, the same targets again, and the end. There is room for one page.
        using ScriptedServer server = new(call => OffsetOf(call) < 4 ? Page(2, 0, total: 6) : Page(0, 0, total: 6));
        using DiscoveryDriver driver = new(server, new RunOptions { ThrottleLimit = 1 });
        driver.Run(Job("ap-guangzhou"), Job("ap-shanghai"), Job("ap-tokyo"));

        Assert.Equal([2, 2, 2], driver.Pages.Select(static page => page.Page.Targets.Count));
        Assert.Empty(driver.Failures);
    }

    [Fact]
    public void A_page_of_invalid_ids_alone_is_counted()
    {
        using ScriptedServer server = new(static call => OffsetOf(call) == 0
            ? Instances("""{"InstanceId":"ins-a; rm"}""", """{"InstanceId":"ins-b; rm"}""")
            : Page(0, 0, total: 2));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        Assert.Equal((0, 2), (driver.Targets.Count, Assert.Single(driver.Pages).Page.InvalidCount));
    }

    [Fact]
    public void An_instance_without_a_name_has_an_empty_one()
    {
        using ScriptedServer server = new(
            static _ => Instances("""{"InstanceId":"ins-a"}""", """{"InstanceId":"ins-b","InstanceName":"b"}"""));
        ListingFilter filter = new() { Name = static name => name.Length == 0 };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou", filter));

        Assert.Equal(["ins-a"], driver.Ids);
    }

    [Fact]
    public void A_region_that_fails_stops_no_other()
    {
        using ScriptedServer server = new(static call => ScriptedTencent.Region(call) == "ap-shanghai"
            ? ScriptedTencent.Error("UnauthorizedOperation")
            : Page(3, 0, total: 3));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"), Job("ap-shanghai"), Job("ap-tokyo"));

        Assert.Equal(6, driver.Targets.Count);
        ListingFailedEvent failure = Assert.Single(driver.Failures);
        Assert.Equal(("ap-shanghai", ErrorIds.AccessDenied), (failure.Job.Query.Region, failure.Outcome.ErrorId));
        Assert.Contains("cvm:DescribeInstances", failure.Outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_key_is_sent_to_two_regions_at_most()
    {
        using ScriptedServer server = new(static call => ScriptedTencent.Error("AuthFailure.SecretIdNotFound"));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run([.. Enumerable.Range(0, 20).Select(static i => Job($"ap-r{i}"))]);

        Assert.InRange(server.Calls.Count, 1, 2);
        Assert.All(driver.Failures, static failure => Assert.Equal(ErrorIds.AuthenticationFailed, failure.Outcome.ErrorId));
        Assert.Equal(server.Calls.Count, driver.Failures.Count);
        Assert.Contains(driver.Notices, static notice => notice.Contains("rejected the access key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void A_key_that_one_region_accepts_is_rejected_by_another_alone(int other)
    {
        using ScriptedServer server = new(call => ScriptedTencent.Region(call) == $"ap-r{other}"
            ? ScriptedTencent.Error("AuthFailure.SecretIdNotFound")
            : Page(2, 0, total: 2));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run([.. Enumerable.Range(0, 6).Select(static i => Job($"ap-r{i}"))]);

        Assert.Equal(10, driver.Targets.Count);
        Assert.Equal($"ap-r{other}", Assert.Single(driver.Failures).Job.Query.Region);
    }

    [Fact]
    public void Pages_wait_for_the_reader()
    {
        using ScriptedServer server = new(static call => Page(100, OffsetOf(call), total: 100_000));
        using DiscoveryDriver driver = new(server, new RunOptions { ThrottleLimit = 2 });
        driver.Discovery.Start([Job("ap-guangzhou")]);

        Wait.Until(() => server.Calls.Count >= 2);
        Assert.Equal(2, server.Calls.Count);

        for (int page = 1; page <= 5; page++)
        {
            while (!driver.Discovery.TryRead(out _))
            {
                driver.Discovery.Wait(TimeSpan.FromSeconds(30));
            }

            Wait.Until(() => server.Calls.Count == page + 2);
        }
    }

    [Fact]
    public void Stop_ends_what_is_in_flight()
    {
        using ScriptedServer server = new(static (_, cancellation) => ScriptedTencent.HangAsync(cancellation));
        using DiscoveryDriver driver = new(server, time: TimeProvider.System);
        driver.Discovery.Start([Job("ap-guangzhou"), Job("ap-shanghai"), Job("ap-tokyo")]);
        Wait.Until(() => server.Calls.Count == 2);

        driver.Discovery.Stop();

        driver.Finish();
        Assert.Empty(driver.Failures);
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public void Filters_are_applied_to_what_the_provider_returns()
    {
        using ScriptedServer server = new(static _ => Instances(
            """{"InstanceId":"ins-a","InstanceName":"Web-1","InstanceState":"RUNNING","Tags":[{"Key":"env","Value":"prod"}]}""",
            """{"InstanceId":"ins-b","InstanceName":"Web-2","InstanceState":"RUNNING","Tags":[{"Key":"env","Value":"Prod"}]}""",
            """{"InstanceId":"ins-c","InstanceName":"db-1","InstanceState":"RUNNING","Tags":[{"Key":"env","Value":"prod"}]}""",
            """{"InstanceId":"ins-d","InstanceName":"Web-3","InstanceState":"STOPPED","Tags":[{"Key":"env","Value":"prod"}]}""",
            """{"InstanceId":"ins-e","InstanceName":"Web-4","InstanceState":"RUNNING"}"""));
        ListingFilter filter = new()
        {
            Name = static name => name.StartsWith("web", StringComparison.OrdinalIgnoreCase),
            States = [TargetState.Running],
            Tags = [new TagFilter("env", "prod", static value => value == "prod")],
        };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou", filter));

        Assert.Equal(["ins-a"], driver.Ids);
    }

    [Fact]
    public void Ids_are_asked_for_in_batches_and_no_other_instance_is_listed()
    {
        using ScriptedServer server = new(static call => Instances(
            [.. ScriptedTencent.Ids(call).Append("ins-other").Select(static id => $$"""{"InstanceId":"{{id}}"}""")]));
        string[] ids = [.. Enumerable.Range(0, 250).Select(static i => $"ins-{i:d4}")];
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou", ids: ids));

        Assert.Equal([100, 100, 50], server.Calls.Select(static call => ScriptedTencent.Ids(call).Count));
        Assert.Equal(ids, driver.Ids);
    }

    [Fact]
    public void A_batch_that_one_unknown_id_fails_is_asked_for_in_parts()
    {
        using ScriptedServer server = new(static call => ScriptedTencent.Ids(call).Contains("ins-0007")
            ? ScriptedTencent.Error("InvalidInstanceId.NotFound")
            : Instances([.. ScriptedTencent.Ids(call).Select(static id => $$"""{"InstanceId":"{{id}}"}""")]));
        string[] ids = [.. Enumerable.Range(0, 16).Select(static i => $"ins-{i:d4}")];
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou", ids: ids));

        Assert.Equal(ids.Where(static id => id != "ins-0007"), driver.Ids);
        Assert.Empty(driver.Failures);
    }

    [Fact]
    public void What_terminals_and_build_agents_act_on_is_neutralised_and_a_foreign_id_is_counted()
    {
        using ScriptedServer server = new(static _ => Instances(
            """
            {"InstanceId":"ins-a","InstanceName":"\u001b[31mred\r\n##vso[task.x]","InstanceState":"RUN\u001bNING",
            "PrivateIpAddresses":["10.0.0.1","##vso[x]"],"Tags":[{"Key":"a\u0007b","Value":"##vso[y]"}]}
            """,
            """{"InstanceId":"ins-a; rm -rf /","InstanceName":"x"}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        ListedTarget target = Assert.Single(driver.Targets);
        Assert.Equal("[31mred  # #vso[task.x]", target.Name);
        Assert.Null(target.ProviderState);
        Assert.Equal(["10.0.0.1"], target.PrivateAddresses);
        Assert.Equal([new("a b", "# #vso[y]")], target.Tags);
        Assert.Equal(1, Assert.Single(driver.Pages).Page.InvalidCount);
    }

    [Fact]
    public void A_name_that_quotes_the_secret_of_the_access_key_is_withheld()
    {
        using ScriptedServer server = new(static _ => Instances("""{"InstanceId":"ins-a","InstanceName":"my secret"}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        Assert.Equal("withheld", Assert.Single(driver.Targets).Name);
    }

    [Theory]
    [InlineData("FREEZING", "FREEZING")]
    [InlineData("NEW_STATE", "NEW_STATE")]
    [InlineData("c2VjcmV0LXBhc3M", null)]
    public void A_state_is_shown_that_is_documented_or_a_plain_word(string state, string? shown)
    {
        using ScriptedServer server = new(_ => Instances($$"""{"InstanceId":"ins-a","InstanceState":"{{state}}"}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        Assert.Equal(shown, Assert.Single(driver.Targets).ProviderState);
    }

    [Theory]
    [InlineData("""{"Response":{"RequestId":"r","TotalCount":0}}""", ErrorIds.ProviderUnavailable)]
    [InlineData("<html>gateway</html>", ErrorIds.ProviderUnavailable)]
    public void A_response_without_a_list_is_no_empty_list(string body, string errorId)
    {
        using ScriptedServer server = new(_ => ScriptedServer.Json(200, body));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job("ap-guangzhou"));

        TargetOutcome outcome = Assert.Single(driver.Failures).Outcome;
        Assert.Equal(errorId, outcome.ErrorId);
        Assert.Contains(body.StartsWith('{') ? "The response has no list." : "HTTP 200", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(5, server.Calls.Count); // it may be a short disturbance
    }

    private static ListingJob Job(string region, ListingFilter? filter = null, string[]? ids = null) =>
        DiscoveryDriver.Job(CvmContracts.ResetPassword, Session, region, filter, ids);

    private static int OffsetOf(ServerCall call)
    {
        using JsonDocument body = JsonDocument.Parse(call.Body);
        return body.RootElement.GetProperty("Offset").GetInt32();
    }

    private static HttpResponseMessage Page(int count, int first, int total) => Instances(
        total, [.. Enumerable.Range(first, count).Select(static i => $$"""{"InstanceId":"ins-{{i:d6}}","InstanceState":"RUNNING"}""")]);

    private static HttpResponseMessage Instances(params string[] instances) => Instances(instances.Length, instances);

    private static HttpResponseMessage Instances(int total, string[] instances) => ScriptedServer.Json(
        200,
        "{\"Response\":{\"RequestId\":\"r\",\"TotalCount\":" + total + ",\"InstanceSet\":[" + string.Join(",", instances) + "]}}");
}
