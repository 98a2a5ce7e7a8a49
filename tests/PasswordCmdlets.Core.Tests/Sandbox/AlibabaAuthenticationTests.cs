using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using System.Xml.Linq;
using PasswordCmdlets.Sandbox.Faults;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Providers.Alibaba;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Sandbox;

public sealed class AlibabaAuthenticationTests : IAsyncLifetime
{
    private const string Instance = "i-bp1sandbox00000000a1";

    private SandboxFixture _sandbox = null!;
    private AlibabaTestClient _client = null!;

    public static TheoryData<string> Wires => [.. Enum.GetNames<AlibabaWire>()];

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxFixture.StartAsync();
        await _sandbox.PostAsync(
            "/_sandbox/seed?merge=true",
            """
            {
              "accessKeys": [
                { "provider": "alibaba", "id": "temporary", "secret": "s", "securityToken": "its token+/=", "expiresInSeconds": 600 },
                { "provider": "alibaba", "id": "disabled", "secret": "s", "disabled": true },
                { "provider": "alibaba", "id": "reader", "secret": "s", "deniedActions": ["ModifyInstanceVncPasswd", "GetPasswordPolicy"] }
              ]
            }
            """);
        _client = new AlibabaTestClient(_sandbox);
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_right_signature_is_accepted_whatever_the_characters(string wire)
    {
        AlibabaTestClient client = On(wire);

        SandboxResponse vnc = await client.CallAsync("ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", Instance),
            ("VncPassword", "Ecs123"));
        SandboxResponse strange = await client.CallAsync(
            "ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", Instance), ("VncPassword", "~!'()* +%&=/密"));

        Assert.Equal(200, vnc.Status);
        Assert.NotNull(vnc["RequestId"]);
        Assert.Equal("IncorrectVncPassword.Malformed", strange["Code"]);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Every_rejection_of_the_caller_has_its_status_and_code(string wire)
    {
        AlibabaTestClient client = On(wire);
        bool isRpc = wire.StartsWith("Rpc", StringComparison.Ordinal);

        await ExpectAsync(400, "SignatureDoesNotMatch", client with { Secret = "wrong" });
        await ExpectAsync(404, "InvalidAccessKeyId.NotFound", client with { KeyId = "unknown" });
        await ExpectAsync(403, "Forbidden.AccessKeyDisabled", client with { KeyId = "disabled", Secret = "s" });
        await ExpectAsync(400, "InvalidVersion", client with { Version = "2014-05-27" });
        await ExpectAsync(404, "InvalidAction.NotFound", client, "DeleteInstance");
        await ExpectAsync(403, "Forbidden.RAM", client with { KeyId = "reader", Secret = "s" }, "ModifyInstanceVncPasswd");
        await ExpectAsync(
            403, "NoPermission", client with { KeyId = "reader", Secret = "s", Version = AlibabaTestClient.Ram }, "GetPasswordPolicy");
        await ExpectAsync(400, "InvalidTimeStamp.Format", client with { Timestamp = "yesterday" });
        await ExpectAsync(400, "InvalidTimeStamp.Expired", client with { ClockError = TimeSpan.FromMinutes(isRpc ? 32 : 16) });
        await ExpectAsync(400, "InvalidTimeStamp.Expired", client with { ClockError = TimeSpan.FromMinutes(isRpc ? -32 : -16) });
        await ExpectAsync(200, null, client with { ClockError = TimeSpan.FromMinutes(isRpc ? 30 : 14) });
        await ExpectAsync(400, "MissingSecurityToken", client with { KeyId = "temporary", Secret = "s" });
        await ExpectAsync(400, "InvalidSecurityToken.MismatchWithAccessKey",
            client with { KeyId = "temporary", Secret = "s", Token = "other" });
        await ExpectAsync(400, "InvalidSecurityToken.MismatchWithAccessKey", client with { Token = "its token+/=" });
        await ExpectAsync(200, null, client with { KeyId = "temporary", Secret = "s", Token = "its token+/=" });
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        await ExpectAsync(400, "InvalidSecurityToken.Expired", client with { KeyId = "temporary", Secret = "s", Token = "its token+/=" });
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task A_nonce_is_used_once(string wire)
    {
        AlibabaTestClient client = On(wire) with { Nonce = "the-nonce" };

        await ExpectAsync(200, null, client);
        await ExpectAsync(400, "SignatureNonceUsed", client);
        await ExpectAsync(200, null, client with { KeyId = "reader", Secret = "s" });
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(61));
        await ExpectAsync(400, "SignatureNonceUsed", client);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(2));
        await ExpectAsync(400, "SignatureNonceUsed", client);
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(124));
        await ExpectAsync(200, null, client);
    }

    [Fact]
    public async Task A_rejected_signature_does_not_use_the_nonce()
    {
        await ExpectAsync(400, "SignatureDoesNotMatch", _client with { Nonce = "the-nonce", Secret = "wrong" });
        await ExpectAsync(200, null, _client with { Nonce = "the-nonce" });
    }

    [Theory]
    [InlineData("AccessKeyId")]
    [InlineData("SignatureNonce")]
    [InlineData("Timestamp")]
    [InlineData("SignatureMethod")]
    [InlineData("SignatureVersion")]
    [InlineData("Version")]
    public async Task A_missing_common_parameter_is_named(string name)
    {
        AlibabaTestClient client = _client with { Tamper = parameters => Without(parameters, name) };

        await ExpectAsync(400, "Missing" + name, client);
    }

    [Theory]
    [InlineData("x-acs-date")]
    [InlineData("x-acs-signature-nonce")]
    [InlineData("x-acs-content-sha256")]
    public async Task A_missing_header_is_named(string name)
    {
        AlibabaTestClient client = On("Acs3Form") with { Tamper = headers => Without(headers, name) };

        await ExpectAsync(400, "Missing" + name, client);
    }

    [Fact]
    public async Task A_hash_of_another_body_is_rejected()
    {
        AlibabaTestClient client = On("Acs3Form") with
        {
            Tamper = headers => new(headers) { ["x-acs-content-sha256"] = TestSignature.Hash("something else") },
        };

        await ExpectAsync(400, "IncompleteSignature", client);
    }

    [Fact]
    public async Task A_header_that_must_be_signed_and_is_not_is_rejected()
    {
        AlibabaTestClient client = On("Acs3Query") with
        {
            TamperAuthorization = header => header.Replace("x-acs-action;", "", StringComparison.Ordinal),
        };

        await ExpectAsync(400, "IncompleteSignature", client);
    }

    [Fact]
    public async Task The_error_of_a_wrong_signature_quotes_the_string_to_sign_unless_disabled()
    {
        (string, string)[] parameters = [("RegionId", "cn-hangzhou"), ("InstanceId", Instance), ("VncPassword", "Ecs123")];
        SandboxResponse echo = await (_client with { Secret = "wrong" }).CallAsync("ModifyInstanceVncPasswd", parameters);
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { EchoesStringToSign = false };
        SandboxResponse silent = await (_client with { Secret = "wrong" }).CallAsync("ModifyInstanceVncPasswd", parameters);

        Assert.Contains("server string to sign is:POST&%2F&AccessKeyId%3Dsandbox-alibaba-id", echo["Message"], StringComparison.Ordinal);
        Assert.Contains("Ecs123", echo["Message"], StringComparison.Ordinal);
        Assert.DoesNotContain("Ecs123", silent["Message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_of_older_documents_is_an_option()
    {
        _sandbox.Server.State.Alibaba.Options = new AlibabaOptions { ExpiredTimestampCode = "IllegalTimestamp" };

        await ExpectAsync(400, "IllegalTimestamp", _client with { ClockError = TimeSpan.FromHours(1) });
    }

    [Fact]
    public async Task Responses_are_xml_unless_json_is_asked_for()
    {
        AlibabaTestClient client = _client with { Format = null };

        SandboxResponse vnc = await client.CallAsync("ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", Instance),
            ("VncPassword", "Ecs123"));
        SandboxResponse list = await client.CallAsync("DescribeInstances", ("RegionId", "cn-hangzhou"),
            ("InstanceIds", $"[\"{Instance}\"]"));
        SandboxResponse error = await client.CallAsync("DescribeInstances", ("RegionId", "cn-atlantis"));

        XElement done = XElement.Parse(vnc.Text);
        Assert.Equal(("ModifyInstanceVncPasswdResponse", "text/xml"), (done.Name.LocalName, vnc.ContentType));
        Assert.NotNull(done.Element("RequestId"));
        Assert.Equal(Instance, XElement.Parse(list.Text).Element("Instances")!.Element("Instance")!.Element("InstanceId")!.Value);
        Assert.Equal(("Error", "InvalidRegionId.NotFound"),
            (XElement.Parse(error.Text).Name.LocalName, XElement.Parse(error.Text).Element("Code")!.Value));
    }

    [Fact]
    public async Task An_error_has_the_documented_members()
    {
        SandboxResponse error = await _client.CallAsync("DescribeInstances", ("RegionId", "cn-atlantis"));

        Assert.Equal(_sandbox.Server.BaseAddress.Authority, error["HostId"]);
        Assert.Equal("The specified RegionId does not exist.", error["Message"]);
        Assert.NotNull(error["RequestId"]);
        Assert.NotNull(error["Recommend"]);
    }

    [Fact]
    public async Task A_throttle_has_its_hint_in_milliseconds()
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Throttle, First = 1, RetryAfterMilliseconds = 1234 });
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.Refuse, Code = "Throttling", First = 2 });
        _sandbox.Server.Quotas.Add(new QuotaRule { Provider = Cloud.Alibaba, PerMinute = 1, Hint = true });
        _sandbox.Clock.Advance(TimeSpan.FromSeconds(15));

        SandboxResponse hinted = await DescribeAsync(_client);
        SandboxResponse plain = await DescribeAsync(_client);
        await DescribeAsync(_client);
        SandboxResponse blocked = await DescribeAsync(_client);

        Assert.Equal((400, "Throttling.User", "1234"), (hinted.Status, hinted["Code"], hinted.Headers["x-acs-retry-after"]));
        Assert.Equal((400, "Throttling"), (plain.Status, plain["Code"]));
        Assert.Equal((400, "Throttling.User", "45000"), (blocked.Status, blocked["Code"], blocked.Headers["x-acs-retry-after"]));
    }

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_server_error_has_the_providers_body(int status, string code)
    {
        _sandbox.Server.Faults.Add(new FaultRule { Kind = FaultKind.ServerError, Status = status });

        SandboxResponse response = await DescribeAsync(_client);

        Assert.Equal((status, code), (response.Status, response["Code"]));
    }

    [Fact]
    public async Task A_password_in_the_query_is_not_in_the_log()
    {
        await On("RpcQuery")
            .CallAsync("ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", Instance), ("VncPassword", "Ecs123"));
        await On("Acs3Query")
            .CallAsync("ModifyInstanceVncPasswd", ("RegionId", "cn-hangzhou"), ("InstanceId", Instance), ("VncPassword", "Ecs123"));

        SandboxResponse log = await _sandbox.GetAsync("/_sandbox/requests?provider=alibaba");

        Assert.DoesNotContain("Ecs123", log.Text, StringComparison.Ordinal);
        Assert.Contains("VncPassword=***", log["0.url"], StringComparison.Ordinal);
        Assert.Contains("&Signature=***", log["0.url"], StringComparison.Ordinal);
        Assert.Contains("InstanceId=" + Instance, log["1.url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_rejected()
    {
        SandboxResponse response =
            await _sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Put, "/?Action=DescribeInstances&Format=JSON"));

        Assert.Equal((405, "UnsupportedHTTPMethod"), (response.Status, response["Code"]));
    }

    private static Dictionary<string, string> Without(Dictionary<string, string> values, string name) =>
        values.Where(pair => pair.Key != name).ToDictionary(pair => pair.Key, pair => pair.Value);

    private static Task<SandboxResponse> DescribeAsync(AlibabaTestClient client) =>
        client.CallAsync("DescribeInstances", ("RegionId", "cn-hangzhou"));

    private static async Task ExpectAsync(int status, string? code, AlibabaTestClient client, string action = "DescribeInstances")
    {
        SandboxResponse response = await client.CallAsync(action, ("RegionId", "cn-hangzhou"));

        Assert.Equal((status, code), (response.Status, response["Code"]));
    }

    private AlibabaTestClient On(string wire) => _client with { Wire = Enum.Parse<AlibabaWire>(wire) };
}
