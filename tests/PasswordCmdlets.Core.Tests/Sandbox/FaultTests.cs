using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Requests;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class FaultTests : IAsyncLifetime
{
    private const string Instance = "ins-linux001";
    private const string Password = "Correct-Horse-7";

    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_reset_fault_closes_the_connection_before_the_request_or_before_the_response(bool afterCommit, int executions)
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Reset, AfterCommit = afterCommit });

        HttpRequestException exception = await Assert.ThrowsAsync<HttpRequestException>(() => _client.ResetAsync(Instance, Password));

        Assert.Equal(SocketError.ConnectionReset, SocketErrorOf(exception));
        Assert.Equal(executions, Executions);
        RequestLogEntry entry = Assert.Single(_sandbox.Server.Requests.Entries);
        Assert.Equal((FaultKind.Reset, 0, afterCommit), (entry.Fault, entry.Status, entry.Executed));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_hanging_request_has_no_response(bool afterCommit, int executions)
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Hang, AfterCommit = afterCommit });
        using CancellationTokenSource leave = new();

        Task<SandboxResponse> call = _sandbox.SendAndLeaveAsync(
            _client.Request("ResetInstancesPassword", $$"""{"InstanceIds":["{{Instance}}"],"Password":"{{Password}}"}"""), leave.Token);
        await UntilAsync(() => _sandbox.Server.Requests.Count == 1 && Executions == executions);
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await UntilAsync(() => _sandbox.Server.Requests.Entries[0].IsFinished);
        Assert.Equal(executions, Executions);
    }

    [Fact]
    public async Task A_sandbox_stops_although_a_call_hangs()
    {
        await using SandboxFixture sandbox = await SandboxFixture.StartAsync();
        sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Hang });
        Task<SandboxResponse> call = new TencentTestClient(sandbox).DescribeAsync(Instance);
        await UntilAsync(() => sandbox.Server.Requests.Count == 1);

        await sandbox.Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(502, "ServiceUnavailable")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_server_error_has_the_providers_body(int status, string code)
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Status = status });

        SandboxResponse response = await _client.ResetAsync(Instance, Password);

        Assert.Equal((status, code, 0), (response.Status, response["Response.Error.Code"], Executions));
    }

    [Fact]
    public async Task A_server_error_can_come_after_the_work_is_done()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, AfterCommit = true });

        SandboxResponse response = await _client.ResetAsync(Instance, Password);

        Assert.Equal((500, 1), (response.Status, Executions));
    }

    [Fact]
    public async Task A_gateway_error_has_no_body_of_the_provider()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.GatewayError, Status = 429, First = 1, RetryAfterMilliseconds = 2500 });
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.GatewayError });

        SandboxResponse hinted = await _client.ResetAsync(Instance, Password);
        SandboxResponse plain = await _client.ResetAsync(Instance, Password);

        Assert.Equal((429, "", "3"), (hinted.Status, hinted.Text, hinted.Headers["Retry-After"]));
        Assert.Equal((503, "", false, 0), (plain.Status, plain.Text, plain.Headers.ContainsKey("Retry-After"), Executions));
    }

    [Fact]
    public async Task Html_comes_where_json_is_expected()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Html, Status = 200 });

        SandboxResponse response = await _client.ResetAsync(Instance, Password);

        Assert.Equal((200, "text/html"), (response.Status, response.ContentType));
        Assert.StartsWith("<html>", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_can_have_further_headers()
    {
        _sandbox.Server.Faults.Add(new FaultRule
        {
            Kind = FaultKind.Html,
            Status = 403,
            Headers = new Dictionary<string, string> { ["cf-mitigated"] = "challenge" },
        });

        SandboxResponse response = await _client.ResetAsync(Instance, Password);

        Assert.Equal((403, "challenge", 0), (response.Status, response.Headers["cf-mitigated"], Executions));
    }

    [Fact]
    public async Task A_truncated_response_is_not_JSON_and_its_request_is_executed()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Truncate });

        SandboxResponse response = await _client.ResetAsync(Instance, Password);

        Assert.ThrowsAny<JsonException>(() => response.Json);
        Assert.Equal(1, Executions);
    }

    [Fact]
    public async Task A_slow_body_trickles_and_is_whole_in_the_end()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.SlowBody, DelayMilliseconds = 1000 });

        Task<SandboxResponse> call = _client.DescribeAsync(Instance);
        int pauses = 0;
        for (; pauses < 8; pauses++)
        {
            await _sandbox.Wire.WhenTimersAsync(1);
            Assert.False(call.IsCompleted);
            _sandbox.Wire.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(Instance, (await call)["Response.InstanceSet.0.InstanceId"]);
    }

    [Fact]
    public async Task A_delay_comes_before_the_work()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Delay, DelayMilliseconds = 5000 });

        Task<SandboxResponse> call = _client.ResetAsync(Instance, Password);
        await _sandbox.Wire.WhenTimersAsync(1);
        int before = Executions;
        _sandbox.Wire.Advance(TimeSpan.FromSeconds(5));
        SandboxResponse response = await call;

        Assert.Equal((0, 1), (before, Executions));
        Assert.Null(response["Response.Error.Code"]);
    }

    [Fact]
    public async Task A_throttle_is_the_providers_own_with_a_hint_only_when_asked()
    {
        _sandbox.Server.Faults.Add(
            new FaultRule { Kind = FaultKind.Throttle, Provider = Cloud.Tencent, First = 1, RetryAfterMilliseconds = 1500 });
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Throttle });

        SandboxResponse hinted = await _client.ResetAsync(Instance, Password);
        SandboxResponse silent = await _client.ResetAsync(Instance, Password);
        SandboxResponse zenlayer = await new ZenlayerTestClient(_sandbox).ResetAsync("1341431445241233", "Horse~12345");

        Assert.Equal((200, "RequestLimitExceeded", "2"), (hinted.Status, hinted["Response.Error.Code"], hinted.Headers["Retry-After"]));
        Assert.Equal((200, "RequestLimitExceeded", false),
            (silent.Status, silent["Response.Error.Code"], silent.Headers.ContainsKey("Retry-After")));
        Assert.Equal((429, "REQUEST_LIMIT_EXCEEDED"), (zenlayer.Status, zenlayer["code"]));
        Assert.Equal(0, Executions);
    }

    [Fact]
    public async Task A_rejection_has_the_configured_code()
    {
        _sandbox.Server.Faults.Add(
            new FaultRule { Kind = FaultKind.Refuse, Code = "OperationDenied.InstanceOperationInProgress", Message = "busy" });
        _sandbox.Server.Faults.Add(
            new FaultRule { Kind = FaultKind.Refuse, Provider = Cloud.Zenlayer, Code = "OPERATION_FAILED_RESOURCE_NOT_FOUND" });

        SandboxResponse tencent = await _client.ResetAsync(Instance, Password);
        _sandbox.Server.Faults.Remove(1);
        SandboxResponse zenlayer = await new ZenlayerTestClient(_sandbox).ResetAsync("1341431445241233", "Horse~12345");

        Assert.Equal(("OperationDenied.InstanceOperationInProgress", "busy"),
            (tencent["Response.Error.Code"], tencent["Response.Error.Message"]));
        Assert.Equal((404, "OPERATION_FAILED_RESOURCE_NOT_FOUND"), (zenlayer.Status, zenlayer["code"]));
    }

    [Fact]
    public async Task Selectors_pick_the_calls()
    {
        FaultRule refusal = new() { Kind = FaultKind.Refuse, Code = "X" };
        await ExpectAsync("X", refusal with { Provider = Cloud.Tencent });
        await ExpectAsync(null, refusal with { Provider = Cloud.Zenlayer });
        await ExpectAsync("X", refusal with { Action = "DescribeInstances" });
        await ExpectAsync(null, refusal with { Action = "ResetInstancesPassword" });
        await ExpectAsync("X", refusal with { Region = "ap-guangzhou" });
        await ExpectAsync(null, refusal with { Region = "ap-shanghai" });
        await ExpectAsync("X", refusal with { TargetId = Instance });
        await ExpectAsync(null, refusal with { TargetId = "ins-linux002" });
        await ExpectAsync("X", refusal with { AccessKeyId = "sandbox-tencent-id" });
        await ExpectAsync(null, refusal with { AccessKeyId = "another" });
    }

    [Fact]
    public async Task Counts_pick_the_calls()
    {
        FaultRule refusal = new() { Kind = FaultKind.Refuse, Code = "X" };

        Assert.Equal("XX......", await PatternAsync(refusal with { First = 2 }));
        Assert.Equal("..XX....", await PatternAsync(refusal with { After = 2, First = 2 }));
        Assert.Equal("...XXXXX", await PatternAsync(refusal with { After = 3 }));
        Assert.Equal("..X..X..", await PatternAsync(refusal with { Every = 3 }));
        Assert.Equal(".X.X....", await PatternAsync(refusal with { Every = 2, First = 4 }));
        Assert.Equal("XXXXXXXX", await PatternAsync(refusal with { Probability = 1 }));
        Assert.Equal("........", await PatternAsync(refusal with { Probability = 0 }));
        string chance = await PatternAsync(refusal with { Probability = 0.5, Seed = 7 });
        Assert.Equal(chance, await PatternAsync(refusal with { Probability = 0.5, Seed = 7 }));
        Assert.Contains('X', chance);
        Assert.Contains('.', chance);
    }

    [Fact]
    public void A_probability_is_met_in_the_long_run()
    {
        FaultRule rule = new() { Kind = FaultKind.Throttle, Probability = 0.1 };

        Assert.InRange(Enumerable.Range(1, 100_000).Count(rule.Hits), 9_500, 10_500);
    }

    [Fact]
    public async Task Counting_per_target_hits_every_target_once()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Refuse, Code = "X", First = 1, CountPerTarget = true });

        string? first = (await _client.DescribeAsync("ins-linux001"))["Response.Error.Code"];
        string? other = (await _client.DescribeAsync("ins-linux002"))["Response.Error.Code"];
        string? again = (await _client.DescribeAsync("ins-linux001"))["Response.Error.Code"];

        Assert.Equal(("X", "X", null), (first, other, again));
    }

    [Fact]
    public async Task An_unsigned_call_is_rejected_before_any_fault()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Throttle });

        SandboxResponse response = await (_client with { SecretKey = "wrong" }).ResetAsync(Instance, Password);

        Assert.Equal("AuthFailure.SignatureFailure", response["Response.Error.Code"]);
        Assert.Equal(0, _sandbox.Server.Faults.Active[0].Met);
    }

    [Theory]
    [InlineData("""{ "kind": "refuse" }""")]
    [InlineData("""{ "kind": "delay" }""")]
    [InlineData("""{ "kind": "serverError", "status": 404 }""")]
    [InlineData("""{ "kind": "throttle", "afterCommit": true }""")]
    [InlineData("""{ "kind": "throttle", "probability": 2 }""")]
    [InlineData("""{ "kind": "throttle", "every": 0 }""")]
    [InlineData("""{ "kind": "throttle", "color": "red" }""")]
    [InlineData("""{ "kind": "explode" }""")]
    public async Task A_fault_that_contradicts_itself_is_not_set(string json)
    {
        SandboxResponse response = await _sandbox.PostAsync("/_sandbox/faults", json);

        Assert.Equal(400, response.Status);
        Assert.NotNull(response["error"]);
        Assert.Empty(_sandbox.Server.Faults.Active);
    }

    private int Executions => _sandbox.Server.State.Tencent.Instances.Find(Instance)!.Executions;

    private static SocketError? SocketErrorOf(Exception? exception) => exception switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        _ => SocketErrorOf(exception.InnerException),
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch patience = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
            await Task.Yield();
        }
    }

    private async Task ExpectAsync(string? code, FaultRule rule)
    {
        _sandbox.Server.Faults.Clear();
        _sandbox.Server.Faults.Add(rule);

        Assert.Equal(code, (await _client.DescribeAsync(Instance))["Response.Error.Code"]);
    }

    private async Task<string> PatternAsync(FaultRule rule)
    {
        _sandbox.Server.Faults.Clear();
        _sandbox.Server.Faults.Add(rule);
        string pattern = "";
        for (int i = 0; i < 8; i++)
        {
            pattern += (await _client.DescribeAsync(Instance))["Response.Error.Code"] ?? ".";
        }

        return pattern;
    }
}
