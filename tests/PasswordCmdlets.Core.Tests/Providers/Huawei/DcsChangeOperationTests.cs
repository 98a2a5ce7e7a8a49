using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;
using static PasswordCmdlets.Core.Tests.Providers.Huawei.HuaweiWorld;
using static PasswordCmdlets.Core.Tests.TestSupport.ScriptedServer;

namespace PasswordCmdlets.Core.Tests.Providers.Huawei;

public sealed class DcsChangeOperationTests
{
    [Theory]
    [InlineData("v2")]
    [InlineData("v1.0")]
    public void A_change_is_put_where_the_api_has_it_and_carries_both_passwords(string version)
    {
        using ScriptedServer server = new(static _ => Json(200, Success, ("X-Request-Id", "r-1")));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(version: version), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        ServerCall call = Assert.Single(server.Calls);
        Assert.Equal(("PUT", $"https://dcs.eu-de.otc.t-systems.com/{version}/p1/instances/{Id(1)}/password"),
            (call.Method, call.Address.ToString()));
        Assert.Equal($$"""{"old_password":"{{Old}}","new_password":"{{New}}"}""", call.Body);
        Assert.Equal("p1", call.Headers["X-Project-Id"]);
        Assert.StartsWith("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-project-id;x-sdk-date, ", call.Headers["Authorization"],
            StringComparison.Ordinal);
        Assert.Equal((ChangeStatus.Succeeded, "r-1", 1, "DcsInstance"),
            (result.Status, result.RequestId, result.Attempts, result.Resource));
    }

    [Fact]
    public void Segments_of_the_path_are_encoded()
    {
        using ScriptedServer server = new(static _ => Json(200, Success));
        using RunDriver run = new(server);

        run.Submit(new PasswordTarget { Id = "a/b?c#d", Region = Region, ProjectId = "p 1" }, Session(), Change(), NewPassword());
        run.Finish();

        Assert.Equal("/v2/p%201/instances/a%2Fb%3Fc%23d/password", Assert.Single(server.Calls).Path);
    }

