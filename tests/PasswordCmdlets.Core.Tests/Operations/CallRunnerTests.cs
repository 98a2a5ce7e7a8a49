using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>One call at a time: how often it is sent, when, signed with what, and what is learnt from its answer.</summary>
public sealed class CallRunnerTests : IDisposable
{
    private static readonly CloudCredential FirstKey = new() { Provider = CloudProvider.Tencent, AccessKeyId = "first", Secret = new SecretText("first-secret".AsSpan()), SecurityToken = new SecretText("first-token".AsSpan()), Source = "test" };
    private static readonly CloudCredential SecondKey = new() { Provider = CloudProvider.Tencent, AccessKeyId = "second", Secret = new SecretText("second-secret".AsSpan()), Source = "test" };

    private readonly HurriedTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<DateTimeOffset> _arrived = [];
    private readonly List<(NoticeLevel Level, string Text)> _notices = [];
    private readonly RecordingSigner _signer = new();
    private readonly List<HttpTransport> _transports = [];
    private RunOptions _options = new() { Timeout = TimeSpan.FromDays(1), AttemptTimeout = TimeSpan.FromHours(1) };
    private double _random;
    private ICredentialSource _credentials = new FixedCredentialSource(FirstKey);
    private ProviderSession? _session;
    private CallRunner? _runner;

    // What the next calls meet.
    private Func<ServerCall, Task<HttpResponseMessage>> _answer = Fine;

    private ProviderSession Session => _session ??= new() { Provider = CloudProvider.Tencent, Account = "first", Credentials = _credentials, Signer = _signer, EndpointOf = static (_, _) => new Uri("http://127.0.0.1:1") };

    private List<double> Gaps => [.. _arrived.Zip(_arrived.Skip(1), static (one, next) => (next - one).TotalSeconds)];

