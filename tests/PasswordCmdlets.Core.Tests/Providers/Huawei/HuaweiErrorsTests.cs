using System;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Providers.Huawei.Iam;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class HuaweiErrorsTests
{
    [Theory]
    [InlineData(
        """
        {"error_code":"DCS.4019","error_msg":"too simple","error_ext_msg":null,"request_id":"r-1",
        "encoded_authorization_message":"x"}
        """)]
    [InlineData("""{"error":{"code":"DCS.4019","message":"too simple"},"request_id":"r-1"}""")]
    [InlineData("""{"error":{"error_code":"DCS.4019","error_msg":"too simple"},"request_id":"r-1"}""")]
    [InlineData("""{"code":"DCS.4019","message":"too simple","request_id":"r-1"}""")]
    [InlineData("""{"error_code":111400019,"error_msg":"too simple","request_id":"r-1"}""")]
    public void Every_shape_of_an_error_is_read(string body)
    {
        ProviderReply reply = DcsResponses.ReadChange(Wire.Response(400, body));

        Assert.Equal((Fault.PasswordRejected, "too simple", "r-1"), (reply.Fault, reply.Message, reply.RequestId));
    }

    [Fact]
    public void The_request_id_may_come_in_a_header() =>
        Assert.Equal("r-2",
            DcsResponses.ReadChange(
                Wire.Response(400, """{"error_code":"DCS.4026","error_msg":"state"}""", ("x-request-id", "r-2"))).RequestId);

    [Fact]
    public void Iam_writes_its_status_as_the_code()
    {
        ProviderReply reply =
            IamResponses.ReadToken(
                Wire.Response(401, """{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}""",
                    ("X-IAM-Trace-Id", "trace-1")));

        Assert.Equal((Fault.AuthenticationFailed, "401", "trace-1"), (reply.Fault, reply.Code, reply.RequestId));
        Assert.Equal("The username or password is wrong.", reply.Message);
    }

    [Theory]
    [InlineData("DCS.4019", "111400019", nameof(Fault.PasswordRejected))]
    [InlineData("DCS.4080", "111400080", nameof(Fault.OldPasswordIncorrect))]
    [InlineData("DCS.4026", "111400026", nameof(Fault.TargetStateInvalid))]
    [InlineData("DCS.4017", "111400017", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4049", null, nameof(Fault.TargetStateInvalid))]
    [InlineData("DCS.4115", "111400115", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4121", null, nameof(Fault.TargetBusy))]
    [InlineData("DCS.4096", "111400096", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4097", "111400097", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4111", "111400111", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4113", "111400113", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4114", "111400114", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4116", "111400116", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4117", "111400117", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4118", "111400118", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4120", "111400120", nameof(Fault.TargetBusy))]
    [InlineData("DCS.4975", null, nameof(Fault.TargetBusy))]
    [InlineData("DCS.4843", "111400843", nameof(Fault.Rejected))]
    [InlineData("DCS.4845", "111400845", nameof(Fault.Rejected))]
    [InlineData("DCS.4849", "111400849", nameof(Fault.Rejected))]
    [InlineData("DCS.4850", "111400850", nameof(Fault.TargetStateInvalid))]
    [InlineData("DCS.4839", null, nameof(Fault.TargetStateInvalid))]
    public void The_documented_codes_of_a_400_are_known_by_both_names(string code, string? oldCode, string expected)
    {
        foreach (string name in oldCode is null ? [code] : new[] { code, oldCode })
        {
            ProviderReply reply = DcsResponses.ReadChange(Wire.Response(400, $$"""{"error_code":"{{name}}","error_msg":"said"}"""));

            Assert.Equal((expected, name), (reply.Fault.ToString(), reply.Code));
            Assert.True(reply.Advice is not null || expected == nameof(Fault.PasswordRejected), $"{name} comes without advice.");
        }
    }

    [Theory]
    [InlineData(401, "DCS.1001", nameof(Fault.CredentialExpired))]
    [InlineData(401, "DCS.1002", nameof(Fault.CredentialExpired))]
    [InlineData(401, "DCS.1003", nameof(Fault.CredentialExpired))]
    [InlineData(401, "111401001", nameof(Fault.CredentialExpired))]
    [InlineData(401, "111401002", nameof(Fault.CredentialExpired))]
    [InlineData(401, "111401003", nameof(Fault.CredentialExpired))]
    [InlineData(401, "DCS.1004", nameof(Fault.AccessDenied))]
    [InlineData(401, "111401004", nameof(Fault.AccessDenied))]
    [InlineData(403, "DCS.2003", nameof(Fault.AccessDenied))]
    [InlineData(403, "DCS.2007", nameof(Fault.AccessDenied))]
    [InlineData(403, "DCS.3002", nameof(Fault.AccessDenied))]
    [InlineData(403, "DCS.3003", nameof(Fault.AccessDenied))]
    [InlineData(403, "111403002", nameof(Fault.AccessDenied))]
    [InlineData(404, "DCS.3022", nameof(Fault.TargetNotFound))]
    [InlineData(404, "111404022", nameof(Fault.TargetNotFound))]
    [InlineData(500, "DCS.5000", nameof(Fault.Transient))]
    [InlineData(500, "111500000", nameof(Fault.Transient))]
    [InlineData(500, "DCS.5091", nameof(Fault.Transient))]
    [InlineData(500, "111500090", nameof(Fault.Transient))]
    [InlineData(500, "DCS.4069", nameof(Fault.TargetBusy))]
    [InlineData(401, "APIGW.0301", nameof(Fault.AuthenticationFailed))]
    [InlineData(403, "APIGW.0302", nameof(Fault.AccessDenied))]
    [InlineData(401, "APIGW.0303", nameof(Fault.AuthenticationFailed))]
    [InlineData(401, "APIGW.0305", nameof(Fault.AuthenticationFailed))]
    [InlineData(401, "APIGW.0307", nameof(Fault.CredentialExpired))]
    [InlineData(429, "APIGW.0308", nameof(Fault.Throttled))]
    [InlineData(429, "APIG.0308", nameof(Fault.Throttled))]
    [InlineData(404, "APIGW.0101", nameof(Fault.Rejected))]
    [InlineData(400, "APIGW.0201", nameof(Fault.Rejected))]
    [InlineData(413, "APIGW.0201", nameof(Fault.Rejected))]
    [InlineData(502, "APIGW.0201", nameof(Fault.Transient))]
    [InlineData(504, "APIGW.0201", nameof(Fault.Transient))]
    [InlineData(401, "Unheard.Of", nameof(Fault.AuthenticationFailed))]
    [InlineData(403, "Unheard.Of", nameof(Fault.AccessDenied))]
    [InlineData(429, "Unheard.Of", nameof(Fault.Throttled))]
    [InlineData(400, "Unheard.Of", nameof(Fault.Rejected))]
    [InlineData(409, "Unheard.Of", nameof(Fault.Rejected))]
    [InlineData(500, "Unheard.Of", nameof(Fault.Transient))]
    [InlineData(503, "Unheard.Of", nameof(Fault.Transient))]
    public void A_code_counts_and_where_it_is_not_listed_the_status(int statusCode, string code, string expected) =>
        Assert.Equal(expected,
            DcsResponses.ReadChange(Wire.Response(statusCode, $$"""{"error_code":"{{code}}","error_msg":"said"}""")).Fault.ToString());

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(302)]
    public void What_is_not_the_services_own_says_nothing_about_what_happened(int statusCode)
    {
        foreach (string body in new[]
        {
            string.Empty, "<html><body>Bad gateway</body></html>", "{\"error_code\":\"DCS.40", "null", "[]", "{}", "{\"status\":\"down\"}",
        })
        {
            ProviderReply reply = DcsResponses.ReadChange(Wire.Response(statusCode, body));

            Assert.Equal((Fault.Unreadable, $"HTTP {statusCode}"), (reply.Fault, reply.Code));
            Assert.DoesNotContain("html", reply.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public void A_404_means_that_nothing_was_executed(int statusCode) =>
        Assert.Equal(Fault.Rejected, DcsResponses.ReadChange(Wire.Response(statusCode, "<html>Not Found</html>")).Fault);

    [Fact]
    public void How_long_to_wait_is_passed_on()
    {
        ProviderReply reply =
            DcsResponses.ReadChange(
                Wire.Response(
                    429,
                    """
                    {"error_code":"APIGW.0308",
                    "error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 minute"}
                    """,
                    ("Retry-After", "17")));

        Assert.Equal((Fault.Throttled, TimeSpan.FromSeconds(17)), (reply.Fault, reply.RetryAfter));
    }
}
