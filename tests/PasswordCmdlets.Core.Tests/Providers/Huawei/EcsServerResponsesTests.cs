using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei.Ecs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class EcsServerResponsesTests
{
    private const string A = "616fb98f-1111-4000-8000-00000000000a";
    private const string B = "616fb98f-1111-4000-8000-00000000000b";
    private const string C = "616fb98f-1111-4000-8000-00000000000c";

    private static readonly Uri Endpoint = new("https://ecs.cn-north-4.myhuaweicloud.com");

    [Fact]
    public void A_single_reset_asks_for_the_check_and_wraps_its_members()
    {
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        using WireRequest request = EcsServerRequests.ResetServerPassword(Endpoint, "p1", A, password);

        Assert.Equal(("PUT", $"/v1/p1/cloudservers/{A}/os-reset-password"), (request.Method.Method, request.Path));
        Assert.Equal("""{"reset-password":{"new_password":"Brand-New-Pass-7","is_check_password":true}}""", BodyOf(request));
        Assert.Contains(request.Headers, static header => header is { Key: "X-Project-Id", Value: "p1" });
    }

    [Fact]
    public void A_batch_is_flat_and_asks_for_no_check()
    {
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        using WireRequest request = EcsServerRequests.BatchResetServersPassword(Endpoint, "p1", [A, B], password);

        Assert.Equal(("PUT", "/v1/p1/cloudservers/os-reset-passwords"), (request.Method.Method, request.Path));
        Assert.Equal($$"""{"new_password":"Brand-New-Pass-7","servers":[{"id":"{{A}}"},{"id":"{{B}}"}]}""", BodyOf(request));
    }

    [Fact]
    public void One_server_is_listed_by_the_version_without_user_data_and_several_by_the_other()
    {
        using WireRequest one = EcsServerRequests.ListCloudServers(Endpoint, "p1", A);
        using WireRequest several = EcsServerRequests.ListServersDetails(Endpoint, "p1", [A, B]);

        Assert.Equal(("/v1.1/p1/cloudservers/detail", "id=" + A, "expect-fields=locked,metadata"), (one.Path, Pair(one, 0), Pair(one, 1)));
        Assert.Equal(("/v1/p1/cloudservers/detail", $"server_id={A},{B}", "limit=2"), (several.Path, Pair(several, 0), Pair(several, 1)));
    }

    [Theory]
    [InlineData(202, """{"error":{"code":"Common.0024","message":"exceeds flow over limit"}}""", nameof(Fault.Unreadable))]
    [InlineData(200, """{"error":{"code":"Ecs.0319","message":"no"}}""", nameof(Fault.Unreadable))]
    [InlineData(429, """{"error":{"code":"Common.0024","message":"exceeds flow over limit"}}""", nameof(Fault.Throttled))]
    [InlineData(200, """{"job_id":"ff80808288d41e1b018990260955686a"}""", nameof(Fault.None))]
    public void A_restart_that_may_have_been_submitted_is_not_sent_again(int status, string body, string fault) =>
        Assert.Equal(fault, EcsServerResponses.ReadRestart(Wire.Response(status, body), A).Fault.ToString());

    [Theory]
    [InlineData("SOFT")]
    [InlineData("HARD")]
    public void A_restart_names_one_server_and_its_type(string type)
    {
        using WireRequest request = EcsServerRequests.BatchRebootServers(Endpoint, "p1", A, type);

        Assert.Equal(("POST", "/v1/p1/cloudservers/action"), (request.Method.Method, request.Path));
        Assert.Equal($$$"""{"reboot":{"type":"{{{type}}}","servers":[{"id":"{{{A}}}"}]}}""", BodyOf(request));
    }

    [Fact]
    public void A_204_without_a_body_is_a_reset() =>
        Assert.Equal((Fault.None, "r-1"), Facts(EcsServerResponses.ReadReset(Wire.Response(204, "", ("X-Request-Id", "r-1")))));

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(202, "")]
    [InlineData(202, "{}")]
    [InlineData(202, """{"job_id":"ff80808288d41e1b018990260955686a"}""")]
    [InlineData(202, """{"error":{"code":"Ecs.9999","message":"?"}}""")]
    [InlineData(204, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(500, "")]
    public void Nothing_else_is_one_and_may_have_been_executed(int status, string body) =>
        Assert.True(EcsServerResponses.ReadReset(Wire.Response(status, body)).Fault.MayHaveExecuted());

    [Theory]
    [InlineData(202, "Common.0024", nameof(Fault.Throttled))]
    [InlineData(503, "Common.1503", nameof(Fault.Throttled))]
    [InlineData(429, "Common.1503", nameof(Fault.Throttled))]
    [InlineData(429, "APIGW.0308", nameof(Fault.Throttled))]
    [InlineData(501, "Ecs.0603", nameof(Fault.TargetBusy))]
    [InlineData(400, "Ecs.0011", nameof(Fault.PasswordRejected))]
    [InlineData(400, "Ecs.0005", nameof(Fault.Rejected))]
    [InlineData(400, "Ecs.0100", nameof(Fault.TargetStateInvalid))]
    [InlineData(400, "Ecs.0605", nameof(Fault.TargetStateInvalid))]
    [InlineData(400, "Ecs.0030", nameof(Fault.TargetStateInvalid))]
    [InlineData(400, "Ecs.0610", nameof(Fault.TargetStateInvalid))]
    [InlineData(400, "Ecs.0612", nameof(Fault.TargetStateInvalid))]
    [InlineData(400, "Ecs.0613", nameof(Fault.TargetStateInvalid))]
    [InlineData(500, "Ecs.0613", nameof(Fault.TargetStateInvalid))]
    [InlineData(404, "Ecs.0614", nameof(Fault.TargetNotFound))]
    [InlineData(400, "Ecs.0023", nameof(Fault.Rejected))]
    [InlineData(403, "Ecs.0003", nameof(Fault.AccessDenied))]
    [InlineData(403, "Pdp.0001", nameof(Fault.AccessDenied))]
    [InlineData(200, "Pdp.0001", nameof(Fault.AccessDenied))]
    [InlineData(401, "Common.0013", nameof(Fault.CredentialExpired))]
    [InlineData(404, "APIGW.0101", nameof(Fault.Rejected))]
    public void The_code_decides_and_never_the_status(int status, string code, string fault)
    {
        string body = $$"""{"error":{"code":"{{code}}","message":"text"} }""";
        ProviderReply reply = EcsServerResponses.ReadReset(Wire.Response(status, body));

        Assert.Equal((fault, code), (reply.Fault.ToString(), reply.Code));
        Assert.Equal(fault, EcsServerResponses.ReadBatchReset(Wire.Response(status, body), [A, B]).Fault.ToString());
    }

    [Fact]
    public void A_batch_that_lists_all_is_a_success_for_all()
    {
        ProviderReply reply = Batch(200, $$"""{"response":[{"id":"{{A}}"},{"id":"{{B}}"}]}""", A, B);

        Assert.Equal((Fault.None, null), (reply.Fault, reply.Targets));
    }

    [Fact]
    public void Accepted_and_rejected_servers_of_a_batch_are_told_apart()
    {
        ProviderReply reply = Batch(
            400,
            $$"""
            {
              "response": [ { "id": "{{A}}" } ],
              "error": { "code": "Ecs.0611", "message": "failed" },
              "internalError": [ { "id": "{{B}}", "error_code": "Ecs.0613", "error_message": "no plug-in" } ]
            }
            """,
            A, B, C);

        Assert.Equal(Fault.None, reply.Targets![A].Fault);
        ProviderReply rejected = reply.Targets[B];
        Assert.Equal((Fault.TargetStateInvalid, "Ecs.0613", "no plug-in"), (rejected.Fault, rejected.Code, rejected.Message));
        Assert.Equal(Fault.Unreadable, reply.Targets[C].Fault);
    }

    [Fact]
    public void A_server_in_both_lists_is_certain_in_neither()
    {
        ProviderReply reply = Batch(
            200, $$"""{"response":[{"id":"{{A}}"}],"internalError":[{"id":"{{A}}","error_code":"Ecs.0613","error_message":"?"}]}""", A);

        Assert.Equal(Fault.Unreadable, reply.Targets![A].Fault);
    }

    [Fact]
    public void A_success_that_does_not_list_a_server_says_nothing_of_it()
    {
        ProviderReply reply = Batch(200, $$"""{"response":[{"id":"{{A}}"}]}""", A, B);

        Assert.Equal((Fault.None, Fault.Unreadable), (reply.Targets![A].Fault, reply.Targets[B].Fault));
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, """{"response":[]}""")]
    [InlineData(202, """{"response":[{"id":"616fb98f-1111-4000-8000-00000000000a"},{"id":"616fb98f-1111-4000-8000-00000000000b"}]}""")]
    [InlineData(204, "")]
    public void A_batch_without_its_list_may_have_been_executed(int status, string body)
    {
        ProviderReply reply = Batch(status, body, A, B);

        Assert.Equal((Fault.Unreadable, null), (reply.Fault, reply.Targets));
    }

    [Theory]
    [InlineData("task_state")]
    [InlineData("OS-EXT-STS:task_state")]
    public void Named_members_of_a_server_are_read_and_its_user_data_is_not(string taskState)
    {
        ProviderReply reply = EcsServerResponses.ReadServers(Wire.Response(
            200,
            $$"""
            {
              "servers": [
                { "id": "{{A}}", "status": "ACTIVE", "{{taskState}}": "rebooting", "locked": false,
                  "metadata": { "os_type": "Windows", "EcmResStatus": "normal" },
                  "OS-EXT-SRV-ATTR:user_data": "Top-Secret-1" },
                { "id": "{{B}}", "status": "SHUTOFF", "locked": true, "metadata": { "os_type": "Linux" } },
                { "id": "{{C}}", "status": null, "metadata": null, "fault": { "message": "Instance could not be found." } }
              ]
            }
            """));

        IReadOnlyDictionary<string, DescribedInstance> servers = Assert.IsType<DescribedInstances>(reply.Content).Instances;
        Assert.Equal([A, B], servers.Keys.Order());
        Assert.Equal(("ACTIVE", "rebooting", true, null), Facts(servers[A]));
        Assert.Equal(("SHUTOFF", null, false, "locked"), Facts(servers[B]));
        Assert.DoesNotContain("Top-Secret-1", servers[A].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_server_is_known_by_its_metadata()
    {
        ProviderReply reply = EcsServerResponses.ReadServers(
            Wire.Response(200, $$"""{"servers":[{"id":"{{A}}","status":"SHUTOFF","metadata":{"EcmResStatus":"freeze"} }]}"""));

        Assert.Equal("frozen", Assert.IsType<DescribedInstances>(reply.Content).Instances[A].LockReason);
    }

    [Theory]
    [InlineData("\"True\"", false)]
    [InlineData("\"true\"", false)]
    [InlineData("true", false)]
    [InlineData("\"False\"", true)]
    [InlineData("false", true)]
    public void The_flag_is_a_text_and_a_missing_plug_in_a_denial(string flag, bool denies)
    {
        ProviderReply reply = EcsServerResponses.ReadFlag(Wire.Response(200, $$"""{"resetpwd_flag":{{flag}}}"""), A);

        DescribedInstances described = Assert.IsType<DescribedInstances>(reply.Content);
        Assert.Equal(denies ? "Ecs.0613" : null, described.Instances.GetValueOrDefault(A)?.DenialCode);
    }

    [Theory]
    [InlineData("""{"resetpwd_flag":"maybe"}""")]
    [InlineData("{}")]
    public void Another_flag_is_none(string body) =>
        Assert.Equal(Fault.Unreadable, EcsServerResponses.ReadFlag(Wire.Response(200, body), A).Fault);

    [Theory]
    [InlineData("RUNNING", null, null)]
    [InlineData("FAIL", "Ecs.0208", "The guest did not shut down.")]
    public void A_job_shows_its_status_and_why_it_failed(string status, string? code, string? reason)
    {
        string quotedCode = code is null ? "null" : $"\"{code}\"";
        string quotedReason = reason is null ? "null" : $"\"{reason}\"";
        ProviderReply reply = EcsServerResponses.ReadJob(
            Wire.Response(200, $$"""{"status":"{{status}}","job_id":"x","error_code":{{quotedCode}},"fail_reason":{{quotedReason}}}"""), A);

        DescribedInstance job = Assert.IsType<DescribedInstances>(reply.Content).Instances[A];
        Assert.Equal((status, code, reason), (job.OperationState, job.OperationName, job.OperationError));
    }

    private static ProviderReply Batch(int status, string body, params string[] ids) =>
        EcsServerResponses.ReadBatchReset(Wire.Response(status, body), ids);

    private static (string? State, string? Task, bool? IsWindows, string? LockReason) Facts(DescribedInstance server) =>
        (server.State, server.OperationState, server.IsWindows, server.LockReason);

    private static (Fault Fault, string? RequestId) Facts(ProviderReply reply) => (reply.Fault, reply.RequestId);

    private static string Pair(WireRequest request, int index) => $"{request.Query[index].Key}={request.Query[index].Value}";

    private static string BodyOf(WireRequest request) => Encoding.UTF8.GetString(request.Body.WrittenSpan);
}
