using System;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class DcsResponsesTests
{
    // From the seed documentation, word for word.
    private const string DocumentedSuccess =
        """
        { "result" : "success", "message" : "Modify DCSInstance password success.", "retry_times_left" : "5",
        "lock_time" : "0", "lock_time_left" : "0" }
        """;
    private const string DocumentedFailure =
        """
        { "result" : "passwordFailed", "message" : "verify password failed.", "retry_times_left" : "4", "lock_time" : "5",
        "lock_time_left" : "5" }
        """;
    private const string DocumentedReset =
        """
        { "lock_time" : "0", "lock_time_left" : "0", "retry_times_left" : "5", "code" : "1", "message" : "success",
        "ext_message" : null }
        """;

    [Fact]
    public void The_documented_success_is_one()
    {
        ProviderReply reply = DcsResponses.ReadChange(Wire.Response(200, DocumentedSuccess, ("X-Request-Id", "r-1")));

        Assert.Equal((Fault.None, null, "r-1"), (reply.Fault, reply.Code, reply.RequestId));
    }

    [Fact]
    public void The_documented_failure_is_a_wrong_old_password_with_its_counters_and_no_lock()
    {
        ProviderReply reply = DcsResponses.ReadChange(Wire.Response(200, DocumentedFailure));

        Assert.Equal((Fault.OldPasswordIncorrect, 4, 5), (reply.Fault, reply.RetryTimesLeft, reply.LockTimeLeft));
        Assert.Equal(("passwordFailed", "verify password failed."), (reply.Code, reply.Message));
        Assert.Contains("4 attempts left, then the instance is locked for 5 minutes.", reply.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Success", nameof(Fault.None))]
    [InlineData("SUCCESS", nameof(Fault.None))]
    [InlineData(" success ", nameof(Fault.None))]
    [InlineData("passwordfailed", nameof(Fault.OldPasswordIncorrect))]
    [InlineData("PasswordFailed", nameof(Fault.OldPasswordIncorrect))]
    [InlineData("Locked", nameof(Fault.AccountLocked))]
    [InlineData("locked", nameof(Fault.AccountLocked))]
    [InlineData("Failed", nameof(Fault.Rejected))]
    [InlineData("failed", nameof(Fault.Rejected))]
    public void The_result_is_read_without_regard_to_case(string result, string expected) =>
        Assert.Equal(expected, DcsResponses.ReadChange(Wire.Response(200, $$"""{"result":"{{result}}"}""")).Fault.ToString());

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":""}""")]
    [InlineData("""{"result":true}""")]
    [InlineData("""{"result":["success"]}""")]
    [InlineData("""{"result":"succeeded"}""")]
    [InlineData("""{"result":"queued","message":"later"}""")]
    [InlineData("""{"message":"success"}""")]
    [InlineData("""{"code":"1","message":"success"}""")]
    [InlineData("""["success"]""")]
    [InlineData("\"success\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<html>success</html>")]
    [InlineData("""{"result":"succ""")]
    public void A_200_without_a_known_result_is_neither_success_nor_rejection(string body) =>
        Assert.Equal(Fault.Unreadable, DcsResponses.ReadChange(Wire.Response(200, body)).Fault);

    [Theory]
    [InlineData("\"3\"", 3)]
    [InlineData("3", 3)]
    [InlineData("\" 3 \"", 3)]
    [InlineData("0", 0)]
    [InlineData("2.5", 3)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"soon\"", null)]
    [InlineData("-1", null)]
    [InlineData("1e99", null)]
    [InlineData("99999999999999999999999999999999", null)]
    [InlineData("{}", null)]
    public void Counters_are_texts_numbers_or_nothing(string written, int? expected)
    {
        ProviderReply reply = DcsResponses.ReadChange(
            Wire.Response(200, $$"""{"result":"passwordFailed","retry_times_left":{{written}},"lock_time_left":{{written}}}"""));

        Assert.Equal((Fault.OldPasswordIncorrect, expected, expected), (reply.Fault, reply.RetryTimesLeft, reply.LockTimeLeft));
    }

    [Theory]
    [InlineData("0", "No attempts left: the instance is locked for 5 minutes.")]
    [InlineData("1", "Check the old password: 1 attempt left, then the instance is locked for 5 minutes.")]
    [InlineData("null", "Check the old password: the fifth wrong one locks the instance for 5 minutes.")]
    public void A_wrong_old_password_says_how_many_attempts_are_left(string remaining, string advice)
    {
        ProviderReply reply =
            DcsResponses.ReadChange(Wire.Response(200, $$"""{"result":"passwordFailed","retry_times_left":{{remaining}}}"""));

        Assert.Equal(advice, reply.Advice);
    }

    [Fact]
    public void A_lock_says_how_long_it_lasts()
    {
        ProviderReply reply = DcsResponses.ReadChange(
            Wire.Response(200, """{"result":"locked","message":"locked.","retry_times_left":"0","lock_time":"5","lock_time_left":"3"}"""));

        Assert.Equal((Fault.AccountLocked, 0, 3), (reply.Fault, reply.RetryTimesLeft, reply.LockTimeLeft));
        Assert.Contains("Try again in 3 minutes.", reply.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_time_left_is_missing_the_lock_time_stands_for_it() =>
        Assert.Equal(5,
            DcsResponses.ReadChange(Wire.Response(200, """{"result":"locked","lock_time":"5","lock_time_left":null}""")).LockTimeLeft);

    [Theory]
    [InlineData("""{"error_code":"DCS.4080","error_msg":"Instance password verify failed."}""")]
    [InlineData("""{"error_code":111400080,"error_msg":"Instance password verify failed."}""")]
    [InlineData("""{"error":{"code":"DCS.4080","message":"Instance password verify failed."}}""")]
    [InlineData("""{"code":"DCS.4080","message":"Instance password verify failed."}""")]
    public void An_error_in_a_200_is_that_error(string body)
    {
        ProviderReply reply = DcsResponses.ReadChange(Wire.Response(200, body));

        Assert.Equal((Fault.OldPasswordIncorrect, "Instance password verify failed."), (reply.Fault, reply.Message));
    }

    [Fact]
    public void A_response_with_both_an_error_and_a_success_is_not_a_success() =>
        Assert.NotEqual(Fault.None,
            DcsResponses.ReadChange(Wire.Response(200, """{"error_code":"DCS.4026","error_msg":"state","result":"success"}""")).Fault);

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(204)]
    [InlineData(302)]
    public void Only_a_200_is_a_success(int statusCode) =>
        Assert.NotEqual(Fault.None, DcsResponses.ReadChange(Wire.Response(statusCode, DocumentedSuccess)).Fault);

    [Fact]
    public void The_documented_reset_is_a_success_and_its_constants_are_not_passed_on()
    {
        ProviderReply reply = DcsResponses.ReadReset(Wire.Response(200, DocumentedReset));

        Assert.Equal((Fault.None, null, null, null), (reply.Fault, reply.Code, reply.RetryTimesLeft, reply.LockTimeLeft));
    }

    [Theory]
    [InlineData("""{"lock_time":"0","lock_time_left":"0","retry_times_left":"5"}""", nameof(Fault.None))]
    [InlineData("""{"retry_times_left":5}""", nameof(Fault.None))]
    [InlineData("""{"lock_time_left":"0","code":null,"message":null,"ext_message":null}""", nameof(Fault.None))]
    [InlineData("""{"retry_times_left":null,"lock_time_left":""}""", nameof(Fault.Unreadable))]
    [InlineData("""{"lock_time":"0"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"lock_time":"5","lock_time_left":"5","retry_times_left":"0"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"lock_time_left":"1"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"0"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"5","code":"0"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"5","message":"failed"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"5","ext_message":"node is down"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"4","result":"failed"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"retry_times_left":"5","error_code":"DCS.4839","error_msg":"no"}""", nameof(Fault.TargetStateInvalid))]
    public void A_reset_without_a_code_succeeded_where_only_counters_are_returned(string body, string expected) =>
        Assert.Equal(expected, DcsResponses.ReadReset(Wire.Response(200, body)).Fault.ToString());

    [Theory]
    [InlineData("""{"code":1,"message":"success"}""", nameof(Fault.None))]
    [InlineData("""{"code":"0","message":"failed","ext_message":"node is down"}""", nameof(Fault.Rejected))]
    [InlineData("""{"code":"0","message":"failed","ext_message":null}""", nameof(Fault.Unreadable))]
    [InlineData("""{"code":"2"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"code":"10","message":"success"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"message":"success"}""", nameof(Fault.Unreadable))]
    [InlineData("""{"result":"success"}""", nameof(Fault.Unreadable))]
    [InlineData("{}", nameof(Fault.Unreadable))]
    [InlineData("", nameof(Fault.Unreadable))]
    [InlineData("""{"code":"1" """, nameof(Fault.Unreadable))]
    [InlineData("""{"code":"DCS.4839","message":"is not support reset instance password."}""", nameof(Fault.TargetStateInvalid))]
    [InlineData("""{"error_code":"DCS.4839","error_msg":"is not support reset instance password."}""", nameof(Fault.TargetStateInvalid))]
    public void The_code_decides_the_outcome_of_a_reset(string body, string expected) =>
        Assert.Equal(expected, DcsResponses.ReadReset(Wire.Response(200, body)).Fault.ToString());

    [Fact]
    public void A_rejected_reset_has_its_own_reason() =>
        Assert.Equal("node is down",
            DcsResponses.ReadReset(Wire.Response(200, """{"code":"0","message":"failed","ext_message":"node is down"}""")).Message);
}
