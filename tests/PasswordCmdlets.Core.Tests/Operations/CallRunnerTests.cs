using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>One call at a time: the number of attempts, their times, the signature of each, and what the response changes.</summary>
public sealed class CallRunnerTests : IDisposable
{
    private static readonly CloudCredential SecondKey = TestCredential.Of(TencentProvider.Descriptor, "second-secret", id: "second");

    private readonly CallBench _bench = new();

    [Fact]
    public async Task Pauses_double_up_to_twenty_seconds()
    {
        _bench.Random = 1;
        _bench.Options = _bench.Options with { MaximumRetryCount = 8 };

        CallOutcome outcome = await CallAsync(Always("Transient"));

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 20, 20], _bench.Gaps);
        Assert.Equal((CallEnd.Completed, 9, true), (outcome.End, outcome.Attempts, outcome.MayHaveExecuted));
        Assert.Equal(_bench.Arrived[0], outcome.FirstSentAt);
    }

    [Theory]
    [InlineData(0.25, null, "0.125 0.25 0.5")]
    [InlineData(1, "1", "1 1 2")]
    [InlineData(1, "7", "7 7 7")]
    public async Task A_pause_is_a_random_part_and_no_shorter_than_the_server_asks(double random, string? retryAfter, string gaps)
    {
        _bench.Random = random;
        _bench.Options = _bench.Options with { MaximumRetryCount = 3 };

        await CallAsync(_ => Response("Transient", retryAfter is null ? [] : [("Retry-After", retryAfter)]));

        Assert.Equal(gaps,
            string.Join(' ', _bench.Gaps.Select(static gap => gap.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_pause_leaves_half_of_the_time_to_the_attempt_and_none_begins_when_it_is_over()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 100 };

        CallOutcome outcome = await CallAsync(_ => Response("Transient", ("Retry-After", "60")), budget: TimeSpan.FromSeconds(10));

        Assert.Equal([5, 2.5, 1.25, 0.625, 0.312, 0.156], _bench.Gaps);
        Assert.Equal((CallEnd.Abandoned, "its time budget is used up", true), (outcome.End, outcome.Reason, outcome.MayHaveExecuted));
    }

    [Theory]
    [InlineData("Transient", 2)]
    [InlineData("Throttled", 5)]
    public async Task The_time_of_an_attempt_counts_unless_it_was_throttled(string fault, int attempts)
    {
        CallOutcome outcome = await CallAsync(
            async call =>
            {
                await Task.Delay(TimeSpan.FromSeconds(30), _bench.Time);
                return _bench.Arrived.Count < 5 ? Response(fault) : Response("None");
            },
            budget: TimeSpan.FromSeconds(60));

        Assert.Equal(attempts, outcome.Attempts);
        Assert.Equal(fault == "Throttled", outcome.Succeeded);
    }

    [Theory]
    [InlineData(60, null, 10)]
    [InlineData(60, 6, 6)]
    [InlineData(60, 20, 10)]
    [InlineData(7, null, 7)]
    [InlineData(7, 6, 6)]
    public async Task An_attempt_ends_at_the_earliest_of_its_limits(int budget, int? longestAttempt, int expected)
    {
        _bench.Options = _bench.Options with { AttemptTimeout = TimeSpan.FromMinutes(10) };
        DateTimeOffset began = _bench.Time.GetUtcNow();

        CallOutcome outcome = await Runner(_bench.HangAsync)
            .CallAsync(_bench.Session, Call(Idempotency.NotIdempotent),
                new CallBudget(TimeSpan.FromMinutes(budget))
                {
                    LongestAttempt = longestAttempt is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                });

        Assert.Equal((CallEnd.OutcomeUnknown, TimeSpan.FromMinutes(expected)), (outcome.End, _bench.Time.GetUtcNow() - began));
        Assert.Equal($"no complete response within {60 * expected} seconds", outcome.Reason);
    }

    [Fact]
    public async Task A_provider_that_throttles_every_call_ends_the_call_after_the_throttle_timeout()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0, ThrottleTimeout = TimeSpan.FromSeconds(200) };
        DateTimeOffset began = _bench.Time.GetUtcNow();

        CallOutcome outcome = await CallAsync(Always("Throttled"));

        Assert.Equal((CallEnd.Throttled, false), (outcome.End, outcome.MayHaveExecuted));
        Assert.Equal("Tencent throttled every Act request for 200 seconds", outcome.Reason);
        Assert.True(outcome.Attempts > 3, $"It was sent {outcome.Attempts} times.");
        Assert.InRange((_bench.Time.GetUtcNow() - began).TotalSeconds, 199, 205);
    }

    [Fact]
    public async Task Later_calls_end_at_once_until_the_provider_accepts_one_again()
    {
        _bench.Options = _bench.Options with { ThrottleTimeout = TimeSpan.FromSeconds(200) };
        await CallAsync(Always("Throttled"));
        DateTimeOffset ended = _bench.Time.GetUtcNow();
        CallOutcome next = await CallAsync(Always("Throttled"));
        Assert.InRange((_bench.Time.GetUtcNow() - ended).TotalSeconds, 0, 2);
        Assert.Equal(CallEnd.Throttled, next.End);

        // What the rate limiter lets through after its pause is the trial.
        await Task.Delay(TimeSpan.FromSeconds(61), _bench.Time, TestContext.Current.CancellationToken);
        Assert.True((await CallAsync(Always("None"))).Succeeded);

        DateTimeOffset accepted = _bench.Time.GetUtcNow();
        await CallAsync(Always("Throttled"));
        Assert.InRange((_bench.Time.GetUtcNow() - accepted).TotalSeconds, 199, 265);
    }

    [Fact]
    public async Task Accepted_calls_start_the_throttle_timeout_anew()
    {
        _bench.Options = _bench.Options with { ThrottleTimeout = TimeSpan.FromSeconds(100) };
        int arrived = 0;
        for (int i = 0; i < 4; i++)
        {
            // Each is throttled for about a minute and then accepted.
            int from = arrived;
            CallOutcome outcome =
                await CallAsync(_ => ++arrived == from + 1 ? Response("Throttled", ("Retry-After", "60")) : Response("None"));
            Assert.True(outcome.Succeeded, $"Call {i} ended as {outcome.End}.");
        }
    }

    [Fact]
    public async Task A_call_that_only_helps_waits_for_a_throttled_action_no_longer_than_it_says()
    {
        DateTimeOffset began = _bench.Time.GetUtcNow();

        CallOutcome outcome = await Runner(_ => Task.FromResult(Response("Throttled", ("Retry-After", "60"))))
            .CallAsync(_bench.Session, Call(Idempotency.ReadOnly),
                new CallBudget(_bench.Options.Timeout) { LongestThrottle = TimeSpan.FromSeconds(5) });

        Assert.Equal((CallEnd.Throttled, 1), (outcome.End, outcome.Attempts));
        Assert.InRange((_bench.Time.GetUtcNow() - began).TotalSeconds, 4.9, 6.1);
    }

    [Theory]
    [InlineData(nameof(Idempotency.ReadOnly), false)]
    [InlineData(nameof(Idempotency.Idempotent), true)]
    [InlineData(nameof(Idempotency.NotIdempotent), true)]
    public async Task A_response_that_is_too_large_is_not_asked_for_again_and_shows_that_the_region_can_be_reached(
        string idempotency, bool inDoubt)
    {
        for (int i = 0; i < 6; i++)
        {
            CallOutcome outcome = await CallAsync(Always("too large"), Enum.Parse<Idempotency>(idempotency));
            Assert.Equal((true, 1, inDoubt), (outcome.IsFault(Fault.ResponseTooLarge), outcome.Attempts, outcome.MayHaveExecuted));
            Assert.Equal("The response is larger than 8 MiB and was not read.", outcome.Reply!.Message);
        }

        Assert.Equal(_bench.Arrived[0], _bench.Arrived[^1]);
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Fri, 02 Jan 2026 00:00:01 GMT")]
    [InlineData("Tue, 30 Dec 2025 23:59:59 GMT")]
    public async Task A_time_more_than_a_day_away_is_not_believed(string date)
    {
        CallOutcome outcome = await CallAsync(_ => Response("ClockSkew", ("Date", date)));

        Assert.Equal((1, TimeSpan.Zero), (outcome.Attempts, _bench.Session.ClockOffset));
        Assert.Contains("more than a day from this machine's clock. Set the clock.", Assert.Single(_bench.Notices).Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transient", 3, 3, 1)]
    [InlineData("Unreadable", 3, 3, 1)]
    [InlineData("lost", 3, 3, 1)]
    [InlineData("unsent", 3, 3, 3)]
    [InlineData("NonceUsed", 3, 3, 1)]
    [InlineData("Rejected", 1, 1, 1)]
    [InlineData("AccessDenied", 1, 1, 1)]
    [InlineData("TargetBusy", 1, 1, 1)]
    [InlineData("AuthenticationFailed", 1, 1, 1)]
    public async Task A_call_is_made_again_as_its_class_allows(string trouble, int readOnly, int idempotent, int notIdempotent)
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 2 };
        foreach ((Idempotency idempotency, int attempts) in new[]
        {
            (Idempotency.ReadOnly, readOnly),
            (Idempotency.Idempotent, idempotent),
            (Idempotency.NotIdempotent, notIdempotent),
        })
        {
            _bench.Renew();
            CallOutcome outcome = await CallAsync(Always(trouble), idempotency);

            bool inDoubt = trouble is "NonceUsed" or "Transient" or "Unreadable" or "lost" && idempotency != Idempotency.ReadOnly;
            CallEnd end = trouble switch
            {
                "lost" => CallEnd.OutcomeUnknown,
                "unsent" => CallEnd.Unreachable,
                _ => CallEnd.Completed,
            };
            Assert.Equal((idempotency, attempts, end, inDoubt), (idempotency, outcome.Attempts, outcome.End, outcome.MayHaveExecuted));
        }
    }

    [Theory]
    [InlineData(nameof(Fault.AccessDenied), "cvm:Act", null, "Grant cvm:Act to the caller.")]
    [InlineData(nameof(Fault.AccessDenied), "cvm:Act", "Log on with MFA.", "Log on with MFA.")]
    [InlineData(nameof(Fault.AccessDenied), null, null, null)]
    [InlineData(nameof(Fault.Rejected), "cvm:Act", null, null)]
    public async Task Denied_access_has_the_advice_to_grant_the_permission_that_the_call_needs(
        string fault, string? permission, string? advice, string? expected)
    {
        ProviderReply one = new() { Fault = Enum.Parse<Fault>(fault), Advice = advice };
        ProviderReply all = one with { Targets = new Dictionary<string, ProviderReply> { ["ins-1"] = one } };
        ApiCall call = Call(Idempotency.Idempotent, read: _ => all);
        call = call with { Contract = call.Contract with { Permission = permission } };

        ProviderReply reply = (await Runner(Fine).CallAsync(_bench.Session, call, new CallBudget(_bench.Options.Timeout))).Reply!;

        Assert.Equal((expected, expected), (reply.Advice, reply.Targets!["ins-1"].Advice));
    }

    [Theory]
    [InlineData("lost Rejected", true)]
    [InlineData("Transient Transient Rejected", true)]
    [InlineData("Transient lost Transient TargetBusy", true)]
    [InlineData("lost unsent unsent unsent unsent", true)]
    [InlineData("NonceUsed Throttled unsent Rejected", true)]
    [InlineData("Throttled unsent Rejected", false)]
    [InlineData("lost Transient None", false)]
    public async Task Doubt_stays_until_a_success(string responses, bool inDoubt)
    {
        string[] script = responses.Split(' ');

        CallOutcome outcome = await CallAsync(_ => CallBench.Play(script[_bench.Arrived.Count - 1]));

        Assert.Equal((script.Length, inDoubt), (_bench.Arrived.Count, outcome.MayHaveExecuted));
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_once_by_the_servers()
    {
        CallOutcome outcome = await CallAsync(_ => Response("ClockSkew", ("Date", "Thu, 01 Jan 2026 00:05:00 GMT")));

        Assert.Equal(2, outcome.Attempts);
        Assert.Equal(TimeSpan.FromMinutes(5), _bench.Signed[1].At - _bench.Signed[0].At);
        (NoticeLevel level, string text) = Assert.Single(_bench.Notices);
        Assert.Equal(NoticeLevel.Warning, level);
        Assert.Contains("off by about 300 seconds", text, StringComparison.Ordinal);
        Assert.Contains("Tencent rejected the access key first (ClockSkew)", _bench.Session.StoppedBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("yesterday")]
    public async Task Without_a_date_the_servers_clock_is_unknown(string? date)
    {
        CallOutcome outcome = await CallAsync(_ => Response("ClockSkew", date is null ? [] : [("Date", date)]));

        Assert.Equal((1, TimeSpan.Zero), (outcome.Attempts, _bench.Session.ClockOffset));
        Assert.Empty(_bench.Notices);
    }

    [Fact]
    public async Task An_expired_credential_is_renewed_and_the_call_signed_with_the_new_one()
    {
        _bench.Credentials = new RenewableSource();

        CallOutcome outcome = await CallAsync(_ => _bench.Arrived.Count == 1 ? Response("CredentialExpired") : Response("None"));

        Assert.True(outcome.Succeeded);
        Assert.Equal(["first", "second"], _bench.Signed.Select(static signed => signed.Key));
    }

    [Fact]
    public async Task One_that_cannot_be_renewed_ends_the_account()
    {
        CallOutcome outcome = await CallAsync(Always("CredentialExpired"));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal((1, Fault.CredentialExpired), (outcome.Attempts, outcome.Reply!.Fault));
        Assert.Equal((CallEnd.Abandoned, 0, "Tencent rejected the access key first (CredentialExpired)"),
            (next.End, next.Attempts, next.Reason));
        Assert.Single(_bench.Arrived);
    }

    [Fact]
    public async Task One_that_expires_while_the_command_is_stopped_does_not()
    {
        await CallAsync(_ =>
        {
            _bench.Stopping.Cancel();
            return Response("CredentialExpired");
        });

        Assert.Null(_bench.Session.StoppedBecause);
    }

    [Theory]
    [InlineData(null, "Tencent rejected the access key first (AuthenticationFailed)")]
    [InlineData("ops", "Tencent rejected the session of the role first (AuthenticationFailed)")]
    public async Task What_the_provider_rejected_is_named(string? role, string because)
    {
        _bench.Role = role;

        await CallAsync(Always("AuthenticationFailed"));

        Assert.Equal(because, _bench.Session.StoppedBecause);
    }

    [Fact]
    public async Task A_preflight_makes_no_call_that_changes_anything()
    {
        _bench.Options = _bench.Options with { Preflight = new PreflightTotals() };

        Assert.True((await CallAsync(Always("None"), Idempotency.ReadOnly)).Succeeded);
        await Assert.ThrowsAsync<InvalidOperationException>(() => CallAsync(Always("None"), Idempotency.Idempotent));

        Assert.Single(_bench.Arrived);
    }

    [Fact]
    public async Task A_calls_own_credential_goes_before_the_sessions()
    {
        await Runner(Fine).CallAsync(_bench.Session, Call(Idempotency.Idempotent, credentials: new FixedCredentialProvider(SecondKey)),
            new CallBudget(_bench.Options.Timeout));

        Assert.Equal("second", Assert.Single(_bench.Signed).Key);
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_sent_and_the_reason_is_said()
    {
        NoSource source = new();
        _bench.Credentials = source;

        CallOutcome outcome = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.Abandoned, "There is no key", 0), (outcome.End, outcome.Reason, outcome.Attempts));
        Assert.Equal(ErrorIds.CredentialNotFound, outcome.CredentialErrorId);
        Assert.Equal((0, 1), (_bench.Arrived.Count, source.Asked));
    }

    [Fact]
    public async Task A_response_whose_reader_throws_is_unreadable()
    {
        foreach (Exception failure in new Exception[]
        {
            new FormatException(), new InvalidOperationException(), new ArgumentException("x"), new System.Text.Json.JsonException(),
            new KeyNotFoundException(), new OverflowException(),
        })
        {
            _bench.Renew();
            CallOutcome outcome = await Runner(Fine).CallAsync(_bench.Session, Call(Idempotency.NotIdempotent, read: _ => throw failure),
                new CallBudget(_bench.Options.Timeout));

            Assert.Equal((Fault.Unreadable, "HTTP 200", true), (outcome.Reply!.Fault, outcome.Reply.Code, outcome.MayHaveExecuted));
            Assert.Contains("HTTP 200", outcome.Reply.Message, StringComparison.Ordinal);
        }

        // Anything else is a defect of ours.
        _bench.Renew();
        await Assert.ThrowsAsync<NotSupportedException>(() => Runner(Fine).CallAsync(_bench.Session,
            Call(Idempotency.NotIdempotent, read: static _ => throw new NotSupportedException()), new CallBudget(_bench.Options.Timeout)));
    }

    [Theory]
    [InlineData(nameof(CredentialKind.AccessKey))]
    [InlineData(nameof(CredentialKind.BearerToken))]
    public async Task What_was_submitted_is_not_in_what_the_provider_says(string kind)
    {
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        using SecretText token = new("a-token-of-mine".AsSpan());
        _bench.Credentials =
            new FixedCredentialProvider(new CloudCredential
            {
                Provider = TencentProvider.Descriptor,
                Kind = Enum.Parse<CredentialKind>(kind),
                AccessKeyId = "first",
                Secret = kind == nameof(CredentialKind.AccessKey) ? CallBench.FirstKey.Secret : token,
                SecurityToken = kind == nameof(CredentialKind.AccessKey) ? token : null,
                Source = "test",
            });
        const string Echo = "You sent Brand-New-Pass-7 with a-token-of-mine.";
        DescribedInstance view = new() { Id = "ins-1", OperationError = Echo };
        ProviderReply echo = new()
        {
            Fault = Fault.Rejected,
            Code = Echo,
            RequestId = Echo,
            Message = Echo,
            Content = new DescribedInstances(new Dictionary<string, DescribedInstance> { ["ins-1"] = view }),
        };
        ApiCall call = Call(Idempotency.Idempotent, read: _ => echo, secrets: [password]) with { Names = ["ins-1"] };

        ProviderReply reply = (await Runner(Fine).CallAsync(_bench.Session, call, new CallBudget(_bench.Options.Timeout))).Reply!;

        Assert.Equal((null, null, null, null),
            (reply.Code, reply.RequestId, reply.Message, ((DescribedInstances)reply.Content!).Instances["ins-1"].OperationError));
    }

    [Theory]
    [InlineData("Brand-New-Pass-7")]
    [InlineData("first-secret")]
    [InlineData("first-token")]
    [InlineData("Proxy-Word-3")]
    public async Task A_later_response_does_not_show_what_an_earlier_request_submitted(string echo)
    {
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        using SecretText proxyPassword = new("Proxy-Word-3".AsSpan());
        _bench.Secrets.Add(proxyPassword);
        await Runner(Fine)
            .CallAsync(_bench.Session, Call(Idempotency.Idempotent, secrets: [password]), new CallBudget(_bench.Options.Timeout));
        DescribedInstance echoing = new()
        {
            Id = "ins-1",
            State = echo,
            OperationName = echo,
            OperationState = echo,
            OperationRequestId = echo,
            OperationError = $"{new string(' ', 590)}cut here: {echo}",
        };
        ApiCall describe = Call(Idempotency.ReadOnly,
            read: _ => new ProviderReply
            {
                Fault = Fault.None,
                RequestId = echo,
                Content = new DescribedInstances(new Dictionary<string, DescribedInstance> { ["ins-1"] = echoing }),
            });

        ProviderReply reply =
            (await Runner(Fine)
                .CallAsync(_bench.Session, describe with { Names = ["ins-1"] }, new CallBudget(_bench.Options.Timeout))).Reply!;

        Assert.Null(reply.RequestId);
        Assert.Equal(new DescribedInstance { Id = "ins-1", State = "withheld" }, ((DescribedInstances)reply.Content!).Instances["ins-1"]);
    }

    [Fact]
    public async Task Targets_are_in_flight_during_their_change_and_not_during_a_describe_call()
    {
        List<int> seen = [];
        Task<HttpResponseMessage> Describe(string _)
        {
            seen.Add(_bench.Runner.TargetsInFlight);
            return Task.FromResult(Response("None"));
        }

        int sendings = 0;
        await Runner(Describe).CallAsync(_bench.Session, Call(Idempotency.Idempotent, targets: 3, sending: () => sendings++),
            new CallBudget(_bench.Options.Timeout));
        await Runner(Describe).CallAsync(_bench.Session, Call(Idempotency.ReadOnly, targets: 3), new CallBudget(_bench.Options.Timeout));

        Assert.Equal([3, 0], seen);
        Assert.Equal((0, 1), (_bench.Runner.TargetsInFlight, sendings));
    }

    [Fact]
    public async Task When_the_report_cannot_be_written_nothing_is_sent()
    {
        await Assert.ThrowsAsync<ReportException>(() => Runner(Fine).CallAsync(_bench.Session,
            Call(Idempotency.Idempotent, sending: static () => throw new ReportException("full")), new CallBudget(_bench.Options.Timeout)));

        Assert.Empty(_bench.Arrived);
    }

    [Theory]
    [InlineData("None", "200 OK", "r-1")]
    [InlineData("Rejected", "400 Rejected", "r-1")]
    [InlineData("lost", "no response, the connection was closed without a response", "none")]
    [InlineData("unsent", "not sent, the connection could not be opened", "none")]
    public async Task Each_attempt_is_reported_to_the_listener(string trouble, string outcome, string requestId)
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0, Verbose = true, Debug = true };
        await CallAsync(Always(trouble), targets: 3, region: "ap-guangzhou");
        _bench.Renew();
        _bench.Options = _bench.Options with { Verbose = false };
        await CallAsync(Always(trouble), targets: 3);
        _bench.Renew();
        _bench.Options = _bench.Options with { Debug = false };
        await CallAsync(Always(trouble), targets: 3);

        Assert.Equal(
            [
                (NoticeLevel.Verbose,
                    $"Act, POST to 127.0.0.1:1, region ap-guangzhou, 3 target(s), attempt 1: {outcome} in 0 ms, request id {requestId}"),
                (NoticeLevel.Debug,
                    $"Act, POST to 127.0.0.1:1, region global, 3 target(s), attempt 1: {outcome} in 0 ms, request id {requestId}"),
            ],
            _bench.Notices);
    }

    [Fact]
    public async Task A_rejected_key_ends_the_account_in_all_its_calls()
    {
        await CallAsync(Always("AuthenticationFailed"));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.Abandoned, "Tencent rejected the access key first (AuthenticationFailed)"), (next.End, next.Reason));
        Assert.Single(_bench.Arrived);
    }

    [Fact]
    public async Task A_stopped_command_sends_nothing_more()
    {
        CallOutcome during = await CallAsync(_ =>
        {
            _bench.Stopping.Cancel();
            return Response("Transient");
        });
        CallOutcome after = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.Completed, 1), (during.End, during.Attempts));
        Assert.Equal((CallEnd.Stopped, 0, "the command was stopped"), (after.End, after.Attempts, after.Reason));
    }

    [Theory]
    [InlineData("unsent", nameof(CallEnd.Stopped))]
    [InlineData("lost", nameof(CallEnd.OutcomeUnknown))]
    public async Task What_fails_while_the_command_is_stopped_says_so(string trouble, string end)
    {
        CallOutcome outcome = await CallAsync(_ =>
        {
            _bench.Stopping.Cancel();
            return CallBench.Play(trouble);
        });

        Assert.Equal((end, trouble == "lost"), (outcome.End.ToString(), outcome.MayHaveExecuted));
    }

    [Theory]
    [InlineData("unsent", nameof(Idempotency.Idempotent), 4, 1, false)]
    [InlineData("unsent", nameof(Idempotency.Idempotent), 5, 1, true)]
    [InlineData("unsent", nameof(Idempotency.NotIdempotent), 5, 1, true)]
    [InlineData("unsent", nameof(Idempotency.Idempotent), 1, 5, true)]
    [InlineData("lost", nameof(Idempotency.Idempotent), 4, 1, false)]
    [InlineData("lost", nameof(Idempotency.Idempotent), 5, 1, true)]
    [InlineData("lost", nameof(Idempotency.NotIdempotent), 100, 4, false)]
    [InlineData("lost", nameof(Idempotency.NotIdempotent), 100, 5, true)]
    [InlineData("slowly unsent", nameof(Idempotency.Idempotent), 4, 1, false)]
    [InlineData("slowly unsent", nameof(Idempotency.Idempotent), 5, 1, true)]
    [InlineData("Transient", nameof(Idempotency.Idempotent), 100, 5, false)]
    public async Task A_region_is_suspected_after_five_targets_in_a_row(string trouble, string idempotency, int targets,
        int calls, bool suspected)
    {
        for (int i = 0; i < calls; i++)
        {
            await CallAsync(Always(trouble), Enum.Parse<Idempotency>(idempotency), targets: targets);
        }

        DateTimeOffset before = _bench.Time.GetUtcNow();
        CallOutcome next = await CallAsync(Always("None"));

        // The next call is the probe, a minute later.
        Assert.True(next.Succeeded);
        Assert.Equal(suspected ? 60 : 0, (int)(_bench.Arrived[^1] - before).TotalSeconds);
    }

    [Fact]
    public async Task Slow_attempts_count_before_their_calls_are_over()
    {
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int number = 0;
        async Task<HttpResponseMessage> FirstSlowThenFine(string body)
        {
            int mine = Interlocked.Increment(ref number);
            if (mine > 5)
            {
                return Response("None");
            }

            if (mine == 5)
            {
                all.SetResult();
            }

            await all.Task;
            return CallBench.Play("slowly unsent");
        }

        // The provider accepts the credential: calls no longer go one by one.
        await CallAsync(Always("None"));
        DateTimeOffset began = _bench.Time.GetUtcNow();
        CallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CallAsync(FirstSlowThenFine)));

        // Each took its time, and none was made again before a minute was over.
        Assert.All(outcomes, static outcome => Assert.Equal((true, 2), (outcome.Succeeded, outcome.Attempts)));
        Assert.True(_bench.Time.GetUtcNow() - began >= CircuitBreaker.ProbeAfter,
            $"They were made again after {_bench.Time.GetUtcNow() - began}.");
    }

    [Fact]
    public async Task A_response_resets_the_failure_count_of_a_region()
    {
        foreach (string trouble in (string[])["lost", "Rejected", "lost"])
        {
            await CallAsync(Always(trouble), targets: 4);
        }

        DateTimeOffset before = _bench.Time.GetUtcNow();
        await CallAsync(Always("None"));

        Assert.Equal(before, _bench.Arrived[^1]);
    }

    [Fact]
    public async Task A_probe_has_half_an_attempts_time_and_its_silence_ends_the_region()
    {
        _bench.Options = _bench.Options with { AttemptTimeout = TimeSpan.FromMinutes(10), MaximumRetryCount = 0 };
        await CallAsync(Always("lost"), targets: 5);
        DateTimeOffset before = _bench.Time.GetUtcNow();

        await Runner(_bench.HangAsync).CallAsync(_bench.Session, Call(Idempotency.ReadOnly), new CallBudget(_bench.Options.Timeout));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal(TimeSpan.FromMinutes(6), _bench.Time.GetUtcNow() - before);
        Assert.Equal((CallEnd.Abandoned, "127.0.0.1 cannot be reached"), (next.End, next.Reason));
    }

    [Fact]
    public async Task A_probe_that_is_not_sent_after_all_leaves_it_to_another()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0 };
        await CallAsync(Always("lost"), targets: 5);
        await Runner(Fine)
            .CallAsync(_bench.Session, Call(Idempotency.ReadOnly, credentials: new NoSource()), new CallBudget(_bench.Options.Timeout));

        Assert.True((await CallAsync(Always("None"))).Succeeded);
    }

    [Fact]
    public async Task A_call_that_stood_in_line_when_another_was_throttled_waits_once_more()
    {
        // The first is throttled and given up at once: nothing but the permit of the second decides when it goes.
        _bench.Options = _bench.Options with { ThrottleLimit = 1 };
        ProviderSession first = new()
        {
            Provider = _bench.Session.Provider,
            Account = _bench.Session.Account,
            Credentials = _bench.Session.Credentials,
            Signer = _bench.Session.Signer,
            EndpointOf = _bench.Session.EndpointOf,
        };
        Task<CallOutcome>? second = null;
        _bench.Responses = _ =>
        {
            if (second is not null)
            {
                return Fine(string.Empty);
            }

            second = _bench.Runner.CallAsync(_bench.Session, Call(Idempotency.Idempotent), new CallBudget(_bench.Options.Timeout));
            first.Stop("enough", new ProviderReply { Fault = Fault.AuthenticationFailed });
            return Task.FromResult(Response("Throttled", ("Retry-After", "30")));
        };

        await _bench.Runner.CallAsync(first, Call(Idempotency.Idempotent), new CallBudget(_bench.Options.Timeout));

        Assert.Equal(1, (await second!).Attempts);
        Assert.InRange(Assert.Single(_bench.Gaps), 30, 30.1);
    }

    [Fact]
    public async Task After_a_throttle_accepted_requests_restore_the_rate()
    {
        RateContract ten = new(10, TimeSpan.FromSeconds(1));
        _bench.Responses = _ => Task.FromResult(_bench.Arrived.Count == 1 ? Response("Throttled") : Response("None"));
        for (int i = 0; i < 20; i++)
        {
            if (i < 3)
            {
                await Task.Delay(TimeSpan.FromSeconds(20), _bench.Time, TestContext.Current.CancellationToken);
            }

            await _bench.Runner.CallAsync(_bench.Session, Call(Idempotency.Idempotent, rate: ten), new CallBudget(_bench.Options.Timeout));
        }

        Assert.InRange(_bench.Gaps.TakeLast(10).Sum(), 1.0, 1.1);
    }

    [Fact]
    public async Task Regions_and_endpoints_are_suspected_apart()
    {
        await CallAsync(Always("lost"), targets: 5, region: "ap-dead");
        DateTimeOffset before = _bench.Time.GetUtcNow();

        await CallAsync(Always("None"), region: "ap-guangzhou");

        Assert.Equal(before, _bench.Arrived[^1]);
    }

    [Fact]
    public async Task A_describe_call_goes_before_changes_that_wait()
    {
        _bench.Options = _bench.Options with { ThrottleLimit = 1 };
        List<string> order = [];
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<CallOutcome> SendAsync(string body, Idempotency idempotency) => Runner(AnswerAsync).CallAsync(
            _bench.Session,
            Call(idempotency) with { Write = endpoint => CallBench.Write(endpoint, body) },
            new CallBudget(_bench.Options.Timeout));
        async Task<HttpResponseMessage> AnswerAsync(string body)
        {
            lock (order)
            {
                order.Add(body);
            }

            if (body == "first")
            {
                await held.Task;
            }

            return Response("None");
        }

        // Before a response has shown that the credential is accepted, calls wait for their turn, in no order.
        await SendAsync("proof", Idempotency.ReadOnly);
        Task<CallOutcome>[] calls =
        [
            SendAsync("first", Idempotency.Idempotent), SendAsync("change", Idempotency.Idempotent),
            SendAsync("describe", Idempotency.ReadOnly),
        ];
        held.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(["proof", "first", "describe", "change"], order);
    }

    [Theory]
    [InlineData(100, 1, nameof(CallEnd.Completed))]
    [InlineData(99, 0, nameof(CallEnd.Abandoned))]
    public async Task An_attempt_has_a_tenth_of_a_second_at_least(int milliseconds, int attempts, string end)
    {
        CallOutcome outcome = await CallAsync(Always("Transient"), budget: TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal((attempts, end), (outcome.Attempts, outcome.End.ToString()));
    }

    [Fact]
    public async Task An_attempt_in_flight_when_the_run_ends_says_so()
    {
        CallOutcome outcome = await CallAsync(
            async _ =>
            {
                await _bench.Aborting.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
                return Response("None");
            },
            Idempotency.NotIdempotent);

        Assert.Equal((CallEnd.OutcomeUnknown, "the command was stopped", true), (outcome.End, outcome.Reason, outcome.MayHaveExecuted));
    }

    [Fact]
    public async Task A_stopped_command_does_not_wait_for_a_rate_limit()
    {
        CallOutcome outcome = await CallAsync(_ =>
        {
            _bench.Stopping.Cancel();
            return Response("Throttled");
        });

        Assert.Equal((true, 1), (outcome.IsFault(Fault.Throttled), outcome.Attempts));
    }

    [Fact]
    public async Task A_probe_that_is_cancelled_leaves_it_to_another()
    {
        _bench.Options = _bench.Options with { MaximumRetryCount = 0 };
        await CallAsync(Always("lost"), targets: 5);
        CallBench.HangingSource source = new();
        ProviderSession other = _bench.Session.Separate();
        Task<CallOutcome> probe = Runner(Fine).CallAsync(
            other, Call(Idempotency.Idempotent, credentials: source), new CallBudget(_bench.Options.Timeout));
        await source.Asked;

        other.Stop("enough", new ProviderReply { Fault = Fault.AuthenticationFailed });

        Assert.Equal((CallEnd.Abandoned, "enough"), ((await probe).End, (await probe).Reason));
        Assert.True((await CallAsync(Always("None"))).Succeeded);
    }

    [Fact]
    public async Task A_clock_that_is_a_day_off_is_corrected()
    {
        CallOutcome outcome = await CallAsync(_ => _bench.Arrived.Count == 1
            ? Response("ClockSkew", ("Date", "Fri, 02 Jan 2026 00:00:00 GMT"))
            : Response("None"));

        Assert.Equal((true, TimeSpan.FromDays(1)), (outcome.Succeeded, _bench.Session.ClockOffset));
    }

    [Fact]
    public async Task The_log_has_the_providers_own_code()
    {
        _bench.Options = _bench.Options with { Verbose = true };
        ApiCall call = Call(Idempotency.Idempotent,
            read: static _ => new ProviderReply { Fault = Fault.TargetBusy, Code = "Instance.Busy", CodeIsListed = true });

        await Runner(Fine).CallAsync(_bench.Session, call, new CallBudget(_bench.Options.Timeout));

        Assert.Contains(": 200 Instance.Busy in 0 ms, request id none", Assert.Single(_bench.Notices).Text, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();

    private static HttpResponseMessage Response(string fault, params (string Name, string Value)[] headers) =>
        CallBench.Response(fault, headers);

    private static Task<HttpResponseMessage> Fine(string body) => Task.FromResult(Response("None"));

    private static Func<string, HttpResponseMessage> Always(string trouble) => _ => CallBench.Play(trouble);

    private static ApiCall Call(Idempotency idempotency, int targets = 1, string? region = null, Action? sending = null,
        Func<WireResponse, ProviderReply>? read = null, ICredentialProvider? credentials = null, IReadOnlyList<SecretText>? secrets = null,
        RateContract? rate = null)
    {
        ApiCall call = CallBench.Call(idempotency);
        return call with
        {
            Contract = rate is null ? call.Contract : call.Contract with { Rate = rate },
            Region = region,
            TargetCount = targets,
            Sending = sending,
            Secrets = [.. secrets ?? []],
            Credentials = credentials,
            Read = read ?? call.Read,
        };
    }

    private Task<CallOutcome> CallAsync(Func<string, HttpResponseMessage> response, Idempotency idempotency = Idempotency.Idempotent,
        TimeSpan? budget = null, int targets = 1, string? region = null) =>
            CallAsync(body => Task.FromResult(response(body)), idempotency, budget, targets, region);

    private Task<CallOutcome> CallAsync(Func<string, Task<HttpResponseMessage>> response, Idempotency idempotency = Idempotency.Idempotent,
        TimeSpan? budget = null, int targets = 1, string? region = null) =>
            Runner(response)
                .CallAsync(_bench.Session, Call(idempotency, targets, region), new CallBudget(budget ?? _bench.Options.Timeout));

    private CallRunner Runner(Func<string, Task<HttpResponseMessage>> response)
    {
        _bench.Responses = response;
        return _bench.Runner;
    }

    private sealed class RenewableSource : ICredentialProvider
    {
        private CloudCredential _current = CallBench.FirstKey;

        public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken) => new(_current);

        public bool Rejected(CloudCredential rejected)
        {
            _current = SecondKey;
            return rejected == CallBench.FirstKey;
        }
    }

    private sealed class NoSource : ICredentialProvider
    {
        public int Asked { get; private set; }

        public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken)
        {
            Asked++;
            throw new CredentialUnavailableException("There is no key.");
        }

        public bool Rejected(CloudCredential rejected) => false;
    }
}
