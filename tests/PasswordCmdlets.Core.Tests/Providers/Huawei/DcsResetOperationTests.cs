using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.InstanceRoles;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.Providers.Huawei.HuaweiWorld;
using static PasswordCmdlets.Core.Tests.TestSupport.ScriptedServer;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class DcsResetOperationTests
{
    private const string Done =
        """{"lock_time":"0","lock_time_left":"0","retry_times_left":"5","code":"1","message":"success","ext_message":null}""";

    [Fact]
    public void A_reset_posts_the_new_password_and_never_asks_for_password_free_access()
    {
        using ScriptedServer server = new(static _ => Json(200, Done));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Reset(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        ServerCall call = Assert.Single(server.Calls);
        Assert.Equal(("POST", $"/v2/p1/instances/{Id(1)}/password/reset"), (call.Method, call.Path));
        Assert.Equal($$"""{"new_password":"{{New}}"}""", call.Body);
        Assert.Equal((ChangeStatus.Succeeded, null, null), (result.Status, result.RetryTimesLeft, result.LockTimeLeft));
    }

    [Fact]
    public void A_wrong_key_is_sent_once_however_many_targets_wait()
    {
        using ScriptedServer server = new(static async (_, _) =>
        {
            await Task.Yield();
            return Json(401,
                """{"error_msg":"Incorrect IAM authentication information: verify aksk signature fail","error_code":"APIGW.0301"}""");
        });
        using RunDriver run = new(server);
        ProviderSession session = Session();
        ProviderOperation operation = Reset();
        SharedPassword password = NewPassword();
        foreach (int number in Enumerable.Range(1, 30))
        {
            run.Submit(Target(number), session, operation, password);
        }

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Single(server.Calls);
        Assert.Single(results, static result => result.ErrorId == ErrorIds.AuthenticationFailed);
        Assert.Equal(29, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void A_temporary_key_that_the_gateway_rejects_is_renewed_once()
    {
        int fetched = 0;
        RenewingCredentialProvider source =
            new(Temporary("AK1"), _ => Task.FromResult(Temporary($"AK{++fetched + 1}")), Time);
        using ScriptedServer server = new(static call => call.Headers["Authorization"].Contains("Access=AK1,", StringComparison.Ordinal)
            ? Json(401, """{"error_msg":"Incorrect IAM authentication information: Unauthorized","error_code":"APIGW.0301"}""")
            : Json(200, Done));
        using RunDriver run = new(server);

        run.Submit(Target(1), ProviderSessions.Open(source, Temporary("AK1"), endpoint: null), Reset(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal(1, fetched);
        Assert.Contains("Access=AK2,", server.Calls[1].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal((ChangeStatus.Succeeded, 2), (result.Status, result.Attempts));
    }

    [Fact]
    public void A_temporary_key_that_cannot_be_renewed_is_rejected_and_not_sent_again()
    {
        using ScriptedServer server =
            new(static _ =>
                Json(401, """{"error_msg":"Incorrect IAM authentication information: Unauthorized","error_code":"APIGW.0301"}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(Temporary("AK1")), Reset(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AuthenticationFailed, 1), (result.Status, result.ErrorId, result.Attempts));
    }

    [Fact]
    public void A_reset_is_sent_again_when_its_response_was_lost()
    {
        int calls = 0;
        using ScriptedServer server = new(_ => ++calls switch
        {
            1 => Drop(),
            2 => Json(500, """{"error_code":"DCS.5000","error_msg":"Internal service error."}"""),
            3 => Json(503, "<html/>"),
            _ => Json(200, Done),
        });
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Reset(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Succeeded, 4), (result.Status, result.Attempts));
    }

    [Fact]
    public void Once_a_response_was_lost_a_later_rejection_makes_nothing_certain()
    {
        int calls = 0;
        using ScriptedServer server = new(_ => ++calls == 1 ? Drop() : Json(400, """{"error_code":"DCS.4121","error_msg":"resetting"}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Reset(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown), (result.Status, result.ErrorId));
    }

    [Fact]
    public void Resets_share_no_old_password_and_go_together()
    {
        using ScriptedServer server = new(static _ => Json(400, """{"error_code":"DCS.4026","error_msg":"state"}"""));
        using RunDriver run = new(server);
        ProviderSession session = Session();
        ProviderOperation operation = Reset();
        SharedPassword password = NewPassword();
        foreach (int number in Enumerable.Range(1, 150))
        {
            run.Submit(Target(number), session, operation, password);
        }

        run.Finish();

        Assert.Equal(150, server.Calls.Count);
        Assert.All(run.Results, static result => Assert.Equal(ErrorIds.TargetStateInvalid, result.ErrorId));
    }

    [Fact]
    public void An_instance_that_cannot_be_reset_says_what_to_do()
    {
        using ScriptedServer server =
            new(static _ => Json(400, """{"error_code":"DCS.4839","error_msg":"is not support reset instance password."}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Reset(), NewPassword());

        Assert.Contains("-OldPassword", Assert.Single(run.Finish()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_without_the_call_gets_the_advice_to_change_the_password_in_the_earlier_version()
    {
        using ScriptedServer server =
            new(static _ => Json(404, """{"error_msg":"The API does not exist or has not been published","error_code":"APIGW.0101"}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Reset(), NewPassword());

        Assert.Contains("use -OldPassword with -ApiVersion v1.0.", Assert.Single(run.Finish()).Message, StringComparison.Ordinal);
    }

    private static CloudCredential Temporary(string id) => new()
    {
        Provider = HuaweiProvider.Descriptor,
        AccessKeyId = id,
        Secret = Secret("secret-key"),
        SecurityToken = Secret("token-of-" + id),
        Source = "test",
    };
}
