using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class DcsTests : IAsyncLifetime
{
    private const string Old = "Sandbox-Dcs-1";
    private const string New = "Changed-Dcs-2";
    private const string Redis = "5a4db0c5-1111-4000-8000-000000000001";
    private const string Open = "5a4db0c5-1111-4000-8000-000000000002";
    private const string Memcached = "5a4db0c5-1111-4000-8000-000000000003";
    private const string Elsewhere = "5a4db0c5-1111-4000-8000-000000000005";
    private const string Special = "5a4db0c5-2222-4000-8000-000000000001";

    private SandboxFixture _sandbox = null!;
    private HuaweiTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        _client = new HuaweiTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("v2", "success")]
    [InlineData("v1.0", "Success")]
    public async Task A_change_takes_effect_at_once(string version, string result)
    {
        SandboxResponse response = await (_client with { Version = version }).ChangeAsync(Redis, Old, New);

        Assert.Equal((200, result, "Modify DCSInstance password success."), (response.Status, response["result"], response["message"]));
        Assert.Equal(("5", "0", "0"), (response["retry_times_left"], response["lock_time"], response["lock_time_left"]));
        Assert.Equal(JsonValueKind.String, response.Json.GetProperty("retry_times_left").ValueKind);
        Assert.Equal((New, 1), (Find(Redis).Passwords.Password, Find(Redis).Executions));
    }

    [Theory]
    [InlineData("v2", "locked")]
    [InlineData("v1.0", "Locked")]
    public async Task Five_wrong_passwords_lock_the_instance_for_five_minutes(string version, string lockedResult)
    {
        HuaweiTestClient client = _client with { Version = version };
        for (int left = 4; left >= 0; left--)
        {
            SandboxResponse wrong = await client.ChangeAsync(Redis, "wrong", New);
            Assert.Equal((200, "passwordFailed", left.ToString()), (wrong.Status, wrong["result"], wrong["retry_times_left"]));
            Assert.Equal(("5", "5"), (wrong["lock_time"], wrong["lock_time_left"]));
        }

        _sandbox.Clock.Advance(TimeSpan.FromSeconds(90));
        SandboxResponse locked = await client.ChangeAsync(Redis, Old, New);
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(210));
        SandboxResponse free = await client.ChangeAsync(Redis, "wrong", New);
        SandboxResponse changed = await client.ChangeAsync(Redis, Old, New);

        Assert.Equal((200, lockedResult, "0", "4"),
            (locked.Status, locked["result"], locked["retry_times_left"], locked["lock_time_left"]));
        Assert.Equal(("passwordFailed", "4"), (free["result"], free["retry_times_left"]));
        Assert.Equal("5", changed["retry_times_left"]);
    }

    [Fact]
    public async Task A_wrong_password_may_be_an_error_instead()
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { WrongPasswordIsError = true };

        SandboxResponse version2 = await _client.ChangeAsync(Redis, "wrong", New);
        SandboxResponse version1 = await (_client with { Version = "v1.0" }).ChangeAsync(Redis, "wrong", New);

        Assert.Equal((400, "DCS.4080"), (version2.Status, version2["error_code"]));
        Assert.Equal((400, "111400080"), (version1.Status, version1["error_code"]));
        Assert.Equal(3, Find(Redis).AttemptsLeft(_sandbox.Server.State.Clock.Now));
    }

    [Fact]
    public async Task A_change_may_fail_after_the_password_was_right()
    {
        Add(new DcsTemplate { ProjectId = HuaweiTestClient.Project, FailsWith = "The node does not response." });

        SandboxResponse response = await _client.ChangeAsync(Special, Old, New);

        Assert.Equal((200, "failed", "The node does not response."), (response.Status, response["result"], response["message"]));
        Assert.Equal(Old, Find(Special).Passwords.Password);
    }

    [Theory]
    [InlineData("Numbers", JsonValueKind.Number)]
    [InlineData("Nulls", JsonValueKind.Null)]
    public async Task Counters_may_be_numbers_or_null(string counters, JsonValueKind kind)
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { Counters = Enum.Parse<HuaweiCounters>(counters) };

        SandboxResponse response = await _client.ChangeAsync(Redis, Old, New);

        Assert.Equal(kind, response.Json.GetProperty("lock_time_left").ValueKind);
    }

    [Fact]
    public async Task A_reset_may_return_the_counters_only()
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { ResetReturnsCode = false };

        SandboxResponse response = await _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}"}""");

        Assert.Equal(
            (200, """{"lock_time":"0","lock_time_left":"0","retry_times_left":"5"}"""), (response.Status, response.Json.GetRawText()));
    }

    [Theory]
    [InlineData("Aa1aaaa", false, false)]
    [InlineData("Aa1aaaaa", true, true)]
    [InlineData("aaaaaaa1", false, false)]
    [InlineData("Aa1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false, true)]
    [InlineData("Aa1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false, false)]
    [InlineData("Aa1aaaa:", false, true)]
    [InlineData("Aa1aaaa%", false, false)]
    [InlineData("Aa1aaaa|", true, true)]
    [InlineData("Aa1 aaaa", false, false)]
    public async Task The_rules_of_a_password_differ_by_version(string password, bool inVersion2, bool inVersion1)
    {
        SandboxResponse version2 = await _client.ResetAsync(Redis, $$"""{"new_password":"{{password}}"}""");
        SandboxResponse version1 = await (_client with { Version = "v1.0" }).ChangeAsync(Elsewhere, Old, password);
        SandboxResponse version1Here =
            await (_client with { Version = "v1.0", ProjectId = HuaweiTestClient.OtherProject }).ChangeAsync(Elsewhere, Old, password);

        Assert.Equal(inVersion2 ? null : "DCS.4019", version2.Json.TryGetProperty("error_code", out _) ? version2["error_code"] : null);
        Assert.Equal((404, "111404022"), (version1.Status, version1["error_code"]));
        Assert.Equal(inVersion1 ? null : "111400019",
            version1Here.Json.TryGetProperty("error_code", out _) ? version1Here["error_code"] : null);
    }

    [Theory]
    [InlineData("Aa1aaaa%", true)]
    [InlineData("Aa1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public async Task The_rules_of_2020_are_an_option(string password, bool accepted)
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { PasswordRulesOf2020 = true };

        SandboxResponse response = await (_client with { Version = "v1.0" }).ChangeAsync(Redis, Old, password);

        Assert.Equal(accepted ? 200 : 400, response.Status);
    }

    [Fact]
    public async Task The_new_password_is_another_than_the_old_and_not_the_users_name()
    {
        SandboxResponse same = await _client.ChangeAsync(Redis, Old, Old);
        Add(new DcsTemplate { ProjectId = HuaweiTestClient.Project, AccessUser = "User-Name-1" });
        SandboxResponse name = await (_client with { Version = "v1.0" }).ChangeAsync(Special, Old, "User-Name-1");
        SandboxResponse reverse = await (_client with { Version = "v1.0" }).ChangeAsync(Special, Old, "1-emaN-resU");

        Assert.Equal(("DCS.4019", "111400019", "111400019"), (same["error_code"], name["error_code"], reverse["error_code"]));
    }

    [Fact]
    public async Task A_reset_needs_no_old_password_and_returns_constants()
    {
        SandboxResponse response = await _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}","no_password_access":false}""");

        Assert.Equal((200, "1", "success", "5", "0", "0"),
            (response.Status, response["code"], response["message"], response["retry_times_left"], response["lock_time"],
                response["lock_time_left"]));
        Assert.Equal(New, Find(Redis).Passwords.Password);
    }

    [Fact]
    public async Task A_reset_can_open_the_cache_and_close_it_again()
    {
        SandboxResponse opened = await _client.ResetAsync(Redis, """{"no_password_access":true}""");
        SandboxResponse shown = await _client.ShowAsync(Redis);
        SandboxResponse change = await _client.ChangeAsync(Redis, Old, New);
        SandboxResponse closed = await _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}"}""");

        Assert.Equal((200, "true", 200), (opened.Status, shown["no_password_access"], closed.Status));
        Assert.Equal((400, "DCS.4850"), (change.Status, change["error_code"]));
        Assert.False(Find(Redis).NoPasswordAccess);
    }

    [Theory]
    [InlineData(Redis, """{"new_password":"Changed-Dcs-2","no_password_access":true}""", "DCS.4849")]
    [InlineData(Redis, """{"new_password":"Changed-Dcs-2","no_password_access":"no"}""", "DCS.4843")]
    [InlineData(Redis, """{}""", "DCS.4845")]
    [InlineData(Redis, """{"new_password":7}""", "DCS.4845")]
    [InlineData(Redis, "", "DCS.4004")]
    [InlineData(Redis, "[]", "DCS.4005")]
    [InlineData(Redis, "not json", "DCS.4005")]
    [InlineData(Memcached, """{"new_password":"Changed-Dcs-2"}""", "DCS.4839")]
    [InlineData("not-a-uuid", """{"new_password":"Changed-Dcs-2"}""", "DCS.4061")]
    public async Task Every_rejection_of_a_reset_has_its_code(string id, string body, string code)
    {
        SandboxResponse response = await _client.ResetAsync(id, body);

        Assert.Equal((400, code), (response.Status, response["error_code"]));
    }

    [Theory]
    [InlineData("RUNNING", "BACKUPING", "DCS.4096")]
    [InlineData("RUNNING", "RESTORING", "DCS.4097")]
    [InlineData("RUNNING", "RESTARTING", "DCS.4111")]
    [InlineData("RUNNING", "EXTENDING", "DCS.4113")]
    [InlineData("RUNNING", "CONFIGURING", "DCS.4114")]
    [InlineData("RUNNING", "CHANGING_PASSWORD", "DCS.4115")]
    [InlineData("RUNNING", "UPGRADING", "DCS.4116")]
    [InlineData("RUNNING", "ROLLBACKING", "DCS.4117")]
    [InlineData("RUNNING", "CREATING", "DCS.4118")]
    [InlineData("RUNNING", "FREEZING", "DCS.4120")]
    [InlineData("RUNNING", "RESETTING_PASSWORD", "DCS.4121")]
    [InlineData("RUNNING", "SOMETHING_ELSE", "DCS.4017")]
    [InlineData("CREATING", null, "DCS.4118")]
    [InlineData("RESTARTING", null, "DCS.4111")]
    [InlineData("EXTENDING", null, "DCS.4113")]
    [InlineData("RESTORING", null, "DCS.4097")]
    [InlineData("FROZEN", null, "DCS.4026")]
    [InlineData("FLUSHING", null, "DCS.4026")]
    [InlineData("CREATEFAILED", null, "DCS.4026")]
    [InlineData("ERROR", null, "DCS.4049")]
    public async Task Every_status_and_task_has_its_code_in_both_versions(string status, string? task, string code)
    {
        Add(new DcsTemplate { ProjectId = HuaweiTestClient.Project, Status = status, Task = task });

        SandboxResponse change = await _client.ChangeAsync(Special, Old, New);
        SandboxResponse reset = await _client.ResetAsync(Special, $$"""{"new_password":"{{New}}"}""");
        SandboxResponse version1 = await (_client with { Version = "v1.0" }).ChangeAsync(Special, Old, New);

        Assert.Equal((400, code), (change.Status, change["error_code"]));
        Assert.Equal((400, code), (reset.Status, reset["error_code"]));
        Assert.Equal("111400" + code[5..], version1["error_code"]);
    }

    [Fact]
    public async Task Other_rejections_of_a_change_have_their_codes()
    {
        Add(new DcsTemplate { ProjectId = HuaweiTestClient.Project, Refuses = "DCS.4975" });

        await ExpectAsync(400, "DCS.4850", _client.ChangeAsync(Open, Old, New));
        await ExpectAsync(400, "DCS.4975", _client.ChangeAsync(Special, Old, New));
        await ExpectAsync(404, "DCS.3022", _client.ChangeAsync("5a4db0c5-9999-4000-8000-000000000001", Old, New));
        await ExpectAsync(404, "DCS.3022", _client.ChangeAsync(Elsewhere, Old, New));
        await ExpectAsync(400, "DCS.4845",
            _client.CallAsync(HttpMethod.Put, $"/v2/{HuaweiTestClient.Project}/instances/{Redis}/password", "{}"));
    }

    [Theory]
    [InlineData("Flat", "error_code")]
    [InlineData("Nested", "error.code")]
    [InlineData("Old", "code")]
    public async Task An_error_has_one_of_three_shapes(string shape, string path)
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { ErrorShape = Enum.Parse<HuaweiErrorShape>(shape) };

        SandboxResponse response = await _client.ChangeAsync(Open, Old, New);

        Assert.Equal("DCS.4850", response[path]);
    }

    [Fact]
    public async Task A_lock_blocks_a_reset_only_by_option()
    {
        for (int i = 0; i < 5; i++)
        {
            await _client.ChangeAsync(Redis, "wrong", New);
        }

        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { LockBlocksReset = true };
        SandboxResponse blocked = await _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}"}""");
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions();
        SandboxResponse free = await _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}"}""");

        Assert.Equal((400, "DCS.4026", 200), (blocked.Status, blocked["error_code"], free.Status));
    }

    [Fact]
    public async Task A_cloud_without_version_2_returns_not_published_and_has_version_1()
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { HasVersion2 = false };

        await ExpectAsync(404, "APIGW.0101", _client.ChangeAsync(Redis, Old, New));
        await ExpectAsync(404, "APIGW.0101", _client.ResetAsync(Redis, $$"""{"new_password":"{{New}}"}"""));
        Assert.Equal("Success", (await (_client with { Version = "v1.0" }).ChangeAsync(Redis, Old, New))["result"]);
    }

    [Fact]
    public async Task An_instance_is_shown_and_listed()
    {
        SandboxResponse shown = await _client.ShowAsync(Memcached);
        SandboxResponse listed = await _client.CallAsync(HttpMethod.Get,
            $"/v2/{HuaweiTestClient.Project}/instances?limit=2&offset=1&status=RUNNING");
        SandboxResponse wrong = await _client.CallAsync(HttpMethod.Get, $"/v2/{HuaweiTestClient.Project}/instances?limit=1001");

        Assert.Equal(("RUNNING", "Memcached", "false", "cacheuser"),
            (shown["status"], shown["engine"], shown["no_password_access"], shown["access_user"]));
        Assert.Equal(("4", Open, 2),
            (listed["instance_num"], listed["instances.0.instance_id"], listed.Json.GetProperty("instances").GetArrayLength()));
        Assert.Equal((400, "DCS.4800"), (wrong.Status, wrong["error_code"]));
    }

    private DcsInstance Find(string id) => _sandbox.Server.State.Huawei.Instances.Find(id)!;

    private void Add(DcsTemplate template) => _sandbox.Server.State.Huawei.Instances.Add(Special, new DcsInstance(Special, template));

    private static async Task ExpectAsync(int status, string code, Task<SandboxResponse> call)
    {
        SandboxResponse response = await call;

        Assert.Equal((status, code), (response.Status, response["error_code"]));
    }
}
