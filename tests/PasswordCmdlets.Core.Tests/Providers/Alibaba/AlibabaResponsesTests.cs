using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Alibaba;

public sealed class AlibabaResponsesTests
{
    // Status, code and what it means for what may be done next, as the calls' pages and the lists of common errors have them.
    public static IEnumerable<TheoryDataRow<int, string, string>> Documented => new (int Status, string Code, Fault Fault)[]
    {
        (400, "IncorrectVncPassword.Malformed", Fault.PasswordRejected),
        (403, "IncorrectInstanceStatus", Fault.TargetStateInvalid),
        (403, "InstanceNotReady", Fault.Transient),
        (404, "InvalidInstanceId.NotFound", Fault.TargetNotFound),
        (400, "InvalidInstanceIds.Malformed", Fault.TargetNotFound),
        (404, "InvalidRegionId.NotFound", Fault.Rejected),
        (404, "NoSuchResource", Fault.TargetNotFound),
        (400, "MissingParameter", Fault.Rejected),
        (500, "InternalError", Fault.Transient),
        (503, "ServiceUnavailable", Fault.Transient),
        (503, "ServiceUnavailable.RegionMaintaining", Fault.Transient),
        (409, "OperationConflict", Fault.Transient),
        (403, "InstanceLockedForSecurity", Fault.TargetStateInvalid),
        (403, "InstanceExpiredOrInArrears", Fault.TargetStateInvalid),
        (403, "DiskError", Fault.TargetStateInvalid),
        (400, "DryRunOperation", Fault.Rejected),
        (400, "NotSupport.Account", Fault.AccessDenied),
        (400, "InvalidParameter.OldPassword.Incorrect", Fault.OldPasswordIncorrect),
        (400, "InvalidParameter.NewPassword.TooWeak", Fault.PasswordRejected),
        (400, "InvalidParameter.NewPassword.ReusePrevention", Fault.PasswordRejected),
        (400, "InvalidParameter.Password.TooWeak", Fault.PasswordRejected),
        (400, "InvalidParameter.UserName.InvalidChars", Fault.TargetNotFound),
        (400, "InvalidParameter.UserName.Length", Fault.TargetNotFound),
        (404, "EntityNotExist.User", Fault.TargetNotFound),
        (404, "EntityNotExist.User.LoginProfile", Fault.TargetStateInvalid),
        (409, "EntityAlreadyExists.User.LoginProfile", Fault.TargetStateInvalid),
        (403, "NoPermission", Fault.AccessDenied),
        (403, "Inactive", Fault.AccessDenied),
        (403, "Forbidden.RAM", Fault.AccessDenied),
        (403, "Forbidden.RiskControl", Fault.AccessDenied),
        (403, "Forbidden.AccessKeyDisabled", Fault.AuthenticationFailed),
        (400, "IncompleteSignature", Fault.AuthenticationFailed),
        (400, "SignatureDoesNotMatch", Fault.AuthenticationFailed),
        (404, "InvalidAccessKeyId.NotFound", Fault.AuthenticationFailed),
        (400, "InvalidAccessKeyId.Inactive", Fault.AuthenticationFailed),
        (400, "InvalidSecurityToken.Malformed", Fault.AuthenticationFailed),
        (400, "InvalidSecurityToken.MismatchWithAccessKey", Fault.AuthenticationFailed),
        (400, "InvalidSecurityToken.Expired", Fault.CredentialExpired),
        (400, "SignatureNonceUsed", Fault.NonceUsed),
        (400, "IllegalTimestamp", Fault.ClockSkew),
        (400, "InvalidTimeStamp.Expired", Fault.ClockSkew),
        (400, "Throttling", Fault.Throttled),
        (400, "Throttling.User", Fault.Throttled),
        (400, "Throttling.Api", Fault.Throttled),
        (503, "ServiceUnavailable.Throttling", Fault.Throttled),
        (429, "Throttling.Api.Risk", Fault.Throttled),
        (404, "InvalidAction.NotFound", Fault.Rejected),
        (400, "SomethingNobodyWroteDown", Fault.Rejected),
        (500, "SomethingNobodyWroteDown", Fault.Transient),
    }.Select(row => new TheoryDataRow<int, string, string>(row.Status, row.Code, row.Fault.ToString()));

