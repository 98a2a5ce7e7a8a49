using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class ControlApiTests : IAsyncLifetime
{
    private const string Password = "Correct-Horse-7";

    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Health_counts_requests()
    {
        await _client.DescribeAsync("ins-linux001");

        SandboxResponse response = await _sandbox.GetAsync("/_sandbox/health");

        Assert.Equal((200, "ok", "1"), (response.Status, response["status"], response["requests"]));
    }

    [Fact]
    public async Task The_state_shows_executions_and_no_password_unless_asked()
    {
        SandboxResponse reset = await _client.ResetAsync("ins-linux003", Password, forceStop: true);

        SandboxResponse response = await _sandbox.GetAsync("/_sandbox/state?provider=tencent&id=ins-linux003");
        SandboxResponse revealed = await _sandbox.GetAsync("/_sandbox/state?id=ins-linux003&passwords=true");

        Assert.Equal(("1", "1", "0"),
            (response["instances.0.executions"], response["instances.0.restarts"], response["instances.0.powerOffs"]));
        Assert.Equal(reset["Response.RequestId"], response["instances.0.latestOperationRequestId"]);
        Assert.DoesNotContain(Password, response.Text, StringComparison.Ordinal);
        Assert.Equal((Password, "ubuntu"), (revealed["instances.0.passwords.0.password"], revealed["instances.0.passwords.0.userName"]));
    }

    [Fact]
    public async Task A_login_shows_whether_a_password_is_in_effect()
    {
        await _client.ResetAsync("ins-linux001", Password);

        SandboxResponse right = await _sandbox.PostAsync("/_sandbox/login",
            $$"""{ "provider": "tencent", "id": "ins-linux001", "password": "{{Password}}" }""");
        SandboxResponse wrong = await _sandbox.PostAsync("/_sandbox/login",
            """{ "provider": "tencent", "id": "ins-linux001", "password": "wrong" }""");
        SandboxResponse nowhere = await _sandbox.PostAsync("/_sandbox/login",
            """{ "provider": "zenlayer", "id": "nowhere", "password": "wrong" }""");

        Assert.Equal(("True", "False", 404), (right["accepted"], wrong["accepted"], nowhere.Status));
    }

    [Fact]
    public async Task The_log_shows_everything_but_secrets()
    {
        await _client.ResetAsync("ins-linux001", Password);

        SandboxResponse response =
            await _sandbox.GetAsync("/_sandbox/requests?provider=tencent&action=ResetInstancesPassword&parameters=true");

        Assert.Equal("ins-linux001", response["0.targetIds.0"]);
        Assert.Equal(("POST", "200", "True"), (response["0.method"], response["0.status"], response["0.executed"]));
        Assert.Contains(response.Json[0].GetProperty("headers").EnumerateArray(), header =>
            header.GetProperty("key").GetString() == "Authorization"
                && header.GetProperty("value").GetString()!.EndsWith("Signature=***", StringComparison.Ordinal));
        Assert.Null(response["0.parameters"]);
        Assert.DoesNotContain(Password, response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_hidden()
    {
        await (_client with { Token = "secret-token" }).DescribeAsync("ins-linux001");
        await (new ZenlayerTestClient(_sandbox) { Bearer = "sandbox-zenlayer-bearer" }).CallAsync("DescribeInstances", "{}");

        SandboxResponse response = await _sandbox.GetAsync("/_sandbox/requests");

        Assert.DoesNotContain("secret-token", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox-zenlayer-bearer", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_are_recorded_only_by_option()
    {
        await using SandboxFixture sandbox =
            await SandboxFixture.StartAsync(configure: options => options with { RecordsParameters = true });
        await new TencentTestClient(sandbox).ResetAsync("ins-linux001", Password);

        SandboxResponse hidden = await sandbox.GetAsync("/_sandbox/requests");
        SandboxResponse shown = await sandbox.GetAsync("/_sandbox/requests?parameters=true");

        Assert.DoesNotContain(Password, hidden.Text, StringComparison.Ordinal);
        Assert.Equal(Password, shown["0.parameters.Password"]);
    }

    [Fact]
    public async Task The_log_keeps_the_last_requests_and_can_be_cleared()
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync(configure: options => options with { LogCapacity = 3 });
        TencentTestClient client = new(sandbox);
        for (int i = 0; i < 5; i++)
        {
            await client.DescribeAsync($"ins-0000000{i}");
        }

        string[] kept = [.. sandbox.Server.Requests.Entries.Select(entry => entry.TargetIds[0])];
        long count = sandbox.Server.Requests.Count;
        await sandbox.DeleteAsync("/_sandbox/requests");
        await client.DescribeAsync("ins-00000009");

        Assert.Equal(["ins-00000002", "ins-00000003", "ins-00000004"], kept);
        Assert.Equal(5, count);
        Assert.Equal("ins-00000009", Assert.Single(sandbox.Server.Requests.Entries).TargetIds[0]);
    }

    [Fact]
    public async Task Faults_are_set_listed_and_removed()
    {
        SandboxResponse first = await _sandbox.PostAsync("/_sandbox/faults",
            """{ "kind": "throttle", "provider": "tencent", "first": 1 }""");
        SandboxResponse second = await _sandbox.PostAsync("/_sandbox/faults", """{ "kind": "refuse", "code": "FailedOperation" }""");
        SandboxResponse throttled = await _client.DescribeAsync("ins-linux001");
        SandboxResponse refused = await _client.DescribeAsync("ins-linux001");
        SandboxResponse list = await _sandbox.GetAsync("/_sandbox/faults");
        SandboxResponse removed = await _sandbox.DeleteAsync($"/_sandbox/faults/{second["id"]}");
        SandboxResponse missing = await _sandbox.DeleteAsync("/_sandbox/faults/99");
        SandboxResponse free = await _client.DescribeAsync("ins-linux001");
        await _sandbox.DeleteAsync("/_sandbox/faults");

        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(("RequestLimitExceeded", "FailedOperation"), (throttled["Response.Error.Code"], refused["Response.Error.Code"]));
        Assert.Equal(("throttle", "2", "1"), (list["0.rule.kind"], list["0.met"], list["0.hit"]));
        Assert.Equal((200, 404), (removed.Status, missing.Status));
        Assert.Null(free["Response.Error.Code"]);
        Assert.Empty(_sandbox.Server.Faults.Active);
    }

    [Fact]
    public async Task A_seed_replaces_everything_or_is_merged()
    {
        const string Added = """{ "tencent": { "instances": [ { "id": "ins-aaaaaaaa", "region": "ap-guangzhou" } ] } }""";

        SandboxResponse merged = await _sandbox.PostAsync("/_sandbox/seed?merge=true", Added);
        SandboxResponse found = await _client.DescribeAsync("ins-aaaaaaaa,ins-linux001");
        SandboxResponse replaced = await _sandbox.PostAsync("/_sandbox/seed", Added);
        SandboxResponse refused = await _client.DescribeAsync("ins-aaaaaaaa");

        Assert.Equal(("9", "2"), (merged["counts.tencent"], found["Response.TotalCount"]));
        Assert.Equal(("1", "0"), (replaced["counts.tencent"], replaced["counts.zenlayer"]));
        Assert.Equal("AuthFailure.SecretIdNotFound", refused["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_region_that_is_newer_than_the_sandbox_exists_when_it_is_seeded()
    {
        await _sandbox.PostAsync(
            "/_sandbox/seed?merge=true",
            """
            {
              "tencent": { "instances": [ { "id": "ins-aaaaaaaa", "region": "ap-new-1" } ] },
              "alibaba": { "instances": [ { "id": "i-new", "region": "cn-new-1" } ] }
            }
            """);

        SandboxResponse tencent = await (_client with { Region = "ap-new-1" }).DescribeAsync("ins-aaaaaaaa");
        SandboxResponse alibaba = await new AlibabaTestClient(_sandbox).CallAsync("DescribeInstances", ("RegionId", "cn-new-1"));

        Assert.Equal(("1", "1"), (tencent["Response.TotalCount"], alibaba["TotalCount"]));
    }

    [Theory]
    [InlineData("""{ "tencent": { "instances": [ { "region": "ap-guangzhou" } ] } }""")]
    [InlineData("""{ "tencent": { "instances": [ { "id": "ins-aaaaaaaa" } ] } }""")]
    [InlineData(
        """{ "tencent": { "instances": [ { "generate": { "count": 2000000, "prefix": "ins-0000" }, "region": "ap-guangzhou" } ] } }""")]
    [InlineData("""{ "tencnt": {} }""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_invalid_seed_is_rejected_and_changes_nothing(string seed)
    {
        SandboxResponse response = await _sandbox.PostAsync("/_sandbox/seed", seed);

        Assert.Equal(400, response.Status);
        Assert.NotNull(response["error"]);
        Assert.Null((await _client.DescribeAsync("ins-linux001"))["Response.Error.Code"]);
    }

    [Fact]
    public async Task The_clock_can_be_advanced_and_skewed()
    {
        _sandbox.Server.State.Tencent.Options = new() { OperationMilliseconds = 60_000 };
        await _client.ResetAsync("ins-linux001", Password);
        string? before = (await _client.DescribeAsync("ins-linux001"))["Response.InstanceSet.0.LatestOperationState"];

        SandboxResponse clock = await _sandbox.PostAsync("/_sandbox/clock", """{ "advanceSeconds": 3600 }""");
        string? after = (await _client.DescribeAsync("ins-linux001"))["Response.InstanceSet.0.LatestOperationState"];
        await _sandbox.PostAsync("/_sandbox/clock", """{ "skewSeconds": 400 }""");
        string? skewed = (await _client.DescribeAsync("ins-linux001"))["Response.Error.Code"];
        SandboxResponse dated = await _sandbox.GetAsync("/_sandbox/clock");
        await _sandbox.PostAsync("/_sandbox/clock", """{ "skewSeconds": 0 }""");
        string? straight = (await _client.DescribeAsync("ins-linux001"))["Response.Error.Code"];
        SandboxResponse backwards = await _sandbox.PostAsync("/_sandbox/clock", """{ "advanceSeconds": -1 }""");

        Assert.Equal(("OPERATING", "SUCCESS"), (before, after));
        Assert.Equal(_sandbox.Clock.GetUtcNow().AddHours(1), clock.Json.GetProperty("now").GetDateTimeOffset());
        Assert.Equal(("AuthFailure.SignatureExpire", null), (skewed, straight));
        Assert.Equal(400, backwards.Status);
        Assert.Equal(_sandbox.Clock.GetUtcNow().AddSeconds(400).ToString("R", CultureInfo.InvariantCulture), dated.Headers["Date"]);
    }

    [Fact]
    public async Task A_virtual_clock_stands_still()
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync(configure: options => options with { HasVirtualClock = true });
        DateTimeOffset start = sandbox.Server.State.Clock.Now;

        sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        DateTimeOffset still = sandbox.Server.State.Clock.Now;
        SandboxResponse signed = await new TencentTestClient(sandbox).DescribeAsync("ins-linux001");

        Assert.Equal(start, still);
        Assert.Null(signed["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("GET", "/_sandbox/nothing")]
    [InlineData("GET", "/")]
    [InlineData("POST", "/api/v2/vm")]
    public async Task What_is_not_there_is_not_found(string method, string path)
    {
        SandboxResponse response = await _sandbox.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(404, response.Status);
    }

    [Fact]
    public async Task Several_sandboxes_share_nothing()
    {
        await using SandboxFixture other = await SandboxFixture.StartAsync();
        await _client.ResetAsync("ins-linux001", Password);

        Assert.NotEqual(_sandbox.Server.BaseAddress, other.Server.BaseAddress);
        Assert.Equal(0, other.Server.State.Tencent.Instances.Find("ins-linux001")!.Executions);
        Assert.Equal(0, other.Server.Requests.Count);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_only()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("127.0.0.1", server.BaseAddress.Host);
    }
}
