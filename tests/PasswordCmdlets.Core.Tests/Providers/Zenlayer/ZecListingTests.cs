using System;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Discovery;
using PasswordCmdlets.Core.Providers.Zenlayer.Zec;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Zenlayer;

public sealed class ZecListingTests
{
    private static readonly Func<string, bool> Any = static _ => true;

    // After docs.console.zenlayer.com, API reference of ZEC.
    [Fact]
    public void The_documented_response_is_read()
    {
        using ScriptedServer server = new(static _ => ScriptedServer.Json(
            200,
            """
            {"requestId":"T4521","response":{"requestId":"T4521","totalCount":2,"dataSet":[{"instanceId":"1341431445241233",
            "instanceName":"Test-Instance","status":"BOOTING","zoneId":"asia-east-1a","imageName":"Windows Server 2022","enableAgent":true,
            "publicIpAddresses":["203.0.113.1"],"privateIpAddresses":["10.0.0.1"],"createTime":"2024-01-01T00:00:00Z",
            "expiredTime":"2027-01-01T00:00:00Z","tags":{"tags":[{"key":"env","value":"prod"}]}},
            {"instanceId":"1341431445241234","status":"RUNNING","imageName":"my image","expiredTime":null,"tags":null}]}}
            """));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job());

        Assert.Single(server.Calls);
        ListedTarget first = driver.Targets[0];
        Assert.Equal(
            ("1341431445241233", "Test-Instance", TargetState.Transitional, true), (first.Id, first.Name, first.State, first.IsWindows));
        Assert.Equal(["10.0.0.1"], first.PrivateAddresses);
        Assert.Equal(["203.0.113.1"], first.PublicAddresses);
        Assert.Equal(2024, first.CreatedAt?.Year);
        Assert.Equal(2027, first.ExpiresAt?.Year);
        Assert.Equal([new("env", "prod")], first.Tags);
        ListedTarget second = driver.Targets[1];
        Assert.Equal((TargetState.Running, null, null), (second.State, second.IsWindows, second.ExpiresAt));
    }

    [Fact]
    public void Pages_are_numbered_and_carry_the_filters()
    {
        using ScriptedServer server = new(
            static call => Page(call.Body.Contains("\"pageNum\":3", StringComparison.Ordinal) ? 50 : 100, 250));
        ListingFilter filter = new()
        {
            NamePart = "-007",
            Name = Any,
            States = [TargetState.Stopped],
            Tags = [new("env", "prod", Any), new("owner", null, Any)],
        };
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job(filter));

        const string Body =
            """{"name":"-007","status":"STOPPED","tagKeys":["owner"],"tags":[{"key":"env","value":"prod"}],"pageSize":100,"pageNum":#}""";
        Assert.Equal(
            [.. new[] { "1", "2", "3" }.Select(static page => Body.Replace("#", page, StringComparison.Ordinal))],
            server.Calls.Select(static call => call.Body));
        Assert.All(server.Calls, static call => Assert.Equal("DescribeInstances", call.Headers["X-ZC-Action"]));
    }

    [Fact]
    public void Ids_go_without_filters()
    {
        using ScriptedServer server = new(static _ => Page(1, 1));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(
            Job(new ListingFilter { States = [TargetState.Running] }, "1341431445000000"));

        Assert.Equal("""{"instanceIds":["1341431445000000"],"pageSize":100,"pageNum":1}""", Assert.Single(server.Calls).Body);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "2")]
    public void Ids_have_one_page_also_without_a_total(bool byIds, string? next)
    {
        ListingJob job = Job(null, byIds ? ["1341431445000000", "1341431445000001"] : []);

        ProviderReply reply = job.Listing.Page(job.Query, new ListingPosition()).Read(
            Wire.Response(200, """{"requestId":"r","response":{"requestId":"r","dataSet":[{"instanceId":"1341431445000000"}]}}"""));

        Assert.Equal(next, Assert.IsType<TargetPage>(reply.Content).Next);
    }

    [Theory]
    [InlineData("""{"requestId":"r","totalCount":0,"dataSet":null}""", true)]
    [InlineData("""{"requestId":"r","totalCount":1,"dataSet":null}""", false)]
    [InlineData("""{"requestId":"r"}""", false)]
    public void A_list_of_none_may_be_null_and_a_response_without_a_list_shows_nothing(string body, bool isEmpty)
    {
        ListingJob job = Job();

        ProviderReply list = job.Listing.Page(job.Query, new ListingPosition()).Read(Wire.Response(200, body));
        ProviderReply described = ZecResponses.ReadInstances(Wire.Response(200, body));

        Assert.Equal(isEmpty ? 0 : null, (list.Content as TargetPage)?.EntryCount);
        Assert.Equal(isEmpty ? 0 : null, (described.Content as DescribedInstances)?.Instances.Count);
    }

    [Fact]
    public void A_missing_permission_is_said_with_the_action()
    {
        using ScriptedServer server = new(static _ => ScriptedServer.Json(
            401, """{"requestId":"T1","code":"AUTHFAILURE_UNAUTHORIZED_OPERATION","message":"No."}"""));
        using DiscoveryDriver driver = new DiscoveryDriver(server).Run(Job());

        ListingFailedEvent failure = Assert.Single(driver.Failures);
        Assert.Equal(ErrorIds.AccessDenied, failure.Outcome.ErrorId);
        Assert.Contains("DescribeInstances", failure.Outcome.Message, StringComparison.Ordinal);
    }

    private static ListingJob Job(ListingFilter? filter = null, params string[] ids)
    {
        CloudCredential credential = TestCredential.Of(ZenlayerProvider.Descriptor, "a-long-secret-of-no-word");
        ProviderSession session = ProviderSessions.Open(new FixedCredentialProvider(credential), credential, endpoint: null);
        return DiscoveryDriver.Job(ZecContracts.ResetPassword, session, region: null, filter, ids);
    }

    private static HttpResponseMessage Page(int count, int total)
    {
        string items = string.Join(",", Enumerable.Range(0, count)
            .Select(static i => $$"""{"instanceId":"1341431445{{i:d6}}","status":"RUNNING","instanceName":"a-007"}"""));
        return ScriptedServer.Json(
            200, $$"""{"requestId":"r","response":{"requestId":"r","totalCount":{{total}},"dataSet":[{{items}}]} }""");
    }
}