    [Theory]
    [MemberData(nameof(Documented))]
    public void Every_documented_error_is_understood_as_json_and_as_xml(int status, string code, string fault)
    {
        ProviderReply json =
            AlibabaResponses.ReadDone(
                Wire.Response(status,
                    $$"""
                    {"RequestId":"R-1","HostId":"ecs.aliyuncs.com","Code":"{{code}}","Message":"The message.","Recommend":"https://x"}
                    """));
        ProviderReply xml =
            AlibabaResponses.ReadDone(
                Wire.Response(status,
                    "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R-1</RequestId><HostId>ecs.aliyuncs.com</HostId>"
                        + $"<Code>{code}</Code><Message><![CDATA[The message.]]></Message></Error>"));

        Assert.Equal(fault, json.Fault.ToString());
        Assert.Equal("R-1", json.RequestId);
        Assert.Equal(code, json.Code);
        Assert.Equal(AlibabaErrorCodes.Of(code).ReplacesMessage ? null : "The message.", json.Message);
        Assert.Equal(json, xml);
    }

    [Theory]
    [InlineData("IncorrectVncPassword.Malformed")]
    [InlineData("IncorrectInstanceStatus")]
    [InlineData("InvalidInstanceId.NotFound")]
    [InlineData("InvalidRegionId.NotFound")]
    [InlineData("NotSupport.Account")]
    [InlineData("InvalidParameter.OldPassword.Incorrect")]
    [InlineData("InvalidParameter.NewPassword.TooWeak")]
    [InlineData("InvalidParameter.NewPassword.ReusePrevention")]
    [InlineData("EntityNotExist.User")]
    [InlineData("EntityNotExist.User.LoginProfile")]
    public void The_errors_of_the_calls_themselves_come_with_advice(string code) => Assert.NotNull(AlibabaErrorCodes.Of(code).Advice);

    [Theory]
    [InlineData("""{"RequestId":"04F0F334-1335-436C-A1D7-6C044FE73368"}""")]
    [InlineData("<ChangePassword><RequestId>04F0F334-1335-436C-A1D7-6C044FE73368</RequestId></ChangePassword>")]
    [InlineData(
        "<ModifyInstanceVncPasswdResponse>\n  "
            + "<RequestId>04F0F334-1335-436C-A1D7-6C044FE73368</RequestId>\n</ModifyInstanceVncPasswdResponse>")]
    public void A_request_id_without_a_code_is_success(string body)
    {
        ProviderReply reply = AlibabaResponses.ReadDone(Wire.Response(200, body));

        Assert.Equal(Fault.None, reply.Fault);
        Assert.Equal("04F0F334-1335-436C-A1D7-6C044FE73368", reply.RequestId);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(200, "[]")]
    [InlineData(200, "\"RequestId\": \"FDB6C963\",")]
    [InlineData(200, "{\"RequestId\":\"04F0F334-1335")]
    [InlineData(200, "<ChangePassword><RequestId>04F0F334</RequestId>")]
    [InlineData(200, "<html><body>Welcome to the hotel's network</body></html>")]
    [InlineData(200, "{\"RequestId\":\"R\",\"Code\":\"OK\"}")]
    [InlineData(302, "{\"RequestId\":\"R\"}")]
    [InlineData(429, "slow down")]
    [InlineData(502, "<html><head><title>502 Bad Gateway</title></head></html>")]
    [InlineData(503, "")]
    [InlineData(403, "{\"RequestId\":\"R\",\"Message\":\"no code\"}")]
    public void A_response_of_unknown_origin_may_follow_an_execution(int status, string body)
    {
        ProviderReply reply = AlibabaResponses.ReadDone(Wire.Response(status, body));

        Assert.Equal(Fault.Unreadable, reply.Fault);
        Assert.True(reply.Fault.MayHaveExecuted());
        Assert.DoesNotContain("hotel", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Specified signature is not matched with our calculation. server string to sign "
            + "is:POST&%2F&NewPassword%3Daw%25242ad%26SecurityToken%3Dabc")]
    [InlineData(
        "Specified signature is not matched with our calculation. server StringToSign is:ACS3-HMAC-SHA256 server CanonicalRequest is:POST "
            + "x-acs-security-token:abc")]
    public void What_the_gateway_quotes_of_a_signed_request_is_left_out(string message)
    {
        ProviderReply reply =
            AlibabaResponses.ReadDone(Wire.Response(400, $$"""{"RequestId":"R","Code":"SignatureDoesNotMatch","Message":"{{message}}"}"""));

        Assert.Equal("Specified signature is not matched with our calculation.", reply.Message);
    }

