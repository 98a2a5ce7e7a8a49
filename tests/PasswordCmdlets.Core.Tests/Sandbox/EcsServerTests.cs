using System;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class EcsServerTests : IAsyncLifetime
{
    private const string Good = "Correct-Horse-7";
    private const string Running = "616fb98f-1111-4000-8000-000000000001";
    private const string Stopped = "616fb98f-1111-4000-8000-000000000003";
    private const string Bare = "616fb98f-1111-4000-8000-000000000004";
    private const string Stubborn = "616fb98f-1111-4000-8000-000000000005";
    private const string Elsewhere = "616fb98f-1111-4000-8000-000000000006";
    private const string Unknown = "616fb98f-9999-4000-8000-000000000001";

    private SandboxFixture _sandbox = null!;
    private HuaweiTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { RestartMilliseconds = 10_000 };
        _client = new HuaweiTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_password_is_in_force_after_a_restart_and_not_before()
    {
        SandboxResponse reset = await ResetAsync(Running, Good);
        bool before = Logs(Running);
        string job = (await ActAsync("reboot", Running))["job_id"]!;
        SandboxResponse during = await ShowJobAsync(job);
        bool meanwhile = Logs(Running);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        SandboxResponse after = await ShowJobAsync(job);

        Assert.Equal((204, "RUNNING", "SUCCESS"), (reset.Status, during["status"], after["status"]));
        Assert.Equal((false, false, true), (before, meanwhile, Logs(Running)));
        Assert.Equal((1, 0), (Find(Running).Restarts, Find(Running).PowerOffs));
    }

    [Fact]
    public async Task A_stopped_server_takes_a_password_with_its_next_start_and_no_restart()
    {
        await ResetAsync(Stopped, Good);

        Assert.Equal("Ecs.0100", (await ActAsync("reboot", Stopped))["error.code"]);
        Assert.NotNull((await ActAsync("os-start", Stopped))["job_id"]);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Logs(Stopped));
    }

    [Fact]
    public async Task A_soft_restart_may_fail_where_a_hard_one_does_not()
    {
        string soft = (await ActAsync("reboot", Stubborn))["job_id"]!;
        string hard = (await ActAsync("reboot", Stubborn, "HARD"))["job_id"]!;
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(10));
        SandboxResponse failed = await ShowJobAsync(soft);

        Assert.Equal(("FAIL", "The guest did not shut down."), (failed["status"], failed["fail_reason"]));
        Assert.Equal("SUCCESS", (await ShowJobAsync(hard))["status"]);
        Assert.Equal((1, 1), (Find(Stubborn).Restarts, Find(Stubborn).PowerOffs));
    }

    [Theory]
    [InlineData("Aa1aaaa", "Ecs.0011")]
    [InlineData("Aa1aaaaa", null)]
    [InlineData("Aa1aaaaaaaaaaaaaaaaaaaaaaa", null)]
    [InlineData("Aa1aaaaaaaaaaaaaaaaaaaaaaaa", "Ecs.0011")]
    [InlineData("aaaaaaa1", "Ecs.0011")]
    [InlineData("Aa1aaaa#", "Ecs.0011")]
    [InlineData("Aa1aroot", "Ecs.0011")]
    [InlineData("Aa1atoor", "Ecs.0011")]
    [InlineData("Aa1Admaa", "Ecs.0011")]
    [InlineData("Aa1ADMaa", null)]
    public async Task A_password_is_checked_where_that_is_asked_for_and_in_every_batch(string password, string? code)
    {
        SandboxResponse asked = await ResetAsync(Running, password);
        SandboxResponse unasked = await ResetAsync(Running, password, check: false);
        SandboxResponse batch = await BatchAsync(password, Running);

        Assert.Equal((code, null, code), (Code(asked), Code(unasked), Code(batch)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_says_of_each_server_why_it_rejects_the_password(bool showsAccepted)
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { BatchShowsAccepted = showsAccepted };

        SandboxResponse response = await BatchAsync(Good, Running, Bare);

        Assert.Equal((400, "Ecs.0611"), (response.Status, response["error.code"]));
        Assert.Equal((Bare, "Ecs.0613"), (response["internalError.0.id"], response["internalError.0.error_code"]));
        Assert.Equal(showsAccepted ? Running : null, response["response.0.id"]);
        Assert.Equal((1, 0), (Find(Running).Executions, Find(Bare).Executions));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        SandboxResponse response = await _client.CallAsync(
            HttpMethod.Put,
            $"/v1/{HuaweiTestClient.Project}/cloudservers/os-reset-passwords",
            $$"""{"new_password":"{{Good}}","dry_run":true,"servers":[{"id":"{{Running}}"}]}""");

        Assert.Equal((200, Running, 0), (response.Status, response["response.0.id"], Find(Running).Executions));
    }

    [Fact]
    public async Task The_list_of_version_1_has_user_data_and_unknown_ids_and_that_of_version_11_neither()
    {
        SandboxResponse one = await ListAsync("v1", $"server_id={Running}%2C{Unknown}");
        SandboxResponse eleven = await ListAsync("v1.1", $"expect-fields=locked%2Cmetadata&id={Running}");

        Assert.Equal(("ACTIVE", "Linux"), (one["servers.0.status"], one["servers.0.metadata.os_type"]));
        Assert.NotNull(one["servers.0.OS-EXT-SRV-ATTR:user_data"]);
        Assert.Equal((null, "Instance could not be found."), (one["servers.1.status"], one["servers.1.fault.message"]));
        Assert.Equal(("ACTIVE", "normal"), (eleven["servers.0.status"], eleven["servers.0.metadata.EcmResStatus"]));
        Assert.Null(eleven["servers.0.OS-EXT-SRV-ATTR:user_data"]);
    }

    [Fact]
    public async Task The_list_of_version_1_shows_no_more_ids_than_its_limit()
    {
        SandboxResponse first = await ListAsync("v1", $"server_id={Running}%2C{Stopped}&limit=1");
        SandboxResponse second = await ListAsync("v1", $"server_id={Running}%2C{Stopped}&limit=1&offset=2");

        Assert.Equal((Running, null), (first["servers.0.id"], first["servers.1.id"]));
        Assert.Equal((Stopped, null), (second["servers.0.id"], second["servers.1.id"]));
    }

    [Fact]
    public async Task A_server_of_another_project_does_not_exist()
    {
        Assert.Equal("Ecs.0614", (await ResetAsync(Elsewhere, Good))["error.code"]);
        Assert.Null((await ListAsync("v1.1", $"id={Elsewhere}"))["servers.0.id"]);
    }

    [Theory]
    [InlineData(Running, "True")]
    [InlineData(Bare, "False")]
    public async Task The_flag_of_the_plug_in_is_a_text(string id, string flag)
    {
        SandboxResponse response = await _client.CallAsync(
            HttpMethod.Get, $"/v1/{HuaweiTestClient.Project}/cloudservers/{id}/os-resetpwd-flag");

        Assert.Equal(flag, response["resetpwd_flag"]);
    }

    private static string? Code(SandboxResponse response) => response.Status == 204 ? null : response["error.code"];

    private EcsServer Find(string id) => _sandbox.Server.State.Huawei.Servers.Peek(id)!;

    private bool Logs(string id) => Find(id).Accepts(null, Good, _sandbox.Server.State.Clock.Now);

    private Task<SandboxResponse> ResetAsync(string id, string password, bool check = true) => _client.CallAsync(
        HttpMethod.Put,
        $"/v1/{HuaweiTestClient.Project}/cloudservers/{id}/os-reset-password",
        $$"""{"reset-password":{"new_password":"{{password}}","is_check_password":{{(check ? "true" : "false")}}} }""");

    private Task<SandboxResponse> BatchAsync(string password, params string[] ids)
    {
        string servers = string.Join(',', Array.ConvertAll(ids, static id => "{\"id\":\"" + id + "\"}"));
        return _client.CallAsync(
            HttpMethod.Put,
            $"/v1/{HuaweiTestClient.Project}/cloudservers/os-reset-passwords",
            $$"""{"new_password":"{{password}}","servers":[{{servers}}]}""");
    }

    private Task<SandboxResponse> ActAsync(string action, string id, string type = "SOFT") => _client.CallAsync(
        HttpMethod.Post,
        $"/v1/{HuaweiTestClient.Project}/cloudservers/action",
        $$"""{"{{action}}":{"type":"{{type}}","servers":[{"id":"{{id}}"}]} }""");

    private Task<SandboxResponse> ShowJobAsync(string job) =>
        _client.CallAsync(HttpMethod.Get, $"/v1/{HuaweiTestClient.Project}/jobs/{job}");

    private Task<SandboxResponse> ListAsync(string version, string query) =>
        _client.CallAsync(HttpMethod.Get, $"/{version}/{HuaweiTestClient.Project}/cloudservers/detail?{query}");
}
