using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Providers.Tencent.Lighthouse;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Tencent;

public sealed class LighthouseResetOperationTests
{
    private const string Password = "Brand-New-Pass-7";
    private const string Reset = "ResetInstancesPassword";
    private const string Describe = "DescribeInstances";
    private const string DescribeDenied = "DescribeInstancesDeniedActions";

    private const string Seed = """
        {
          "accessKeys": [
            { "provider": "tencent", "id": "key", "secret": "secret" },
            { "provider": "tencent", "id": "blind", "secret": "secret", "deniedActions": ["DescribeInstances"] },
            { "provider": "tencent", "id": "half", "secret": "secret", "deniedActions": ["DescribeInstancesDeniedActions"] }
          ],
          "tencent": {
            "lighthouseInstances": [
              { "id": "lhins-stopped1", "region": "ap-guangzhou" },
              { "id": "lhins-stopped2", "region": "ap-guangzhou" },
              { "id": "lhins-running1", "region": "ap-guangzhou", "state": "RUNNING" },
              { "id": "lhins-stayoff1", "region": "ap-guangzhou", "state": "RUNNING", "staysOff": true },
              { "id": "lhins-rescue01", "region": "ap-guangzhou", "state": "RESCUE_MODE" },
              { "id": "lhins-working1", "region": "ap-guangzhou", "operationInProgress": "ResizeDisk" },
              { "id": "lhins-denying1", "region": "ap-guangzhou", "refuses": "UnsupportedOperation.InvalidInstanceState" },
              { "id": "lhins-windows1", "region": "ap-guangzhou", "osName": "Windows Server 2022" }
            ]
          }
        }
        """;

    [Fact]
    public void A_reset_is_sent_without_a_flag_to_shut_down()
    {
        using SecretText password = new(Password.AsSpan());
        using WireRequest request = LighthouseRequests.ResetInstancesPassword(
            new Uri("https://lighthouse.tencentcloudapi.com"), "ap-guangzhou", [Work("lhins-a"), Work("lhins-b")], "ubuntu", password);

        Assert.Equal("""{"InstanceIds":["lhins-a","lhins-b"],"Password":"Brand-New-Pass-7","UserName":"ubuntu"}""", BodyOf(request));
        Assert.Contains(request.Headers, static header => header is { Key: "X-TC-Version", Value: "2020-03-24" });
        Assert.Contains(request.Headers, static header => header is { Key: "X-TC-Region", Value: "ap-guangzhou" });
    }

    [Fact]
    public void A_describe_call_asks_for_all_of_a_batch()
    {
        using WireRequest request =
            LighthouseRequests.DescribeInstances(new Uri("https://lighthouse.tencentcloudapi.com"), "ap-guangzhou", ["lhins-a"]);

        Assert.Equal("""{"InstanceIds":["lhins-a"],"Limit":100}""", BodyOf(request));
    }

    [Theory]
    [InlineData("WINDOWS", true)]
    [InlineData("LINUX_UNIX", false)]
    [InlineData("OTHER", null)]
    public void The_platform_type_tells_the_operating_system(string platform, bool? isWindows)
    {
        ProviderReply reply = LighthouseResponses.ReadInstances(Wire.Response(
            200,
            $$$"""
            {"Response":{"RequestId":"r","InstanceSet":[{"InstanceId":"lhins-a","InstanceState":"STOPPED","PlatformType":"{{{platform}}}",
            "LatestOperation":"ResetInstancesPassword","LatestOperationState":"SUCCESS","LatestOperationRequestId":"q"}]}}
            """));

        DescribedInstance instance = Assert.IsType<DescribedInstances>(reply.Content).Instances["lhins-a"];
        Assert.Equal(("STOPPED", isWindows, "SUCCESS", "q"),
            (instance.State, instance.IsWindows, instance.OperationState, instance.OperationRequestId));
    }