    [Fact]
    public void Xml_with_a_document_type_is_not_read()
    {
        string bomb = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><Error><Code>Throttling</Code><Message>&b;</Message></Error>";

        Assert.Equal(Fault.Unreadable, AlibabaResponses.ReadDone(Wire.Response(400, bomb)).Fault);
    }

    [Fact]
    public void Only_the_roots_own_members_count()
    {
        string nested = "<Error><Detail><Code>Throttling</Code></Detail><Code>NoPermission</Code><RequestId>R</RequestId></Error>";

        Assert.Equal("NoPermission", AlibabaResponses.ReadDone(Wire.Response(403, nested)).Code);
    }

    [Fact]
    public void The_servers_own_pause_is_in_milliseconds()
    {
        ProviderReply reply = EcsResponses.ReadDone(
            Wire.Response(400, """{"RequestId":"R","Code":"Throttling.User","Message":"m"}""", ("x-acs-retry-after", "2500")));

        Assert.Equal(TimeSpan.FromSeconds(2.5), reply.RetryAfter);
    }

    [Theory]
    [InlineData("Fri, 20 Nov 2026 16:00:05 GMT", 56)]
    [InlineData("Fri, 20 Nov 2026 16:00:59 GMT", 2)]
    public void Without_a_hint_ECS_accepts_requests_again_in_its_next_minute(string date, int seconds)
    {
        ProviderReply reply = EcsResponses.ReadDone(
            Wire.Response(400, """{"RequestId":"R","Code":"Throttling","Message":"m"}""", ("Date", date), ("x-acs-retry-after", "0")));

        Assert.Equal(TimeSpan.FromSeconds(seconds), reply.RetryAfter);
    }

    [Fact]
    public void Without_a_date_the_contract_decides() =>
        Assert.Null(EcsResponses.ReadDone(Wire.Response(400, """{"RequestId":"R","Code":"Throttling","Message":"m"}""")).RetryAfter);

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"optimized\"", true)]
    [InlineData("false", false)]
    [InlineData("\"none\"", false)]
    [InlineData("null", null)]
    [InlineData("\"perhaps\"", null)]
    public void Io_optimisation_is_read_in_all_its_spellings(string value, bool? expected)
    {
        string body =
            $$"""{"RequestId":"R","Instances":{"Instance":[{"InstanceId":"i-1","Status":"Running","IoOptimized":{{value}} } ] } }""";

        DescribedInstances views = Assert.IsType<DescribedInstances>(EcsResponses.ReadInstances(Wire.Response(200, body)).Content);

        Assert.Equal(expected, views.Instances["i-1"].IoOptimized);
        Assert.Equal("Running", views.Instances["i-1"].State);
    }

    [Fact]
    public void A_describe_response_without_a_list_is_unreadable_rather_than_empty() =>
        Assert.Null(EcsResponses.ReadInstances(Wire.Response(200, """{"RequestId":"R"}""")).Content);

    [Fact]
    public void A_password_policy_is_read_with_the_apis_own_spelling()
    {
        string body =
            """
            {"RequestId":"R","PasswordPolicy":{"MinimumPasswordLength":14,"RequireLowercaseCharacters":true,
            "RequireUppercaseCharacters":false,"RequireNumbers":true,"RequireSymbols":true,"HardExpiry":false,"MaxPasswordAge":90,
            "PasswordReusePrevention":3,"MaxLoginAttemps":7}}
            """;

        RamAccountPolicy policy = Assert.IsType<RamAccountPolicy>(RamResponses.ReadPasswordPolicy(Wire.Response(200, body)).Content);

        Assert.Equal(14, policy.MinimumPasswordLength);
        Assert.True(policy.RequireLowercaseCharacters);
        Assert.False(policy.RequireUppercaseCharacters);
        Assert.True(policy.RequireSymbols);
        Assert.Equal(7, policy.MaximumLoginAttempts);
    }
}
