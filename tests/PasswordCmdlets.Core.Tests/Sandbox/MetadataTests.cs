using System;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class MetadataTests : IAsyncLifetime
{
    private const string Alibaba = "/latest/meta-data/ram/security-credentials/";
    private const string Tencent = "/latest/meta-data/cam/security-credentials/";
    private const string Huawei = "/openstack/latest/securitykey";

    private SandboxFixture _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxFixture.StartAsync();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Alibabas_key_can_be_used()
    {
        SandboxResponse role = await _sandbox.GetAsync(Alibaba);
        SandboxResponse key = await _sandbox.GetAsync(Alibaba + role.Text);
        AlibabaTestClient client =
            new(_sandbox) { KeyId = key["AccessKeyId"]!, Secret = key["AccessKeySecret"]!, Token = key["SecurityToken"] };

        Assert.Equal(("sandbox-role", "Success", "2026-11-20T22:00:00Z"), (role.Text, key["Code"], key["Expiration"]));
        Assert.Equal(200, (await client.CallAsync("DescribeInstances", ("RegionId", "cn-hangzhou"))).Status);
    }

    [Fact]
    public async Task Tencents_key_can_be_used()
    {
        SandboxResponse role = await _sandbox.GetAsync(Tencent);
        SandboxResponse key = await _sandbox.GetAsync(Tencent + role.Text);
        TencentTestClient client = new(_sandbox) { SecretId = key["TmpSecretId"]!, SecretKey = key["TmpSecretKey"]!, Token = key["Token"] };

        Assert.Equal(("Success", _sandbox.Clock.GetUtcNow().AddHours(6).ToUnixTimeSeconds().ToString()), (key["Code"], key["ExpiredTime"]));
        Assert.Null((await client.DescribeAsync("ins-linux001"))["Response.Error.Code"]);
    }

    [Fact]
    public async Task Huaweis_key_can_be_used()
    {
        SandboxResponse key = await _sandbox.GetAsync(Huawei);
        HuaweiTestClient client = new(_sandbox)
        {
            AccessKey = key["credential.access"]!,
            Secret = key["credential.secret"]!,
            SecurityToken = key["credential.securitytoken"],
        };

        Assert.Equal("2026-11-20T22:00:00.000000Z", key["credential.expires_at"]);
        Assert.Equal(200, (await client.ShowAsync("5a4db0c5-1111-4000-8000-000000000001")).Status);
    }

    [Fact]
    public async Task A_key_that_ended_is_replaced()
    {
        SandboxResponse first = await _sandbox.GetAsync(Tencent + "sandbox-role");
        _sandbox.Clock.Advance(TimeSpan.FromHours(6));
        SandboxResponse second = await _sandbox.GetAsync(Tencent + "sandbox-role");

        Assert.Equal(("sandbox-tencent-role", "sandbox-tencent-role-2"), (first["TmpSecretId"], second["TmpSecretId"]));
        Assert.Equal("AuthFailure.TokenFailure", await CodeAsync(first));
        Assert.Null(await CodeAsync(second));

        async Task<string?> CodeAsync(SandboxResponse key)
        {
            TencentTestClient client =
                new(_sandbox) { SecretId = key["TmpSecretId"]!, SecretKey = key["TmpSecretKey"]!, Token = key["Token"] };
            return (await client.DescribeAsync("ins-linux001"))["Response.Error.Code"];
        }
    }

    [Theory]
    [InlineData("alibaba", "/latest/api/token", "X-aliyun-ecs-metadata-token", Alibaba, 403)]
    [InlineData("huawei", "/meta-data/latest/api/token", "X-Metadata-Token", Huawei, 401)]
    public async Task A_hardened_machine_requires_a_token(string provider, string tokenPath, string header, string path, int status)
    {
        await _sandbox.PostAsync(
            "/_sandbox/seed?merge=true",
            $$"""
            { "instanceRoles": [
              { "provider": "{{provider}}", "name": "r", "accessKeyId": "k", "secret": "s", "securityToken": "t",
                "requiresToken": true } ] }
            """);

        SandboxResponse token = await TokenAsync(tokenPath, header, "60");
        SandboxResponse without = await _sandbox.GetAsync(path);
        SandboxResponse with = await GetAsync(path, header, token.Text);
        SandboxResponse wrong = await GetAsync(path, header, "made-up");
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        SandboxResponse late = await GetAsync(path, header, token.Text);

        Assert.Equal((200, status, 200, status, status), (token.Status, without.Status, with.Status, wrong.Status, late.Status));
        Assert.Equal(400, (await TokenAsync(tokenPath, header, "0")).Status);
        Assert.Equal(400, (await TokenAsync(tokenPath, header, "21601")).Status);
    }

    [Fact]
    public async Task Another_role_and_no_role_are_not_found()
    {
        Assert.Equal(404, (await _sandbox.GetAsync(Alibaba + "another")).Status);
        await _sandbox.PostAsync("/_sandbox/seed", "{}");
        Assert.Equal(404, (await _sandbox.GetAsync(Alibaba)).Status);
        Assert.Equal(404, (await _sandbox.GetAsync(Tencent)).Status);
        Assert.Equal(404, (await _sandbox.GetAsync(Huawei)).Status);
    }

    [Fact]
    public async Task Faults_reach_the_metadata_service_too()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Action = "Metadata" });

        Assert.Equal(500, (await _sandbox.GetAsync(Alibaba)).Status);
    }

    private Task<SandboxResponse> TokenAsync(string path, string header, string seconds)
    {
        HttpRequestMessage request = new(HttpMethod.Put, path);
        request.Headers.Add(header + "-ttl-seconds", seconds);
        return _sandbox.SendAsync(request);
    }

    private Task<SandboxResponse> GetAsync(string path, string header, string value)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add(header, value);
        return _sandbox.SendAsync(request);
    }
}
