using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Providers.Tencent;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class TencentDescribeTests : IAsyncLifetime
{
    private SandboxFixture _sandbox = null!;
    private TencentTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync(
            """
            {
              "accessKeys": [ { "provider": "tencent", "id": "sandbox-tencent-id", "secret": "sandbox-tencent-secret" } ],
              "tencent": {
                "instances": [
                  { "id": "ins-windows1", "region": "ap-guangzhou", "state": "RUNNING",
                    "osName": "Windows Server 2022 DataCenter 64bit EN" },
                  { "generate": { "count": 200000 }, "region": "ap-guangzhou" },
                  { "generate": { "count": 5, "prefix": "ins-sh" }, "region": "ap-shanghai" }
                ]
              }
            }
            """);
        _client = new TencentTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Without_a_limit_there_are_twenty_even_of_more_ids()
    {
        string ids = string.Join("\",\"", Enumerable.Range(0, 30).Select(i => $"ins-{i:D8}"));

        SandboxResponse byIds = await _client.CallAsync("DescribeInstances", $$"""{"InstanceIds":["{{ids}}"]}""");
        SandboxResponse all = await _client.CallAsync("DescribeInstances", "{}");

        Assert.Equal(("30", 20),
            (byIds["Response.TotalCount"], byIds.Json.GetProperty("Response").GetProperty("InstanceSet").GetArrayLength()));
        Assert.Equal(("200001", 20),
            (all["Response.TotalCount"], all.Json.GetProperty("Response").GetProperty("InstanceSet").GetArrayLength()));
    }

    [Fact]
    public async Task An_unknown_id_is_left_out()
    {
        SandboxResponse response = await _client.DescribeAsync("ins-zzzzzzzz,ins-windows1,ins-sh000000");

        Assert.Equal("1", response["Response.TotalCount"]);
        Assert.Equal("ins-windows1", response["Response.InstanceSet.0.InstanceId"]);
        Assert.Equal("Administrator", response["Response.InstanceSet.0.DefaultLoginUser"]);
        Assert.Equal("Windows Server 2022 DataCenter 64bit EN", response["Response.InstanceSet.0.OsName"]);
        Assert.Null(response["Response.InstanceSet.0.LatestOperation"]);
    }

    [Fact]
    public async Task Refusing_unknown_ids_is_an_option()
    {
        _sandbox.Server.State.Tencent.Options = new TencentOptions { DescribeRefusesUnknownIds = true };

        SandboxResponse response = await _client.DescribeAsync("ins-zzzzzzzz,ins-windows1");

        Assert.Equal("InvalidInstanceId.NotFound", response["Response.Error.Code"]);
    }

    [Theory]
    [InlineData("""{"InstanceIds":["ins-1122"]}""", "InvalidInstanceId.Malformed")]
    [InlineData("""{"InstanceIds":["ins-windows1"],"Filters":[{"Name":"instance-state","Values":["RUNNING"]}]}""", "InvalidParameter")]
    [InlineData("""{"Limit":101}""", "InvalidParameterValue")]
    [InlineData("""{"Limit":0}""", "InvalidParameterValue")]
    [InlineData("""{"Offset":-1}""", "InvalidParameterValue")]
    [InlineData("""{"Filters":[{"Name":"color","Values":["red"]}]}""", "InvalidFilter")]
    [InlineData("""{"Filters":[{"Name":"instance-id","Values":["1","2","3","4","5","6"]}]}""", "InvalidFilterValue.LimitExceeded")]
    [InlineData("""{"Page":1}""", "UnknownParameter")]
    public async Task Wrong_parameters_are_rejected(string body, string code)
    {
        SandboxResponse response = await _client.CallAsync("DescribeInstances", body);

        Assert.Equal(code, response["Response.Error.Code"]);
    }

    [Fact]
    public async Task Filters_and_offsets_select()
    {
        SandboxResponse running =
            await _client.CallAsync("DescribeInstances", """{"Filters":[{"Name":"instance-state","Values":["RUNNING"]}]}""");
        SandboxResponse last = await (_client with { Region = "ap-shanghai" }).CallAsync("DescribeInstances",
            """{"Offset":4,"Limit":100}""");

        Assert.Equal(("1", "ins-windows1"), (running["Response.TotalCount"], running["Response.InstanceSet.0.InstanceId"]));
        Assert.Equal(("5", "ins-sh000004"), (last["Response.TotalCount"], last["Response.InstanceSet.0.InstanceId"]));
    }

    [Fact]
    public async Task A_generated_instance_becomes_real_when_it_is_changed()
    {
        await _client.DescribeAsync("ins-00004a2z");
        int before = _sandbox.Server.State.Tencent.Instances.Touched.Count;

        await _client.ResetAsync("ins-00004a2z", "Correct-Horse-7");

        Assert.Equal((1, 2), (before, _sandbox.Server.State.Tencent.Instances.Touched.Count));
        Assert.Equal(1, _sandbox.Server.State.Tencent.Instances.Find("ins-00004a2z")!.Executions);
        Assert.Null(_sandbox.Server.State.Tencent.Instances.Find("ins-00004abk"));
        Assert.Equal(200_006, _sandbox.Server.State.Tencent.Instances.Count);
    }
}