    [Theory]
    [InlineData("""{"Response":{"RequestId":"r"}}""")]
    [InlineData("""{"Response":{"RequestId":"r","InstanceSet":null,"InstanceDeniedActionSet":null}}""")]
    public void A_response_without_its_list_shows_nothing(string body)
    {
        Assert.Null(LighthouseResponses.ReadInstances(Wire.Response(200, body)).Content);
        Assert.Null(CvmResponses.ReadInstances(Wire.Response(200, body)).Content);
        Assert.Null(LighthouseResponses.ReadDeniedActions(Wire.Response(200, body)).Content);
    }

    [Theory]
    [InlineData("""{"InstanceId":"lhins-a","DeniedActions":[{"Action":"ResetInstancesPassword","Code":"X.Y","Message":"No."}]}""", "X.Y")]
    [InlineData("""{"InstanceId":"lhins-a","DeniedActions":[{"Action":"StopInstances","Code":"X.Y","Message":"No."}]}""", null)]
    [InlineData("""{"InstanceId":"lhins-a","DeniedActions":[]}""", null)]
    [InlineData("""{"InstanceId":"lhins-a","DeniedActions":null}""", null)]
    [InlineData("""{"DeniedActions":[{"Action":"ResetInstancesPassword"}]}""", null)]
    public void Only_a_denied_reset_counts(string instance, string? code)
    {
        ProviderReply reply = LighthouseResponses.ReadDeniedActions(
            Wire.Response(200, "{\"Response\":{\"RequestId\":\"r\",\"InstanceDeniedActionSet\":[" + instance + "]}}"));

        Assert.Equal(code, Assert.IsType<DescribedInstances>(reply.Content).Instances.GetValueOrDefault("lhins-a")?.DenialCode);
    }

    [Theory]
    [InlineData("lhins-running1", ErrorIds.TargetStateInvalid)]
    [InlineData("lhins-rescue01", ErrorIds.TargetStateInvalid)]
    [InlineData("lhins-working1", ErrorIds.TargetBusy)]
    [InlineData("lhins-denying1", ErrorIds.TargetStateInvalid)]
    [InlineData("lhins-nowhere1", ErrorIds.TargetNotFound)]
    public async Task What_a_describe_call_rules_out_is_not_sent_and_costs_the_others_nothing(string bad, string errorId)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = Run(world, "key", new LighthouseResetOperation(), bad, "lhins-stopped1");

