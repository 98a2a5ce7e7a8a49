using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Credentials;

public class InstanceRoleTests
{
    private const string Secret = CredentialWorld.Secret;
    private const string Token = CredentialWorld.Token;

    private const string AlibabaSession = "PUT http://100.100.100.200/latest/api/token";
    private const string AlibabaRoles = "GET http://100.100.100.200/latest/meta-data/ram/security-credentials/";
    private const string TencentRoles = "GET http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/";
    private const string HuaweiSession = "PUT http://169.254.169.254/meta-data/latest/api/token";
    private const string HuaweiKey = "GET http://169.254.169.254/openstack/latest/securitykey";

    [Fact]
    public async Task An_Alibaba_role_is_fetched_with_a_session_token()
    {
        using CredentialWorld world = Alibaba();
        world.Environment["ALIBABA_CLOUD_REGION_ID"] = "cn-beijing";

        CloudCredential credential = await world.FindAsync("Alibaba", useInstanceRole: true);

        Assert.Equal("STS.1", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 22, 0, 0, TimeSpan.Zero), credential.ExpiresAt);
        Assert.Equal("cn-beijing", credential.Region);
        Assert.Equal("instance role 'my-role'", credential.Source);
        Assert.Equal([AlibabaSession, AlibabaRoles, AlibabaRoles + "my-role"], world.Metadata.Asked);
        Assert.Equal("21600", Header(world, 0, "X-aliyun-ecs-metadata-token-ttl-seconds"));
        Assert.Equal("session==", Header(world, 1, "X-aliyun-ecs-metadata-token"));
        Assert.Equal("session==", Header(world, 2, "X-aliyun-ecs-metadata-token"));
    }

    [Fact]
    public async Task A_variable_may_name_the_Alibaba_role()
    {
        using CredentialWorld world = Alibaba();
        world.Environment["ALIBABA_CLOUD_ECS_METADATA"] = "my-role";

        await world.FindAsync("Alibaba", useInstanceRole: true);

        Assert.Equal([AlibabaSession, AlibabaRoles + "my-role"], world.Metadata.Asked);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080/", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    public async Task A_variable_may_name_a_service_of_this_machine(string variable, string address)
    {
        using CredentialWorld world = Alibaba();
        world.Environment["PASSWORDCMDLETS_METADATA_ENDPOINT"] = variable;
        world.Metadata.Respond($"PUT {address}/latest/api/token", "session==");
        world.Metadata.Respond($"GET {address}/latest/meta-data/ram/security-credentials/", HttpStatusCode.NotFound);

        await world.MissAsync("Alibaba", useInstanceRole: true);
        await world.MissAsync("Tencent", useInstanceRole: true);
        await world.MissAsync("Huawei", useInstanceRole: true);

        Assert.NotEmpty(world.Metadata.Asked);
        Assert.All(world.Metadata.Asked, asked => Assert.Contains($" {address}/", asked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://metadata.example")]
    [InlineData("http://169.254.169.254")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://user:pass@127.0.0.1")]
    [InlineData("http://127.0.0.1/elsewhere")]
    [InlineData("127.0.0.1")]
    public async Task No_other_service_is_asked_because_a_variable_says_so(string variable)
    {
        using CredentialWorld world = Alibaba();
        world.Environment["PASSWORDCMDLETS_METADATA_ENDPOINT"] = variable;
        foreach (string provider in new[] { "Alibaba", "Tencent", "Huawei" })
        {
            string text = await world.MissAsync(provider, useInstanceRole: true);

            Assert.Contains("skipped: PASSWORDCMDLETS_METADATA_ENDPOINT is not an http address of this machine", text,
                StringComparison.Ordinal);
        }

        Assert.Empty(world.Metadata.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    public async Task Where_there_is_no_session_token_the_Alibaba_role_is_fetched_without(HttpStatusCode status)
    {
        using CredentialWorld world = Alibaba();
        world.Metadata.Respond(AlibabaSession, status);

        await world.FindAsync("Alibaba", useInstanceRole: true);

        Assert.Null(Header(world, 1, "X-aliyun-ecs-metadata-token"));
    }

    [Fact]
    public async Task Where_it_is_forbidden_the_Alibaba_role_is_not_fetched_without_a_session_token()
    {
        using CredentialWorld world = Alibaba();
        world.Metadata.Respond(AlibabaSession, HttpStatusCode.NotFound);
        world.Environment["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "True";

        string text = await world.MissAsync("Alibaba", useInstanceRole: true);

        Assert.Contains("no session token (status 404), and ALIBABA_CLOUD_IMDSV1_DISABLED requires one", text, StringComparison.Ordinal);
        Assert.Equal([AlibabaSession], world.Metadata.Asked);
    }

    [Fact]
    public async Task Where_it_is_forbidden_the_Alibaba_role_is_not_fetched_after_a_session_token_that_does_not_arrive()
    {
        using CredentialWorld world = Alibaba();
        world.Metadata.Respond(AlibabaSession, static request =>
        {
            _ = request.Content!.LoadIntoBufferAsync();
            throw new HttpRequestException("The response was discarded.");
        });
        world.Environment["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";

        string text = await world.MissAsync("Alibaba", useInstanceRole: true);

        Assert.Contains("no session token (no response), and ALIBABA_CLOUD_IMDSV1_DISABLED requires one", text, StringComparison.Ordinal);
        Assert.Equal([AlibabaSession, AlibabaSession], world.Metadata.Asked);
    }

    [Fact]
    public async Task A_variable_switches_the_Alibaba_metadata_service_off()
    {
        using CredentialWorld world = Alibaba();
        world.Environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "TRUE";

        Assert.Contains("skipped: ALIBABA_CLOUD_ECS_METADATA_DISABLED is true", await world.MissAsync("Alibaba", useInstanceRole: true),
            StringComparison.Ordinal);
        Assert.Empty(world.Metadata.Asked);
    }

    [Theory]
    [InlineData("Alibaba")]
    [InlineData("Tencent")]
    [InlineData("Huawei")]
    public async Task With_NoInstanceRole_no_metadata_service_is_called(string provider)
    {
        using CredentialWorld world = new();

        Assert.Contains("skipped: -NoInstanceRole is specified", await world.MissAsync(provider), StringComparison.Ordinal);
        Assert.Empty(world.Metadata.Asked);
    }

    [Theory]
    [InlineData("Alibaba")]
    [InlineData("Tencent")]
    [InlineData("Huawei")]
    public async Task Without_a_response_there_is_exactly_one_retry(string provider)
    {
        using CredentialWorld world = new();

        Assert.Contains("no metadata service responded", await world.MissAsync(provider, useInstanceRole: true), StringComparison.Ordinal);
        Assert.Equal(2, world.Metadata.Asked.Count);
    }

    [Fact]
    public async Task Zenlayer_has_no_metadata_service()
    {
        using CredentialWorld world = new();

        await world.MissAsync("Zenlayer", useInstanceRole: true);

        Assert.Empty(world.Metadata.Asked);
    }

    [Fact]
    public async Task A_profile_that_says_so_leads_to_the_metadata_service_with_its_role()
    {
        using CredentialWorld world = Alibaba();
        string path = world.Write(".aliyun/config.json",
            """{"current":"ecs","profiles":[{"name":"ecs","mode":"EcsRamRole","ram_role_name":"my-role"}]}""");

        CloudCredential credential = await world.FindAsync("Alibaba", useInstanceRole: true);
        string text = await world.MissAsync("Alibaba", "ecs");

        Assert.Equal("STS.1", credential.AccessKeyId);
        Assert.Equal([AlibabaSession, AlibabaRoles + "my-role"], world.Metadata.Asked);
        Assert.Contains($"{path}, profile 'ecs': uses the instance role, and -NoInstanceRole is specified", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_says_so_leads_to_the_metadata_service_and_a_picked_one_to_nothing_else()
    {
        using CredentialWorld world = Alibaba();
        world.Write(".alibabacloud/credentials", "[default]\ntype=ecs_ram_role\nrole_name=gone\n");

        string text = await world.MissAsync("Alibaba", "default", useInstanceRole: true);

        Assert.Contains("the role 'gone' is not attached to this instance", text, StringComparison.Ordinal);
        Assert.DoesNotContain("instance role (RAM role", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "no CAM role is attached to this instance")]
    [InlineData(HttpStatusCode.InternalServerError, "returned status 500")]
    public async Task A_default_profile_whose_instance_role_is_not_there_ends_the_search(HttpStatusCode status, string reason)
    {
        using CredentialWorld world = Tencent();
        world.Metadata.Respond(TencentRoles, status);
        string path = world.Write(".tccli/default.credential", """{"type":"cvm-role"}""");
        world.Write(".tencentcloud/credentials", $"[default]\nsecret_id=AKFILE\nsecret_key={Secret}\n");

        string text = await world.MissAsync("Tencent", useInstanceRole: true);

        Assert.Contains($"{path}: ", text, StringComparison.Ordinal);
        Assert.Contains(reason, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_profile_with_a_role_that_is_not_attached_does_not_lead_to_the_one_that_is()
    {
        using CredentialWorld world = Alibaba();
        world.Write(".aliyun/config.json",
            """{"current":"ecs","profiles":[{"name":"ecs","mode":"EcsRamRole","ram_role_name":"ops"}]}""");

        string text = await world.MissAsync("Alibaba", useInstanceRole: true);

        Assert.Contains("profile 'ecs': the role 'ops' is not attached to this instance", text, StringComparison.Ordinal);
        Assert.Equal([AlibabaSession, AlibabaRoles + "ops"], world.Metadata.Asked);
    }

    [Theory]
    [InlineData(false, "uses the instance role, and -NoInstanceRole is specified")]
    [InlineData(true, "skipped: ALIBABA_CLOUD_ECS_METADATA_DISABLED is true")]
    public async Task A_default_profile_whose_instance_role_is_switched_off_is_skipped_with_a_warning(bool useInstanceRole, string reason)
    {
        using CredentialWorld world = Alibaba();
        world.Environment["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
        world.Write(".aliyun/config.json", """{"current":"ecs","profiles":[{"name":"ecs","mode":"EcsRamRole"}]}""");
        world.Write(".alibabacloud/credentials", $"[default]\naccess_key_id=AKFILE\naccess_key_secret={Secret}\n");

        CredentialResolution resolution = await world.ResolveAsync("Alibaba", useInstanceRole: useInstanceRole);

        Assert.Equal("AKFILE", resolution.Credential!.AccessKeyId);
        Assert.Contains($"profile 'ecs' cannot be used ({reason})", Assert.Single(resolution.Warnings), StringComparison.Ordinal);
        Assert.Empty(world.Metadata.Asked);
    }

    [Fact]
    public async Task A_tccli_profile_of_type_cvm_role_leads_to_the_metadata_service()
    {
        using CredentialWorld world = Tencent();
        world.Write(".tccli/default.credential", """{"type":"cvm-role"}""");

        Assert.Equal("AKIDT", (await world.FindAsync("Tencent", "default", useInstanceRole: true)).AccessKeyId);
    }

    [Fact]
    public async Task A_Tencent_role_is_fetched()
    {
        using CredentialWorld world = Tencent();

        CloudCredential credential = await world.FindAsync("Tencent", useInstanceRole: true);

        Assert.Equal("AKIDT", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795200000), credential.ExpiresAt);
        Assert.Equal([TencentRoles, TencentRoles + "my-role"], world.Metadata.Asked);
    }

    [Fact]
    public async Task A_Huawei_agency_is_fetched_with_a_session_token()
    {
        using CredentialWorld world = Huawei();

        CloudCredential credential = await world.FindAsync("Huawei", useInstanceRole: true);

        Assert.Equal("AKH", credential.AccessKeyId);
        Assert.Equal(Secret, CredentialWorld.Plain(credential.Secret));
        Assert.Equal(Token, CredentialWorld.Plain(credential.SecurityToken!));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 22, 0, 0, TimeSpan.Zero), credential.ExpiresAt);
        Assert.Equal([HuaweiSession, HuaweiKey], world.Metadata.Asked);
        Assert.Equal("21600", Header(world, 0, "X-Metadata-Token-Ttl-Seconds"));
        Assert.Equal("session==", Header(world, 1, "X-Metadata-Token"));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.MethodNotAllowed, 1)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 2)]
    public async Task Where_there_is_no_session_token_the_Huawei_agency_is_fetched_without(HttpStatusCode status, int attempts)
    {
        using CredentialWorld world = Huawei();
        world.Metadata.Respond(HuaweiSession, status);

        await world.FindAsync("Huawei", useInstanceRole: true);

        Assert.Equal([.. Enumerable.Repeat(HuaweiSession, attempts), HuaweiKey], world.Metadata.Asked);
        Assert.Null(Header(world, attempts, "X-Metadata-Token"));
    }

    [Theory]
    [InlineData(
        """
        {"credentials":{"accessKeyId":"AKH","secretAccessKey":"S3CR3T","securityToken":"S3CR3T",
        "expiration":"2026-11-20T22:00:00Z"}}
        """)]
    [InlineData("""{"access":"AKH","secret":"S3CR3T","securitytoken":"S3CR3T","expires_at":"2026-11-20T22:00:00Z"}""")]
    public async Task The_other_spellings_of_the_Huawei_response_are_read_too(string json)
    {
        using CredentialWorld world = Huawei();
        world.Metadata.Respond(HuaweiKey, json);

        CloudCredential credential = await world.FindAsync("Huawei", useInstanceRole: true);

        Assert.Equal("AKH", credential.AccessKeyId);
        Assert.NotNull(credential.SecurityToken);
        Assert.NotNull(credential.ExpiresAt);
    }

    [Theory]
    [InlineData("Alibaba", "no RAM role is attached to this instance")]
    [InlineData("Tencent", "no CAM role is attached to this instance")]
    [InlineData("Huawei", "no agency is attached to this instance")]
    public async Task An_instance_without_a_role_is_said_to_have_none(string provider, string reason)
    {
        using CredentialWorld world = new();
        world.Metadata.Respond("GET http://elsewhere/", HttpStatusCode.NotFound);

        Assert.Contains(reason, await world.MissAsync(provider, useInstanceRole: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>please log in S3CR3T</html>")]
    [InlineData("my role")]
    [InlineData("")]
    [InlineData("../../api?x=1")]
    [InlineData("##vso[task.complete]")]
    [InlineData("role-with-S3CR3T/aB3=")]
    public async Task Text_that_is_not_a_role_name_is_neither_requested_nor_shown(string content)
    {
        foreach ((string provider, string roles) in new[] { ("Alibaba", AlibabaRoles), ("Tencent", TencentRoles) })
        {
            using CredentialWorld world = provider == "Alibaba" ? Alibaba() : Tencent();
            world.Metadata.Respond(roles, content);

            string text = await world.MissAsync(provider, useInstanceRole: true);

            Assert.Contains("the metadata service's response is not a role name", text, StringComparison.Ordinal);
            Assert.True(content.Length == 0 || !text.Contains(content, StringComparison.Ordinal), text);
            Assert.Equal(roles, world.Metadata.Asked[^1]);
        }
    }

    [Fact]
    public async Task A_role_of_a_variable_that_has_not_the_form_of_a_name_is_neither_requested_nor_shown()
    {
        using CredentialWorld world = Alibaba();
        world.Environment["ALIBABA_CLOUD_ECS_METADATA"] = "../x/S3CR3T";

        string text = await world.MissAsync("Alibaba", useInstanceRole: true);

        Assert.Contains("the name of the role has to be at most 128 letters, digits", text, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CR3T", text, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Metadata.Asked, static request => request.StartsWith(AlibabaRoles, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Code":"Failed","AccessKeySecret":"S3CR3T"}""", HttpStatusCode.OK, "the metadata service returned 'Failed'")]
    [InlineData("""{"Code":"Your key is S3CR3T/=!","AccessKeySecret":"x"}""", HttpStatusCode.OK, "no error code that can be shown")]
    [InlineData("""{"Code":"Success","AccessKeySecret":"S3CR3T"}""", HttpStatusCode.OK, "AccessKeyId is missing")]
    [InlineData("""{"Code":"Success","AccessKeyId":"A"}""", HttpStatusCode.OK, "AccessKeySecret is missing")]
    [InlineData("""{"AccessKeySecret":"S3CR3T""", HttpStatusCode.OK, "is not the expected JSON")]
    [InlineData("S3CR3T", HttpStatusCode.Forbidden, "the metadata service returned status 403")]
    [InlineData("S3CR3T", HttpStatusCode.InternalServerError, "the metadata service returned status 500")]
    [InlineData("S3CR3T", HttpStatusCode.Found, "returned a redirect, which is not followed")]
    public async Task The_error_of_a_response_without_a_credential_says_why(string content, HttpStatusCode status, string reason)
    {
        using CredentialWorld world = Alibaba();
        world.Metadata.Respond(AlibabaRoles + "my-role", content, status);

        string text = await world.MissAsync("Alibaba", useInstanceRole: true);

        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CR3T", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Tencent_response_without_success_is_no_credential()
    {
        using CredentialWorld world = Tencent();
        world.Metadata.Respond(TencentRoles + "my-role", """{"TmpSecretId":"A","TmpSecretKey":"S3CR3T"}""");

        Assert.Contains("the metadata service returned no success", await world.MissAsync("Tencent", useInstanceRole: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_fails_once_is_asked_again()
    {
        using CredentialWorld world = Alibaba();
        int asked = 0;
        world.Metadata.Respond(AlibabaRoles, _ => ++asked == 1
            ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("my-role") });

        await world.FindAsync("Alibaba", useInstanceRole: true);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_expired_role_credential_is_renewed_by_its_source()
    {
        using CredentialWorld world = Alibaba();
        CredentialResolution resolution = await world.ResolveAsync("Alibaba", useInstanceRole: true);
        world.Metadata.Respond(AlibabaRoles + "my-role", AlibabaResponse("STS.2", "2026-11-21T04:00:00Z"));

        CloudCredential before = await resolution.Source!.GetAsync(CancellationToken.None);
        world.Clock.Advance(TimeSpan.FromHours(5.95));
        CloudCredential after = await resolution.Source.GetAsync(CancellationToken.None);

        Assert.Equal("STS.1", before.AccessKeyId);
        Assert.Equal("STS.2", after.AccessKeyId);
        Assert.Equal(6, world.Metadata.Asked.Count);
    }

    [Fact]
    public async Task A_role_credential_that_was_rejected_is_renewed_by_its_source()
    {
        using CredentialWorld world = Tencent();
        CredentialResolution resolution = await world.ResolveAsync("Tencent", useInstanceRole: true);
        world.Metadata.Respond(TencentRoles + "my-role", TencentResponse("AKIDU"));

        Assert.True(resolution.Source!.Rejected(resolution.Credential!));

        Assert.Equal("AKIDU", (await resolution.Source.GetAsync(CancellationToken.None)).AccessKeyId);
    }

    [Fact]
    public async Task A_fixed_credential_that_was_rejected_stays_rejected()
    {
        using CredentialWorld world = new();
        world.Environment["TENCENTCLOUD_SECRET_ID"] = "AK";
        world.Environment["TENCENTCLOUD_SECRET_KEY"] = Secret;

        CredentialResolution resolution = await world.ResolveAsync("Tencent");

        Assert.False(resolution.Source!.Rejected(resolution.Credential!));
    }

    [Fact]
    public async Task A_stopped_command_stops_the_search()
    {
        using CredentialWorld world = new();
        using CancellationTokenSource stopped = new();
        world.Metadata.Respond(AlibabaSession, _ =>
        {
            stopped.Cancel();
            throw new HttpRequestException("Stopped.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CredentialChain(world.Options).ResolveAsync(new() { Provider = AlibabaProvider.Descriptor }, stopped.Token).AsTask());

        Assert.Single(world.Metadata.Asked);
    }

    private static CredentialWorld Alibaba()
    {
        CredentialWorld world = new();
        world.Metadata.Respond(AlibabaSession, "session==");
        world.Metadata.Respond(AlibabaRoles, "my-role\n");
        world.Metadata.Respond(AlibabaRoles + "my-role", AlibabaResponse("STS.1", "2026-11-20T22:00:00Z"));
        return world;
    }

    private static CredentialWorld Tencent()
    {
        CredentialWorld world = new();
        world.Metadata.Respond(TencentRoles, "my-role");
        world.Metadata.Respond(TencentRoles + "my-role", TencentResponse("AKIDT"));
        return world;
    }

    private static CredentialWorld Huawei()
    {
        CredentialWorld world = new();
        world.Metadata.Respond(HuaweiSession, "session==");
        world.Metadata.Respond(HuaweiKey,
            $$$"""
            {"credential":{"access":"AKH","secret":"{{{Secret}}}","securitytoken":"{{{Token}}}",
            "expires_at":"2026-11-20T22:00:00.000000Z"}}
            """);
        return world;
    }

    private static string AlibabaResponse(string id, string end)
        => $$"""
            {"Code":"Success","AccessKeyId":"{{id}}","AccessKeySecret":"{{Secret}}","SecurityToken":"{{Token}}","Expiration":"{{end}}",
            "LastUpdated":"2026-11-20T16:00:00Z"}
            """;

    private static string TencentResponse(string id)
        => $$"""
            {"TmpSecretId":"{{id}}","TmpSecretKey":"{{Secret}}","Token":"{{Token}}","ExpiredTime":1795200000,
            "Expiration":"2026-11-20T18:40:00Z","Code":"Success"}
            """;

    private static string? Header(CredentialWorld world, int request, string name)
        => world.Metadata.Requests[request].Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