    [Fact]
    public async Task Pauses_double_up_to_twenty_seconds()
    {
        _random = 1;
        _options = _options with { MaximumRetryCount = 8 };

        CallOutcome outcome = await CallAsync(Always("Transient"));

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 20, 20], Gaps);
        Assert.Equal((CallEnd.Answered, 9, true), (outcome.End, outcome.Attempts, outcome.MayHaveExecuted));
        Assert.Equal(_arrived[0], outcome.FirstSentAt);
    }

    [Theory]
    [InlineData(0.25, null, "0.125 0.25 0.5")]
    [InlineData(1, "1", "1 1 2")]
    [InlineData(1, "7", "7 7 7")]
    public async Task A_pause_is_a_random_part_and_no_shorter_than_the_server_asks(double random, string? retryAfter, string gaps)
    {
        _random = random;
        _options = _options with { MaximumRetryCount = 3 };

        await CallAsync(_ => Answer("Transient", retryAfter is null ? [] : [("Retry-After", retryAfter)]));

        Assert.Equal(gaps, string.Join(' ', Gaps.Select(static gap => gap.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task A_pause_leaves_half_of_the_time_to_the_attempt_and_none_begins_when_it_is_over()
    {
        _options = _options with { MaximumRetryCount = 100 };

        CallOutcome outcome = await CallAsync(_ => Answer("Transient", ("Retry-After", "60")), budget: TimeSpan.FromSeconds(10));

        Assert.Equal([5, 2.5, 1.25, 0.625, 0.312, 0.156], Gaps);
        Assert.Equal((CallEnd.GivenUp, "its time was over", true), (outcome.End, outcome.Reason, outcome.MayHaveExecuted));
    }

    [Theory]
    [InlineData("Transient", 2)]
    [InlineData("Throttled", 5)]
    public async Task What_an_attempt_takes_is_spent_unless_it_was_throttled(string fault, int attempts)
    {
        CallOutcome outcome = await CallAsync(
            async call =>
            {
                await Task.Delay(TimeSpan.FromSeconds(30), _time);
                return _arrived.Count < 5 ? Answer(fault) : Answer("None");
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
        _options = _options with { AttemptTimeout = TimeSpan.FromMinutes(10) };
        DateTimeOffset began = _time.GetUtcNow();

        CallOutcome outcome = await Runner(HangAsync).CallAsync(Session, Call(Idempotency.NotIdempotent), new CallBudget(TimeSpan.FromMinutes(budget)) { LongestAttempt = longestAttempt is { } minutes ? TimeSpan.FromMinutes(minutes) : null });

        Assert.Equal((CallEnd.Lost, TimeSpan.FromMinutes(expected)), (outcome.End, _time.GetUtcNow() - began));
    }

    [Fact]
    public async Task An_account_that_stays_throttled_is_given_up_after_ten_minutes()
    {
        _options = _options with { MaximumRetryCount = 0 };

        CallOutcome outcome = await CallAsync(Always("Throttled"));

        Assert.Equal((CallEnd.Answered, Fault.Throttled, 20, false), (outcome.End, outcome.Reply!.Fault, outcome.Attempts, outcome.MayHaveExecuted));
        Assert.True(_arrived[^1] - _arrived[0] > TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("Transient", 3, 3, 1)]
    [InlineData("Unreadable", 3, 3, 1)]
    [InlineData("lost", 3, 3, 1)]
    [InlineData("unsent", 3, 3, 3)]
    [InlineData("SignAgain", 3, 3, 3)]
    [InlineData("Refused", 1, 1, 1)]
    [InlineData("AccessDenied", 1, 1, 1)]
    [InlineData("TargetBusy", 1, 1, 1)]
    [InlineData("AuthenticationFailed", 1, 1, 1)]
    public async Task A_call_is_made_again_as_its_class_allows(string trouble, int readOnly, int idempotent, int notIdempotent)
    {
        _options = _options with { MaximumRetryCount = 2 };
        foreach ((Idempotency idempotency, int attempts) in new[] { (Idempotency.ReadOnly, readOnly), (Idempotency.Idempotent, idempotent), (Idempotency.NotIdempotent, notIdempotent) })
        {
            Renew();
            CallOutcome outcome = await CallAsync(Always(trouble), idempotency);

            bool inDoubt = trouble is "Transient" or "Unreadable" or "lost" && idempotency != Idempotency.ReadOnly;
            CallEnd end = trouble switch
            {
                "lost" => CallEnd.Lost,
                "unsent" => CallEnd.Unreachable,
                _ => CallEnd.Answered,
            };
            Assert.Equal((idempotency, attempts, end, inDoubt), (idempotency, outcome.Attempts, outcome.End, outcome.MayHaveExecuted));
        }
    }

    [Theory]
    [InlineData("lost Refused", true)]
    [InlineData("Transient Transient Refused", true)]
    [InlineData("Transient lost Transient TargetBusy", true)]
    [InlineData("lost unsent unsent unsent unsent", true)]
    [InlineData("SignAgain Throttled unsent Refused", false)]
    [InlineData("lost Transient None", false)]
    public async Task Doubt_stays_until_a_success(string answers, bool inDoubt)
    {
        string[] script = answers.Split(' ');

        CallOutcome outcome = await CallAsync(_ => Play(script[_arrived.Count - 1]));

        Assert.Equal((script.Length, inDoubt), (_arrived.Count, outcome.MayHaveExecuted));
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_once_by_the_servers()
    {
        CallOutcome outcome = await CallAsync(_ => Answer("ClockSkew", ("Date", "Thu, 01 Jan 2026 00:05:00 GMT")));

        Assert.Equal(2, outcome.Attempts);
        Assert.Equal(TimeSpan.FromMinutes(5), _signer.Signed[1].At - _signer.Signed[0].At);
        (NoticeLevel level, string text) = Assert.Single(_notices);
        Assert.Equal(NoticeLevel.Warning, level);
        Assert.Contains("off by about 300 seconds", text, StringComparison.Ordinal);
        Assert.Contains("Tencent refused the access key first (ClockSkew)", Session.StoppedBecause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("yesterday")]
    public async Task Without_a_date_nobody_knows_the_servers_clock(string? date)
    {
        CallOutcome outcome = await CallAsync(_ => Answer("ClockSkew", date is null ? [] : [("Date", date)]));

        Assert.Equal((1, TimeSpan.Zero), (outcome.Attempts, Session.ClockOffset));
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task An_expired_credential_is_renewed_and_the_call_signed_with_the_new_one()
    {
        _credentials = new RenewableSource();

        CallOutcome outcome = await CallAsync(_ => _arrived.Count == 1 ? Answer("CredentialExpired") : Answer("None"));

        Assert.True(outcome.Succeeded);
        Assert.Equal(["first", "second"], _signer.Signed.Select(static signed => signed.Key));
    }

    [Fact]
    public async Task One_that_cannot_be_renewed_ends_the_account()
    {
        CallOutcome outcome = await CallAsync(Always("CredentialExpired"));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal((1, Fault.CredentialExpired), (outcome.Attempts, outcome.Reply!.Fault));
        Assert.Equal((CallEnd.GivenUp, 0, "Tencent refused the access key first (CredentialExpired)"), (next.End, next.Attempts, next.Reason));
        Assert.Single(_arrived);
    }

    [Fact]
    public async Task One_that_expires_while_the_command_is_stopped_does_not()
    {
        await CallAsync(_ =>
        {
            _stopping.Cancel();
            return Answer("CredentialExpired");
        });

        Assert.Null(Session.StoppedBecause);
    }

    [Fact]
    public async Task A_calls_own_credential_goes_before_the_sessions()
    {
        await Runner(Fine).CallAsync(Session, Call(Idempotency.Idempotent, credentials: new FixedCredentialSource(SecondKey)), new CallBudget(_options.Timeout));

        Assert.Equal("second", Assert.Single(_signer.Signed).Key);
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_sent_and_the_reason_is_said()
    {
        _credentials = new NoSource();

        CallOutcome outcome = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.GivenUp, "There is no key.", 0), (outcome.End, outcome.Reason, outcome.Attempts));
        Assert.Empty(_arrived);
    }

    [Fact]
    public async Task An_answer_that_its_reader_stumbles_over_is_unreadable()
    {
        foreach (Exception failure in new Exception[] { new FormatException(), new InvalidOperationException(), new ArgumentException("x"), new System.Text.Json.JsonException(), new KeyNotFoundException(), new OverflowException() })
        {
            Renew();
            CallOutcome outcome = await Runner(Fine).CallAsync(Session, Call(Idempotency.NotIdempotent, read: _ => throw failure), new CallBudget(_options.Timeout));

            Assert.Equal((Fault.Unreadable, "HTTP 200", true), (outcome.Reply!.Fault, outcome.Reply.Code, outcome.MayHaveExecuted));
            Assert.Contains("HTTP 200", outcome.Reply.Message, StringComparison.Ordinal);
        }

        // Anything else is a defect of ours.
        Renew();
        await Assert.ThrowsAsync<NotSupportedException>(() => Runner(Fine).CallAsync(Session, Call(Idempotency.NotIdempotent, read: static _ => throw new NotSupportedException()), new CallBudget(_options.Timeout)));
    }

    [Theory]
    [InlineData(CredentialKind.AccessKey)]
    [InlineData(CredentialKind.BearerToken)]
    public async Task What_was_submitted_is_not_in_what_the_provider_says(CredentialKind kind)
    {
        using SecretText password = new("Brand-New-Pass-7".AsSpan());
        using SecretText token = new("a-token-of-mine".AsSpan());
        _credentials = new FixedCredentialSource(new CloudCredential { Provider = CloudProvider.Tencent, Kind = kind, AccessKeyId = "first", Secret = kind == CredentialKind.AccessKey ? FirstKey.Secret : token, SecurityToken = kind == CredentialKind.AccessKey ? token : null, Source = "test" });
        const string Echo = "You sent Brand-New-Pass-7 with a-token-of-mine.";
        InstanceView view = new() { Id = "ins-1", OperationError = Echo };
        ApiCall call = Call(Idempotency.Idempotent, read: _ => new ProviderReply { Fault = Fault.Refused, Code = Echo, RequestId = Echo, Message = Echo, Content = new InstanceViews(new Dictionary<string, InstanceView> { ["ins-1"] = view }) }, secrets: [password]);

        ProviderReply reply = (await Runner(Fine).CallAsync(Session, call, new CallBudget(_options.Timeout))).Reply!;

        const string Clean = "You sent [redacted] with [redacted].";
        Assert.Equal((Clean, Clean, Clean, Clean), (reply.Code, reply.RequestId, reply.Message, ((InstanceViews)reply.Content!).Views["ins-1"].OperationError));
    }

    [Fact]
    public async Task Targets_are_in_flight_while_their_change_is_and_never_for_a_look()
    {
        List<int> seen = [];
        Task<HttpResponseMessage> Look(ServerCall _)
        {
            seen.Add(_runner!.TargetsInFlight);
            return Task.FromResult(Answer("None"));
        }

        int told = 0;
        await Runner(Look).CallAsync(Session, Call(Idempotency.Idempotent, targets: 3, sending: () => told++), new CallBudget(_options.Timeout));
        await Runner(Look).CallAsync(Session, Call(Idempotency.ReadOnly, targets: 3), new CallBudget(_options.Timeout));

        Assert.Equal([3, 0], seen);
        Assert.Equal((0, 1), (_runner!.TargetsInFlight, told));
    }

    [Fact]
    public async Task When_the_report_cannot_be_written_nothing_is_sent()
    {
        await Assert.ThrowsAsync<JournalException>(() => Runner(Fine).CallAsync(Session, Call(Idempotency.Idempotent, sending: static () => throw new JournalException("full")), new CallBudget(_options.Timeout)));

        Assert.Empty(_arrived);
    }

    [Theory]
    [InlineData("None", "200 OK", "r-1")]
    [InlineData("Refused", "400 Refused", "r-1")]
    [InlineData("lost", "no answer, the connection was closed without an answer", "none")]
    [InlineData("unsent", "not sent, the connection could not be opened", "none")]
    public async Task Each_attempt_is_told_to_whoever_listens(string trouble, string outcome, string requestId)
    {
        _options = _options with { MaximumRetryCount = 0, Verbose = true, Debug = true };
        await CallAsync(Always(trouble), targets: 3, region: "ap-guangzhou");
        Renew();
        _options = _options with { Verbose = false };
        await CallAsync(Always(trouble), targets: 3);
        Renew();
        _options = _options with { Debug = false };
        await CallAsync(Always(trouble), targets: 3);

        Assert.Equal(
            [
                (NoticeLevel.Verbose, $"Act, POST to 127.0.0.1:1, region ap-guangzhou, 3 target(s), attempt 1: {outcome} in 0 ms, request id {requestId}"),
                (NoticeLevel.Debug, $"Act, POST to 127.0.0.1:1, region global, 3 target(s), attempt 1: {outcome} in 0 ms, request id {requestId}"),
            ],
            _notices);
    }

    [Fact]
    public async Task A_refused_key_ends_the_account_in_all_its_calls()
    {
        await CallAsync(Always("AuthenticationFailed"));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.GivenUp, "Tencent refused the access key first (AuthenticationFailed)"), (next.End, next.Reason));
        Assert.Single(_arrived);
    }

    [Fact]
    public async Task A_stopped_command_sends_nothing_more()
    {
        CallOutcome during = await CallAsync(_ =>
        {
            _stopping.Cancel();
            return Answer("Transient");
        });
        CallOutcome after = await CallAsync(Always("None"));

        Assert.Equal((CallEnd.Answered, 1), (during.End, during.Attempts));
        Assert.Equal((CallEnd.Stopped, 0, "the command was stopped"), (after.End, after.Attempts, after.Reason));
    }

    [Theory]
    [InlineData("unsent", nameof(CallEnd.Stopped))]
    [InlineData("lost", nameof(CallEnd.Lost))]
    public async Task What_fails_while_the_command_is_stopped_says_so(string trouble, string end)
    {
        CallOutcome outcome = await CallAsync(_ =>
        {
            _stopping.Cancel();
            return Play(trouble);
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
    public async Task A_region_is_suspected_after_five_targets_in_a_row(string trouble, string idempotency, int targets, int calls, bool suspected)
    {
        for (int i = 0; i < calls; i++)
        {
            await CallAsync(Always(trouble), Enum.Parse<Idempotency>(idempotency), targets: targets);
        }

        DateTimeOffset before = _time.GetUtcNow();
        CallOutcome next = await CallAsync(Always("None"));

        // The next call is the probe, a minute later.
        Assert.True(next.Succeeded);
        Assert.Equal(suspected ? 60 : 0, (int)(_arrived[^1] - before).TotalSeconds);
    }

    [Fact]
    public async Task Slow_attempts_count_before_their_calls_are_over()
    {
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int number = 0;
        async Task<HttpResponseMessage> FirstSlowThenFine(ServerCall call)
        {
            int mine = Interlocked.Increment(ref number);
            if (mine > 5)
            {
                return Answer("None");
            }

            if (mine == 5)
            {
                all.SetResult();
            }

            await all.Task;
            return Play("slowly unsent");
        }

        DateTimeOffset began = _time.GetUtcNow();
        CallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CallAsync(FirstSlowThenFine)));

        // Each took its time, and none was made again before a minute was over.
        Assert.All(outcomes, static outcome => Assert.Equal((true, 2), (outcome.Succeeded, outcome.Attempts)));
        Assert.True(_time.GetUtcNow() - began >= RegionBreaker.ProbeAfter, $"They were made again after {_time.GetUtcNow() - began}.");
    }

    [Fact]
    public async Task An_answer_clears_a_region_of_suspicion()
    {
        foreach (string trouble in (string[])["lost", "Refused", "lost"])
        {
            await CallAsync(Always(trouble), targets: 4);
        }

        DateTimeOffset before = _time.GetUtcNow();
        await CallAsync(Always("None"));

        Assert.Equal(before, _arrived[^1]);
    }

    [Fact]
    public async Task A_probe_has_half_an_attempts_time_and_its_silence_ends_the_region()
    {
        _options = _options with { AttemptTimeout = TimeSpan.FromMinutes(10), MaximumRetryCount = 0 };
        await CallAsync(Always("lost"), targets: 5);
        DateTimeOffset before = _time.GetUtcNow();

        await Runner(HangAsync).CallAsync(Session, Call(Idempotency.ReadOnly), new CallBudget(_options.Timeout));
        CallOutcome next = await CallAsync(Always("None"));

        Assert.Equal(TimeSpan.FromMinutes(6), _time.GetUtcNow() - before);
        Assert.Equal((CallEnd.GivenUp, "127.0.0.1 cannot be reached"), (next.End, next.Reason));
    }

    [Fact]
    public async Task A_probe_that_is_not_sent_after_all_leaves_it_to_another()
    {
        _options = _options with { MaximumRetryCount = 0 };
        await CallAsync(Always("lost"), targets: 5);
        await Runner(Fine).CallAsync(Session, Call(Idempotency.ReadOnly, credentials: new NoSource()), new CallBudget(_options.Timeout));

        Assert.True((await CallAsync(Always("None"))).Succeeded);
    }

    [Fact]
    public async Task Regions_and_endpoints_are_suspected_apart()
    {
        await CallAsync(Always("lost"), targets: 5, region: "ap-dead");
        DateTimeOffset before = _time.GetUtcNow();

        await CallAsync(Always("None"), region: "ap-guangzhou");

        Assert.Equal(before, _arrived[^1]);
    }

    public void Dispose()
    {
        _transports.ForEach(static transport => transport.Dispose());
        _stopping.Dispose();
    }

    private static HttpResponseMessage Answer(string fault, params (string Name, string Value)[] headers) => ScriptedServer.Json(fault == "None" ? 200 : 400, fault, headers);

    private static HttpResponseMessage Play(string trouble) => trouble switch
    {
        "lost" => throw new HttpRequestException(HttpRequestError.ResponseEnded),
        "unsent" => throw new UnsentException(TimeSpan.Zero),
        "slowly unsent" => throw new UnsentException(TimeSpan.FromSeconds(5)),
        _ => Answer(trouble),
    };

    private static Task<HttpResponseMessage> Fine(ServerCall call) => Task.FromResult(Answer("None"));

    private static Func<ServerCall, HttpResponseMessage> Always(string trouble) => _ => Play(trouble);

    private static ProviderReply Read(WireResponse response)
    {
        Fault fault = Enum.Parse<Fault>(Encoding.UTF8.GetString(response.Body.Span));
        return new ProviderReply { Fault = fault, Code = fault == Fault.None ? null : fault.ToString(), RequestId = "r-1", RetryAfter = RetryAfter.Of(response) };
    }

    private static ApiCall Call(Idempotency idempotency, int targets = 1, string? region = null, Action? sending = null, Func<WireResponse, ProviderReply>? read = null, ICredentialSource? credentials = null, IReadOnlyList<SecretText>? secrets = null) => new()
    {
        Contract = new CallContract { Provider = CloudProvider.Tencent, Service = "cvm", Action = "Act", Version = "1", Idempotency = idempotency, Rate = new RateContract(null, TimeSpan.FromSeconds(1)) },
        Region = region,
        TargetCount = targets,
        Sending = sending,
        Secrets = secrets ?? [],
        Credentials = credentials,
        Write = static endpoint =>
        {
            WireRequest request = new(HttpMethod.Post, endpoint, "/") { ContentType = "text/plain" };
            request.Body.Write("x"u8);
            return request;
        },
        Read = read ?? Read,
    };

    private async Task<HttpResponseMessage> HangAsync(ServerCall call)
    {
        _time.ExpireLimits();
        await Task.Delay(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken);
        return Answer("None");
    }

    private Task<CallOutcome> CallAsync(Func<ServerCall, HttpResponseMessage> answer, Idempotency idempotency = Idempotency.Idempotent, TimeSpan? budget = null, int targets = 1, string? region = null) =>
        CallAsync(call => Task.FromResult(answer(call)), idempotency, budget, targets, region);

    private Task<CallOutcome> CallAsync(Func<ServerCall, Task<HttpResponseMessage>> answer, Idempotency idempotency = Idempotency.Idempotent, TimeSpan? budget = null, int targets = 1, string? region = null) =>
        Runner(answer).CallAsync(Session, Call(idempotency, targets, region), new CallBudget(budget ?? _options.Timeout));

    // The runner stays, with all that it has learnt.
    private CallRunner Runner(Func<ServerCall, Task<HttpResponseMessage>> answer)
    {
        _answer = answer;
        if (_runner is null)
        {
            HttpTransport transport = new(new Server(this), _time);
            _transports.Add(transport);
            _runner = new CallRunner(_options, transport, new RateLimiters(_time), _time, () => _random, (level, text) => _notices.Add((level, text)), _stopping.Token, CancellationToken.None);
        }

        return _runner;
    }

    private void Renew()
    {
        _runner = null;
        _session = null;
        _arrived.Clear();
    }

    private sealed class UnsentException(TimeSpan after) : Exception
    {
        public TimeSpan After => after;
    }

    private sealed class Server(CallRunnerTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (test._arrived)
            {
                test._arrived.Add(test._time.GetUtcNow());
            }

            try
            {
                Task<HttpResponseMessage> answer = test._answer(new ServerCall(request.Method.Method, request.RequestUri!, string.Empty, new Dictionary<string, string>()));
                HttpResponseMessage response = await answer.WaitAsync(cancellationToken);
                await request.Content!.ReadAsByteArrayAsync(cancellationToken);
                return response;
            }
            catch (UnsentException unsent)
            {
                // Nothing of the request was read.
                await Task.Delay(unsent.After, test._time, CancellationToken.None);
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }
            catch (Exception)
            {
                await request.Content!.ReadAsByteArrayAsync(CancellationToken.None);
                throw;
            }
        }
    }

    private sealed class RecordingSigner : IRequestSigner
    {
        public List<(string Key, DateTimeOffset At)> Signed { get; } = [];

        public ValueTask SignAsync(WireRequest request, CloudCredential credential, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Signed.Add((credential.AccessKeyId, now));
            return default;
        }
    }

    private sealed class RenewableSource : ICredentialSource
    {
        private CloudCredential _current = FirstKey;

        public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken) => new(_current);

        public bool Refused(CloudCredential refused)
        {
            _current = SecondKey;
            return refused == FirstKey;
        }
    }

    private sealed class NoSource : ICredentialSource
    {
        public ValueTask<CloudCredential> GetAsync(CancellationToken cancellationToken) => throw new CredentialUnavailableException("There is no key.");

        public bool Refused(CloudCredential refused) => false;
    }
}
