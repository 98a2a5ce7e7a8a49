using System;
using System.Net.Http;
using System.Threading.Tasks;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Huawei;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class HuaweiAuthenticationTests : IAsyncLifetime
{
    private const string Instance = "5a4db0c5-1111-4000-8000-000000000001";

    private SandboxFixture _sandbox = null!;
    private HuaweiTestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        await _sandbox.PostAsync(
            "/_sandbox/seed?merge=true",
            """
            {
              "accessKeys": [
                { "provider": "huawei", "id": "temporary", "secret": "s", "securityToken": "its-token", "expiresInSeconds": 600 },
                { "provider": "huawei", "id": "disabled", "secret": "s", "disabled": true },
                { "provider": "huawei", "id": "reader", "secret": "s", "deniedActions": ["UpdatePassword"] },
                { "provider": "huawei", "id": "elsewhere", "secret": "s", "account": "another-domain" }
              ],
              "huawei": { "projects": [
                { "id": "5a4db0c50000000000000000000000c3", "name": "cn-south-1_team", "domain": "sandbox-domain" } ] }
            }
            """);
        _client = new HuaweiTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("content-type;host;x-project-id;x-sdk-date")]
    [InlineData("host;x-sdk-date")]
    [InlineData("x-sdk-date")]
    public async Task The_client_chooses_what_it_signs(string signedHeaders)
    {
        HuaweiTestClient client = _client with { SignedHeaders = signedHeaders.Split(';') };

        Assert.Equal(200, (await client.ShowAsync(Instance)).Status);
        Assert.Equal(200, (await (client with { SignsPort = false }).ShowAsync(Instance)).Status);
        Assert.Equal(200, (await client.ChangeAsync(Instance, "Sandbox-Dcs-1", "Changed-Dcs-2")).Status);
        Assert.Equal(200, (await client.CallAsync(HttpMethod.Get, $"/v2/{HuaweiTestClient.Project}/instances?offset=0&limit=2")).Status);
    }

    [Fact]
    public async Task Every_rejection_of_a_signature_is_the_gateways()
    {
        await ExpectAsync(401, "APIGW.0301", _client with { Secret = "wrong" });
        await ExpectAsync(401, "APIGW.0301", _client with { AccessKey = "unknown" });
        await ExpectAsync(401, "APIGW.0301", _client with { AccessKey = "disabled", Secret = "s" });
        await ExpectAsync(401, "APIGW.0301", _client with { IsAnonymous = true });
        await ExpectAsync(401, "APIGW.0301", _client with { SignedHeaders = ["host"] });
        await ExpectAsync(401, "APIGW.0301",
            _client with { Tamper = header => header.Replace("SDK-HMAC", "V11-HMAC", StringComparison.Ordinal) });
        await ExpectAsync(401, "APIGW.0301", _client with { ClockError = TimeSpan.FromMinutes(16) });
        await ExpectAsync(401, "APIGW.0301", _client with { ClockError = TimeSpan.FromMinutes(-16) });
        await ExpectAsync(200, null, _client with { ClockError = TimeSpan.FromMinutes(14) });
    }

    [Fact]
    public async Task A_temporary_key_needs_exactly_its_token_and_signs_it()
    {
        HuaweiTestClient temporary = _client with { AccessKey = "temporary", Secret = "s" };

        await ExpectAsync(401, "APIGW.0301", temporary);
        await ExpectAsync(401, "APIGW.0301", temporary with { SecurityToken = "another" });
        await ExpectAsync(401, "APIGW.0301", temporary with { SecurityToken = "its-token", SignsSecurityToken = false });
        await ExpectAsync(401, "APIGW.0301", _client with { SecurityToken = "its-token" });
        await ExpectAsync(200, null, temporary with { SecurityToken = "its-token" });
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        await ExpectAsync(401, "APIGW.0301", temporary with { SecurityToken = "its-token" });
    }

    [Fact]
    public async Task A_project_of_another_account_is_rejected()
    {
        await ExpectAsync(401, "DCS.1004",
            _client with { ProjectId = "5a4db0c50000000000000000000000c3", AccessKey = "elsewhere", Secret = "s" });
        await ExpectAsync(401, "DCS.1004", _client with { ProjectId = "00000000000000000000000000000000" });
        await ExpectAsync(400, "DCS.4002", _client with { ProjectId = "cn-north-4" });
    }

    [Fact]
    public async Task A_missing_permission_is_rejected()
    {
        HuaweiTestClient reader = _client with { AccessKey = "reader", Secret = "s" };

        SandboxResponse refused = await reader.ChangeAsync(Instance, "Sandbox-Dcs-1", "Changed-Dcs-2");

        Assert.Equal((403, "DCS.2003"), (refused.Status, refused["error_code"]));
        Assert.Equal(200, (await reader.ShowAsync(Instance)).Status);
    }

    [Fact]
    public async Task A_token_is_issued_for_a_project_and_ends()
    {
        SandboxResponse issued = await _client.TokenAsync();
        HuaweiTestClient client = _client with { AuthToken = issued.Headers["X-Subject-Token"] };

        Assert.Equal((201, HuaweiTestClient.Project), (issued.Status, issued["token.project.id"]));
        Assert.Equal("2026-11-21T16:00:00.000000Z", issued["token.expires_at"]);
        await ExpectAsync(200, null, client);
        await ExpectAsync(401, "DCS.1004", client with { ProjectId = HuaweiTestClient.OtherProject });
        _sandbox.Clock.Advance(TimeSpan.FromHours(24));
        await ExpectAsync(401, "APIGW.0307", client);
        await ExpectAsync(401, "APIGW.0301", client with { AuthToken = "made-up" });
    }

    [Fact]
    public async Task The_service_itself_can_reject_tokens()
    {
        _sandbox.Server.State.Huawei.Options = new HuaweiOptions { ServiceChecksTokens = true, TokenSeconds = 60 };
        SandboxResponse issued = await _client.TokenAsync(scope: """{"project":{"id":"5a4db0c50000000000000000000000a1"}}""");
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(1));

        await ExpectAsync(401, "DCS.1001", _client with { AuthToken = "made-up" });
        await ExpectAsync(401, "DCS.1002", _client with { AuthToken = issued.Headers["X-Subject-Token"] });
        await ExpectAsync(401, "DCS.1003", _client with { IsAnonymous = true });
    }

    [Theory]
    [InlineData("wrong", """{"project":{"name":"cn-north-4"}}""", 401)]
    [InlineData("sandbox-password", """{"project":{"name":"cn-atlantis-1"}}""", 401)]
    [InlineData("sandbox-password", null, 201)]
    public async Task A_token_needs_the_password_and_a_project_that_exists(string password, string? scope, int status)
    {
        SandboxResponse response = await _client.TokenAsync(password, scope);

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 201, response.Headers.ContainsKey("X-Subject-Token"));
        Assert.Equal(status == 201 ? null : "401", response.Json.TryGetProperty("error", out _) ? response["error.code"] : null);
    }

    [Fact]
    public async Task An_invalid_token_request_is_rejected()
    {
        SandboxResponse response = await _sandbox.PostAsync("/v3/auth/tokens", """{"auth":{}}""");

        Assert.Equal((400, "400", "Bad Request"), (response.Status, response["error.code"], response["error.title"]));
    }

    [Fact]
    public async Task Projects_are_found_by_name_with_a_signature_or_a_token()
    {
        SandboxResponse signed = await _client.CallAsync(HttpMethod.Get, "/v3/projects?name=cn-north-4");
        SandboxResponse token = await _client.TokenAsync(scope: null);
        SandboxResponse all =
            await (_client with { AuthToken = token.Headers["X-Subject-Token"] }).CallAsync(HttpMethod.Get, "/v3/projects");
        SandboxResponse anonymous = await (_client with { IsAnonymous = true }).CallAsync(HttpMethod.Get, "/v3/projects");

        Assert.Equal((HuaweiTestClient.Project, 1), (signed["projects.0.id"], signed.Json.GetProperty("projects").GetArrayLength()));
        Assert.Equal(3, all.Json.GetProperty("projects").GetArrayLength());
        Assert.Equal((401, "APIGW.0301"), (anonymous.Status, anonymous["error_code"]));
    }

    [Theory]
    [InlineData("POST", "/v1.0/5a4db0c50000000000000000000000a1/instances/5a4db0c5-1111-4000-8000-000000000001/password/reset")]
    [InlineData("GET", "/v2/5a4db0c50000000000000000000000a1/instances/5a4db0c5-1111-4000-8000-000000000001/password")]
    [InlineData("DELETE", "/v2/5a4db0c50000000000000000000000a1/instances/5a4db0c5-1111-4000-8000-000000000001")]
    [InlineData("DELETE", "/v3/projects")]
    public async Task What_the_api_does_not_have_is_not_published(string method, string path)
    {
        SandboxResponse response = await _client.CallAsync(new HttpMethod(method), path);

        Assert.Equal((404, "APIGW.0101"), (response.Status, response["error_code"]));
    }

    [Fact]
    public async Task A_throttle_is_the_gateways()
    {
        _sandbox.Server.Quotas.Add(new QuotaRule { Provider = Cloud.Huawei, PerMinute = 1, Hint = true });

        await _client.ShowAsync(Instance);
        SandboxResponse response = await _client.ShowAsync(Instance);

        Assert.Equal((429, "APIGW.0308", "60"), (response.Status, response["error_code"], response.Headers["Retry-After"]));
        Assert.Equal(response.Headers["X-Request-Id"], response["request_id"]);
    }

    [Fact]
    public async Task A_fault_can_be_about_a_region_and_an_instance()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Region = "cn-north-4", TargetId = Instance });

        SandboxResponse hit = await _client.ShowAsync(Instance);
        SandboxResponse other = await _client.ShowAsync("5a4db0c5-1111-4000-8000-000000000002");

        Assert.Equal((500, "DCS.5000", 200), (hit.Status, hit["error_code"], other.Status));
    }

    private static async Task ExpectAsync(int status, string? code, HuaweiTestClient client)
    {
        SandboxResponse response = await client.ShowAsync(Instance);

        Assert.Equal((status, code), (response.Status, response["error_code"]));
        Assert.True(response.Headers.ContainsKey("X-Request-Id"));
    }
}