    [Fact]
    public void A_wrong_old_password_is_its_own_error_with_the_remaining_attempts()
    {
        using ScriptedServer server = new(static _ => Json(200, WrongPassword(4)));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.OldPasswordIncorrect, "passwordFailed"),
            (result.Status, result.ErrorId, result.ErrorCode));
        Assert.Equal((4, 5), (result.RetryTimesLeft, result.LockTimeLeft));
        Assert.Single(server.Calls);
    }

    [Fact]
    public void A_lock_is_its_own_error_with_the_time_left()
    {
        using ScriptedServer server =
            new(static _ =>
                Json(200, """{"result":"Locked","message":"locked","retry_times_left":"0","lock_time":"5","lock_time_left":"4"}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.AccountLocked, 0, 4),
            (result.Status, result.ErrorId, result.RetryTimesLeft, result.LockTimeLeft));
    }

    public static TheoryData<string> OutcomesThatMayHaveArrived =>
        ["dropped", "500", "502", "bare 429", "bare 503", "200 without a result", "200 truncated", "broken off"];

    [Theory]
    [MemberData(nameof(OutcomesThatMayHaveArrived))]
    public void A_change_that_may_have_arrived_is_never_sent_again(string kind)
    {
        using ScriptedServer server = new(_ => kind switch
        {
            "dropped" => Drop(),
            "500" => Json(500, """{"error_code":"DCS.5000","error_msg":"Internal service error."}"""),
            "502" => Json(502, """{"error_code":"APIGW.0201","error_msg":"Backend unavailable."}"""),
            "bare 429" => Json(429, "slow down"),
            "bare 503" => Json(503, "<html/>"),
            "200 without a result" => Json(200, """{"message":"ok"}"""),
            "200 truncated" => Json(200, """{"result":"succ"""),
            _ => new HttpResponseMessage { Content = new BrokenContent() },
        });
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Single(server.Calls);
        Assert.Equal((ChangeStatus.Unknown, ErrorIds.OutcomeUnknown, 1), (result.Status, result.ErrorId, result.Attempts));
        Assert.Contains("Try the new password", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_password_is_repeated_from_what_the_provider_says()
    {
        using ScriptedServer server =
            new(static _ =>
                Json(400, $$"""{"error_code":"DCS.4019","error_msg":"{{New}} is like {{Old}} ##vso[task.complete]\u001b[31m"}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal(ErrorIds.PasswordPolicyViolation, result.ErrorId);
        Assert.DoesNotContain(New, result.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Old, result.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("##vso", result.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Message);
    }

    [Fact]
    public void The_old_password_as_the_new_one_fails_unsent()
    {
        using ScriptedServer server = new(static _ => Json(200, Success));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword(Old));
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.PasswordPolicyViolation, 0), (result.Status, result.ErrorId, result.Attempts));
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("v2", "Use -ApiVersion v1.0")]
    [InlineData("v1.0", "omit -ApiVersion")]
    public void An_endpoint_without_the_version_has_an_error_of_its_own(string version, string advice)
    {
        string[] responses =
        [
            """
            {"error_msg":"The API does not exist or has not been published in the environment.","error_code":"APIGW.0101",
            "request_id":"r"}
            """,
            "<html>404</html>",
            """{"error_code":"111404001","error_msg":"The requested URL does not exist."}""",
        ];
        foreach (string response in responses)
        {
            using ScriptedServer server = new(_ => Json(404, response));
            using RunDriver run = new(server);

            run.Submit(Target(1), Session(), Change(version: version), NewPassword());
            TargetResult result = Assert.Single(run.Finish());

            Assert.Equal((ChangeStatus.Failed, ErrorIds.ProviderError), (result.Status, result.ErrorId));
            Assert.Contains(advice, result.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_instance_is_not_mistaken_for_a_missing_version()
    {
        using ScriptedServer server =
            new(static _ => Json(404, """{"error_code":"DCS.3022","error_msg":"This DCS instance does not exist."}"""));
        using RunDriver run = new(server);

        run.Submit(Target(1), Session(), Change(), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal(ErrorIds.TargetNotFound, result.ErrorId);
        Assert.DoesNotContain("ApiVersion", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_throttle_it_is_silent_for_a_minute_and_then_goes_on()
    {
        AutoAdvancingTimeProvider time = new();
        List<DateTimeOffset> arrived = [];
        using ScriptedServer server = new(_ =>
        {
            arrived.Add(time.GetUtcNow());
            return arrived.Count == 1
                ? Json(429, """{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached"}""")
                : Json(200, Success);
        });
        using RunDriver run = new(server, time: time);
        run.Submit(Target(1), Session(), Change(time: time), NewPassword());

        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal((ChangeStatus.Succeeded, 2), (result.Status, result.Attempts));
        Assert.InRange((arrived[1] - arrived[0]).TotalSeconds, 60, 60.1);
    }

    [Fact]
    public void At_one_remaining_attempt_the_next_command_is_rejected_and_force_continues()
    {
        LockoutGuard guard = new(Time);
        using ScriptedServer server = new(static _ => Json(200, WrongPassword(1)));
        using (RunDriver first = new(server))
        {
            first.Submit(Target(1), Session(), Change(guard), NewPassword());
            first.Finish();
        }

        using RunDriver second = new(server);
        second.Submit(Target(1), Session(), Change(guard), NewPassword());
        TargetResult refused = Assert.Single(second.Finish());

        Assert.Equal((ChangeStatus.Failed, ErrorIds.LockoutGuard, 0), (refused.Status, refused.ErrorId, refused.Attempts));
        Assert.Contains("5 minutes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-Force", refused.Message, StringComparison.Ordinal);
        Assert.Single(server.Calls);

        using RunDriver third = new(server);
        third.Submit(Target(1), Session(), Change(guard, force: true), NewPassword());
        third.Finish();

        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task Two_commands_at_once_do_not_both_use_the_last_attempt_but_one()
    {
        LockoutGuard guard = new(Time);
        DcsChangeOperation one = Change(guard);
        DcsChangeOperation other = Change(guard);
        TargetWork first = WorkOf(one, 1);
        TargetWork second = WorkOf(other, 1);
        TargetWork third = WorkOf(other, 2);
        OperationServices services = StubOperation.Services(static (_, _) => Task.FromResult(false), TestContext.Current.CancellationToken);
        Assert.Null(await one.BeforeChangeAsync(first, services));

        Task<TargetOutcome?> entered = other.BeforeChangeAsync(second, services).AsTask();
        Assert.False(entered.IsCompleted);
        Task<TargetOutcome?> behind = other.BeforeChangeAsync(third, services).AsTask();
        one.RecordOutcome(first, StubOperation.Outcome(Fault.OldPasswordIncorrect, 1));
        one.Completed(first);

        TargetOutcome? refused = await entered;
        Assert.Equal(ErrorIds.LockoutGuard, refused?.ErrorId);
        Assert.Null(await behind);
        other.Completed(third);
    }

    [Fact]
    public async Task A_command_that_is_stopped_while_another_sends_leaves_no_reservation()
    {
        using CancellationTokenSource stopping = new();
        LockoutGuard guard = new(Time);
        DcsChangeOperation one = Change(guard);
        DcsChangeOperation other = Change(guard);
        TargetWork first = WorkOf(one, 1);
        Assert.Null(
            await one.BeforeChangeAsync(first,
                StubOperation.Services(static (_, _) => Task.FromResult(false), TestContext.Current.CancellationToken)));

        Task<TargetOutcome?> entered = other.BeforeChangeAsync(WorkOf(other, 1),
            StubOperation.Services(static (_, _) => Task.FromResult(false), stopping.Token)).AsTask();
        await stopping.CancelAsync();

        Assert.Equal(ChangeStatus.Cancelled, (await entered)?.Status);
        one.Completed(first);
        Assert.Null(
            await Change(guard).BeforeChangeAsync(WorkOf(one, 1),
                StubOperation.Services(static (_, _) => Task.FromResult(false), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void A_lock_that_was_seen_is_not_run_into_again_until_its_time_is_over()
    {
        FakeTimeProvider time = new();
        LockoutGuard guard = new(time);
        using ScriptedServer server = new(static _ => Json(200, """{"result":"locked","lock_time_left":"3"}"""));
        TargetResult Try()
        {
            using RunDriver run = new(server);
            run.Submit(Target(1), Session(), Change(guard), NewPassword());
            return Assert.Single(run.Finish());
        }

        Assert.Equal(ErrorIds.AccountLocked, Try().ErrorId);
        Assert.Equal(ErrorIds.LockoutGuard, Try().ErrorId);
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(ErrorIds.AccountLocked, Try().ErrorId);
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public void A_success_clears_the_guard_and_other_instances_are_none_of_its_business()
    {
        LockoutGuard guard = new(Time);
        int calls = 0;
        using ScriptedServer server = new(_ => Json(200, ++calls == 1 ? WrongPassword(1) : Success));
        string? Try(int number, bool force = false)
        {
            using RunDriver run = new(server);
            run.Submit(Target(number), Session(), Change(guard, force), NewPassword());
            return Assert.Single(run.Finish()).ErrorId;
        }

        Assert.Equal(ErrorIds.OldPasswordIncorrect, Try(1));
        Assert.Null(Try(2));
        Assert.Null(Try(1, force: true));
        Assert.Null(Try(1));
    }

    [Fact]
    public void A_lost_response_at_two_remaining_attempts_leaves_one()
    {
        LockoutGuard guard = new(Time);
        int calls = 0;
        using ScriptedServer server = new(_ => ++calls == 1 ? Json(200, WrongPassword(2)) : Drop());
        string? Try()
        {
            using RunDriver run = new(server);
            run.Submit(Target(1), Session(), Change(guard), NewPassword());
            return Assert.Single(run.Finish()).ErrorId;
        }

        Assert.Equal(ErrorIds.OldPasswordIncorrect, Try());
        Assert.Equal(ErrorIds.OutcomeUnknown, Try());
        Assert.Equal(ErrorIds.LockoutGuard, Try());
    }

    [Fact]
    public void One_wrong_old_password_costs_one_attempt_of_one_instance()
    {
        using ScriptedServer server = new(static _ => Json(200, WrongPassword(4)));
        using RunDriver run = new(server, new RunOptions { ThrottleLimit = 1 });
        ProviderSession session = Session();
        DcsChangeOperation operation = Change();
        SharedRegions(run, session, operation, 350);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Single(server.Calls);
        Assert.Single(run.Questions);
        Assert.Equal(350, results.Count);
        Assert.Single(results, static result => result.Status == ChangeStatus.Failed);
        Assert.Equal(349, results.Count(static result => result is { Status: ChangeStatus.Cancelled, Attempts: 0 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void After_the_first_success_all_go_in_every_group_and_region(int throttleLimit)
    {
        using ScriptedServer server = new(static _ => Json(200, Success));
        using RunDriver run = new(server, new RunOptions { ThrottleLimit = throttleLimit });
        SharedRegions(run, Session(), Change(), 350);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Equal(350, server.Calls.Count);
        Assert.All(results, static result => Assert.Equal(ChangeStatus.Succeeded, result.Status));
        Assert.Empty(run.Questions);
    }

    [Fact]
    public void A_yes_sends_the_rest()
    {
        using ScriptedServer server = new(static _ => Json(200, WrongPassword(4)));
        using RunDriver run = new(server) { OnQuestion = static _ => true };
        SharedRegions(run, Session(), Change(), 150);

        run.Finish();

        Assert.Equal(150, server.Calls.Count);
        Assert.Single(run.Questions);
    }

    [Fact]
    public void Force_sends_the_rest_unasked_after_the_first_alone()
    {
        TaskCompletionSource release = new();
        using ScriptedServer server = new(async (_, _) =>
        {
            await release.Task;
            return Json(200, WrongPassword(4));
        });
        using RunDriver run = new(server);
        SharedRegions(run, Session(), Change(force: true), 150);

        Wait.Until(() => server.Calls.Count > 0);
        Assert.Single(server.Calls);
        release.SetResult();
        run.Finish();

        Assert.Equal(150, server.Calls.Count);
        Assert.Empty(run.Questions);
    }

    [Fact]
    public void Without_a_known_outcome_they_are_sent_one_by_one()
    {
        int calls = 0;
        using ScriptedServer server = new(async (call, _) =>
        {
            await Task.Yield();
            return Interlocked.Increment(ref calls) switch
            {
                <= 20 => Json(400, """{"error_code":"DCS.4026","error_msg":"state"}"""),
                <= 24 => Drop(),
                <= 40 => Json(404, """{"error_code":"DCS.3022","error_msg":"This DCS instance does not exist."}"""),
                _ => Json(200, WrongPassword(4)),
            };
        });
        using RunDriver run = new(server, new RunOptions { MaximumRetryCount = 0 });
        SharedRegions(run, Session(), Change(), 250,
            regions: ["eu-de", "eu-nl", "eu-west-101", "cn-north-4", "cn-north-1", "cn-east-3", "la-south-2"]);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Equal(1, server.MostInFlight);
        Assert.Equal(41, server.Calls.Count);
        Assert.Equal(209, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void Instances_that_the_guard_rejects_are_not_sent_as_canary()
    {
        LockoutGuard guard = new(Time);
        guard.RecordLock(new LockoutKey("Huawei", "DcsInstance", Id(1)), TimeSpan.FromMinutes(5));
        using ScriptedServer server = new(static _ => Json(200, Success));
        using RunDriver run = new(server);
        SharedRegions(run, Session(), Change(guard), 3, regions: [Region]);

        run.Finish();

        Assert.Equal([Id(2), Id(3)], server.Calls.Select(static call => call.Instance).Order());
        Assert.Equal(ErrorIds.LockoutGuard, run.ResultOf(Id(1)).ErrorId);
    }

    [Fact]
    public void A_canary_that_cannot_be_sent_ends_every_wait()
    {
        using ScriptedServer server = new(static _ => Json(200, Success));
        using RunDriver run = new(server, report: new FullDisk());
        SharedRegions(run, Session(), Change(), 150);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Equal(ErrorIds.ReportUnavailable, Assert.Single(results, static result => result.Status != ChangeStatus.Succeeded).ErrorId);
        Assert.Equal(149, server.Calls.Count);
    }

    [Fact]
    public void A_stop_while_the_first_is_out_ends_all_at_once()
    {
        using ScriptedServer server = new(async (_, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return Drop();
        });
        using RunDriver run = new(server, new RunOptions { StopTimeout = TimeSpan.Zero, ThrottleLimit = 2 });
        SharedRegions(run, Session(), Change(), 350);
        Wait.Until(() => server.Calls.Count > 0);

        run.Stop();
        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Single(server.Calls);
        Assert.Single(results, static result => result.Status == ChangeStatus.Unknown);
        Assert.Equal(349, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void A_stop_during_the_question_ends_all_at_once()
    {
        using ScriptedServer server = new(static _ => Json(200, WrongPassword(4)));
        using RunDriver run = new(server);
        run.OnQuestion = _ =>
        {
            run.Stop();
            return true;
        };
        SharedRegions(run, Session(), Change(), 150);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Equal(150, results.Count);
        Assert.Single(results, static result => result.Status == ChangeStatus.Failed);
    }

    [Fact]
    public void A_key_that_is_rejected_ends_the_account_after_one_call()
    {
        using ScriptedServer server =
            new(static _ =>
                Json(401,
                    """
                    {"error_msg":"Incorrect IAM authentication information: verify aksk signature fail","error_code":"APIGW.0301",
                    "request_id":"r"}
                    """));
        using RunDriver run = new(server);
        SharedRegions(run, Session(), Change(), 150);

        IReadOnlyList<TargetResult> results = run.Finish();

        Assert.Single(server.Calls);
        Assert.Equal(ErrorIds.AuthenticationFailed, Assert.Single(results, static result => result.Status == ChangeStatus.Failed).ErrorId);
        Assert.Equal(149, results.Count(static result => result.Status == ChangeStatus.Cancelled));
    }

    [Fact]
    public void A_wrong_clock_is_distinguished_from_a_wrong_key_and_corrected()
    {
        int calls = 0;
        AutoAdvancingTimeProvider time = new();
        DateTimeOffset theirs = time.GetUtcNow() + TimeSpan.FromHours(2);
        using ScriptedServer server = new(_ => ++calls == 1
            ? Json(401, """{"error_msg":"Incorrect IAM authentication information","error_code":"APIGW.0301"}""",
                ("Date", theirs.ToString("R")))
            : Json(200, Success));
        using RunDriver run = new(server, time: time);

        run.Submit(Target(1), Session(), Change(time: time), NewPassword());
        TargetResult result = Assert.Single(run.Finish());

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.StartsWith(theirs.ToString("yyyyMMdd'T'HH"), server.Calls[1].Headers["X-Sdk-Date"], StringComparison.Ordinal);
        Assert.Contains(run.Notices, static notice => notice.Contains("clock", StringComparison.Ordinal));
    }

    private static void SharedRegions(RunDriver run, ProviderSession session, DcsChangeOperation operation, int count,
        string[]? regions = null)
    {
        regions ??= ["eu-de", "eu-nl"];
        SharedPassword password = NewPassword();
        for (int number = 1; number <= count; number++)
        {
            run.Submit(Target(number, regions[number % regions.Length]), session, operation, password);
        }
    }

    // Fails the first line that says a target is about to be sent.
    private sealed class FullDisk : IRunReport
    {
        private int _sent;

        public void Planned(TargetWork work)
        {
        }

        public void Sent(IReadOnlyList<TargetWork> works)
        {
            if (Interlocked.Increment(ref _sent) == 1)
            {
                throw new ReportException("The disk is full.");
            }
        }

        public void Finished(TargetResult result)
        {
        }
    }

    private sealed class BrokenContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(System.IO.Stream stream, System.Net.TransportContext? context) =>
            throw new System.IO.IOException("gone");

        protected override bool TryComputeLength(out long length)
        {
            length = 100;
            return true;
        }
    }

    private static TargetWork WorkOf(DcsChangeOperation operation, int number) => new()
    {
        Target = Target(number),
        Session = Session(),
        Operation = operation,
        Passwords = NewPassword(),
        PlannedAt = DateTimeOffset.UnixEpoch,
    };
}