        Assert.Equal((ChangeStatus.Failed, errorId), (results[bad].Status, results[bad].ErrorId));
        Assert.Equal(ChangeStatus.Accepted, results["lhins-stopped1"].Status);
        Assert.Equal((1, 0), (world.Arrived(Reset), world.Sandbox.State.Tencent.LighthouseInstances.Peek(bad)?.Executions ?? 0));
    }

    [Fact]
    public async Task A_denial_is_reported_with_the_code_and_the_words_of_the_provider()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        TargetResult result = Run(world, "key", new LighthouseResetOperation(), "lhins-denying1")["lhins-denying1"];

        Assert.Equal("UnsupportedOperation.InvalidInstanceState", result.ErrorCode);
        Assert.Contains("The instance status does not support this operation.", result.Message, StringComparison.Ordinal);
        Assert.Equal(0, world.Arrived(Reset));
    }

    [Fact]
    public async Task Without_the_permission_to_see_denials_the_provider_decides()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results =
            Run(world, "half", new LighthouseResetOperation(), "lhins-denying1", "lhins-stopped1");

        Assert.Equal(("UnsupportedOperation.InvalidInstanceState", ErrorIds.TargetStateInvalid),
            (results["lhins-denying1"].ErrorCode, results["lhins-denying1"].ErrorId));
        Assert.Equal(ChangeStatus.Accepted, results["lhins-stopped1"].Status);
        Assert.Equal(1, world.Arrived(DescribeDenied));
    }

    [Fact]
    public async Task Without_the_permission_to_describe_nothing_is_sent()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results =
            Run(world, "blind", new LighthouseResetOperation(), "lhins-stopped1", "lhins-running1");

        Assert.All(results.Values, static result =>
        {
            Assert.Equal((ChangeStatus.Failed, ErrorIds.AccessDenied), (result.Status, result.ErrorId));
            Assert.Contains("Grant lighthouse:DescribeInstances to the caller.", result.Message, StringComparison.Ordinal);
            Assert.Contains("-Force", result.Message, StringComparison.Ordinal);
        });
        Assert.Equal((0, 1), (world.Arrived(Reset), world.Arrived(Describe)));
    }

    [Fact]
    public async Task Where_the_shutdown_is_permitted_nothing_needs_to_be_described()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = Run(
            world, "blind", new LighthouseResetOperation { PermitsShutdown = true }, "lhins-stopped1", "lhins-running1");

        Assert.All(results.Values, static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
        Assert.Equal(1, world.Sandbox.State.Tencent.LighthouseInstances.Peek("lhins-running1")!.Shutdowns);
    }

    [Fact]
    public async Task A_wrong_key_stops_the_account_at_the_describe_call()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = Run(world, "stranger", new LighthouseResetOperation(), "lhins-stopped1");

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AuthenticationFailed),
            (results["lhins-stopped1"].Status, results["lhins-stopped1"].ErrorId));
        Assert.Equal(0, world.Arrived(Reset));
    }

    [Theory]
    [InlineData("lhins-running1", "shut down for it and is now RUNNING")]
    [InlineData("lhins-stayoff1", "shut down for it and is now STOPPED")]
    [InlineData("lhins-stopped1", "The password was reset.")]
    public async Task A_completed_reset_reports_the_state_that_was_seen(string id, string message)
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);
        world.Options = world.Options with { Wait = true };

        TargetResult result = Run(world, "key", new LighthouseResetOperation { PermitsShutdown = true }, id)[id];

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Windows_rule_holds_where_the_instance_turns_out_to_be_Windows()
    {
        await using EngineWorld world = await EngineWorld.StartAsync(Seed);

        IReadOnlyDictionary<string, TargetResult> results = world.Change(
            world.Session(TencentProvider.Descriptor), new LighthouseResetOperation(), "Elevenchar1",
            [Target("lhins-windows1"), Target("lhins-stopped1")]);

        Assert.Equal(ErrorIds.PasswordPolicyViolation, results["lhins-windows1"].ErrorId);
        Assert.Equal(ChangeStatus.Accepted, results["lhins-stopped1"].Status);
    }

    [Fact]
    public void One_service_that_may_not_be_described_leaves_the_other_alone()
    {
        ScriptedServer server =
            new(static call => call.Headers["X-TC-Version"] == CvmContracts.Version && ScriptedTencent.Action(call) == Describe
                ? ScriptedTencent.Error("AuthFailure.UnauthorizedOperation")
                : ScriptedTencent.Response(call));
        using RunDriver driver = new(server);
        using SecretText secret = new(Password.AsSpan());
        SharedPassword shared = new(secret);
        ProviderSession session = ScriptedTencent.Session();

        driver.Submit(new PasswordTarget { Id = "ins-a", Region = "ap-guangzhou" }, session, new CvmResetOperation(), shared);
        driver.HandleUntil(() => driver.Results.Count == 1);
        driver.Submit(Target("lhins-a"), session, new LighthouseResetOperation(), shared);
        driver.Finish();

        Assert.All(driver.Results, static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
    }

    private static IReadOnlyDictionary<string, TargetResult> Run(EngineWorld world, string key, LighthouseResetOperation operation,
        params string[] ids) =>
            world.Change(world.Session(TencentProvider.Descriptor, key), operation, Password, ids.Select(Target));

    private static PasswordTarget Target(string id) => new() { Id = id, Region = "ap-guangzhou" };

    private static TargetWork Work(string id) => new()
    {
        Target = Target(id),
        Session = ScriptedTencent.Session(),
        Operation = new LighthouseResetOperation(),
        Passwords = new SharedPassword(new SecretText(Password.AsSpan())),
        PlannedAt = DateTimeOffset.UnixEpoch,
    };

    private static string BodyOf(WireRequest request) => Encoding.UTF8.GetString(request.Body.WrittenMemory.ToArray());
}
