using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Brakes;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Tencent.Cvm;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations.Brakes;

public sealed class RunBrakesTests
{
    private static readonly SecretText Secret = new("Brand-New-Pass-7".AsSpan());
    private static readonly IPasswordSource Shared = new SharedPassword(Secret);
    private static readonly IPasswordSource OneEach = new OneForEach();

    private readonly HashSet<string> _sent = [];
    private readonly Dictionary<string, string> _errors = [];
    private int _largestBatch;

    [Fact]
    public void Without_brakes_a_run_has_none()
    {
        using HttpTransport transport = new(new ScriptedServer(ScriptedTencent.Response));
        FakeTimeProvider time = new();
        using PasswordChangeRun run = new(new RunOptions(), transport, new RateLimiters(time), time, new NullReport());

        Assert.Null(run.Brakes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_a_canary_target_fails_the_rest_is_never_sent(bool shared)
    {
        _errors["ins-00000002"] = "OperationDenied.InstanceOperationInProgress";

        IReadOnlyList<TargetResult> results = Run(new RunOptions { Canary = 3 }, 250, shared ? Shared : OneEach, out string? summary);

        Assert.Equal(250, results.Count);
        Assert.True(_sent.Count <= 3, $"{_sent.Count} were sent.");
        Assert.Equal(250 - _sent.Count, results.Count(static result => result.ErrorId == ErrorIds.CanaryFailed));
        Assert.All(
            results.Where(static result => result.ErrorId == ErrorIds.CanaryFailed),
            static result => Assert.Equal((ChangeStatus.Cancelled, 0), (result.Status, result.Attempts)));
        Assert.Contains("the canary target ins-0000000", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(130)]
    public void When_the_canary_succeeds_every_target_is_sent_in_whole_batches(int canary)
    {
        IReadOnlyList<TargetResult> results = Run(new RunOptions { Canary = canary }, 350, Shared, out string? summary);

        Assert.All(results, static result => Assert.Equal(ChangeStatus.Accepted, result.Status));
        Assert.Equal(350, _sent.Count);
        Assert.True(_largestBatch > Math.Min(canary, 90));
        Assert.Null(summary);
    }

    [Fact]
    public void Fewer_targets_than_the_canary_are_all_sent()
    {
        IReadOnlyList<TargetResult> results = Run(new RunOptions { Canary = 50 }, 7, Shared, out _);

        Assert.Equal(7, results.Count(static result => result.Status == ChangeStatus.Accepted));
    }

    [Fact]
    public void A_canary_target_that_fails_before_it_is_sent_stops_the_rest()
    {
        // The describe call does not show it.
        _errors["ins-00000001"] = "missing";

        IReadOnlyList<TargetResult> results = Run(new RunOptions { Canary = 2 }, 20, Shared, out string? summary);

        // The other canary target was described with it, and is not sent any more.
        Assert.Single(results, static result => result.ErrorId == ErrorIds.TargetNotFound);
        Assert.Equal(19, results.Count(static result => result.ErrorId == ErrorIds.CanaryFailed));
        Assert.Empty(_sent);
        Assert.Contains("ins-00000001 did not succeed (TargetNotFound)", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_behind_the_canary_that_fails_before_it_is_sent_stops_nothing()
    {
        _errors["ins-00000005"] = "missing";

        IReadOnlyList<TargetResult> results = Run(new RunOptions { Canary = 2 }, 20, Shared, out string? summary);

        Assert.Equal(19, results.Count(static result => result.Status == ChangeStatus.Accepted));
        Assert.Null(summary);
    }

    [Fact]
    public void A_canary_whose_password_cannot_be_stored_has_failed()
    {
        IReadOnlyList<TargetResult> results = Run(
            new RunOptions { Canary = 1 }, 20, OneEach, out string? summary, static run => run.HandlingFails = static _ => true);

        Assert.Single(_sent);
        Assert.Equal(19, results.Count(static result => result.ErrorId == ErrorIds.CanaryFailed));
        Assert.Contains(ErrorIds.VaultWriteFailed, summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InternalError", true)]
    [InlineData("UnauthorizedOperation", true)]
    [InlineData("InternalError", false)]
    [InlineData("UnauthorizedOperation", false)]
    [InlineData("lost", false)]
    public void No_more_fail_than_the_limit_and_what_is_in_flight(string error, bool shared)
    {
        RunOptions options = new() { FailureLimit = FailureLimit.Parse("3"), ThrottleLimit = 4 };
        for (int i = 0; i < 2000; i++)
        {
            _errors[Id(i)] = error;
        }

        IReadOnlyList<TargetResult> results = Run(options, 2000, shared ? Shared : OneEach, out string? summary);

        int failed = results.Count(static result => result.Status is ChangeStatus.Failed or ChangeStatus.Unknown);
        Assert.InRange(failed, 4, 3 + (4 * (shared ? 100 : 1)));
        Assert.Equal(2000 - failed, results.Count(static result => result.ErrorId == ErrorIds.FailureLimitReached));
        Assert.Equal(failed, _sent.Count);
        Assert.Contains("-MaximumFailure 3", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_throttled_is_stopped_like_what_was_never_sent()
    {
        RunOptions options = new() { FailureLimit = FailureLimit.Parse("0"), ThrottleLimit = 8 };
        for (int i = 0; i < 100; i++)
        {
            _errors[Id(i)] = "RequestLimitExceeded";
        }

        _errors[Id(5)] = "rejected after another one";

        IReadOnlyList<TargetResult> results = Run(options, 100, OneEach, out _);

        Assert.Single(results, static result => result.Status == ChangeStatus.Failed);
        TargetResult[] stopped = [.. results.Where(static result => result.ErrorId == ErrorIds.FailureLimitReached)];
        Assert.Equal(99, stopped.Length);
        Assert.All(stopped, static result => Assert.Equal(ChangeStatus.Cancelled, result.Status));
        Assert.Contains(stopped, static result => result.Attempts > 0);
        Assert.All(
            stopped,
            static result => Assert.StartsWith(
                result.Attempts > 0 ? "Not changed:" : "Never sent:", result.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void At_the_deadline_what_waits_for_the_rate_limit_is_cancelled_at_once()
    {
        FakeTimeProvider time = new();
        DateTimeOffset end = time.GetUtcNow() + TimeSpan.FromSeconds(5);
        ScriptedServer server = new(Respond);
        using RunHarness harness = new(server, new RunOptions { NotAfter = end }, TencentProvider.Descriptor, time);

        IReadOnlyList<TargetResult> results = harness.Change(
            new CvmResetOperation(), OneEach, [.. Enumerable.Range(0, 1000).Select(static number => Target(number))]);

        Assert.Equal(1000, results.Count);
        Assert.InRange(_sent.Count, 1, 200);
        Assert.Equal(1000 - _sent.Count, results.Count(static result => result.ErrorId == ErrorIds.DeadlineReached));
        Assert.All(results, result => Assert.True(result.Attempts == 0 || result.StartedAt < end));

        // At the published rate a thousand calls take a hundred seconds.
        Assert.True(time.GetUtcNow() < end + TimeSpan.FromSeconds(60), "The run outlives its deadline.");
        Assert.Contains("-NotAfter 2026-11-20 16:00:05 +00:00", harness.Run.Brakes!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_flight_at_the_deadline_is_settled()
    {
        FakeTimeProvider time = new();
        ScriptedServer server = new(call =>
        {
            if (ScriptedTencent.Action(call) == ScriptedTencent.Reset)
            {
                time.Advance(TimeSpan.FromMinutes(1));
            }

            return Respond(call);
        });
        RunOptions options = new() { NotAfter = time.GetUtcNow() + TimeSpan.FromSeconds(30) };
        using RunHarness harness = new(server, options, TencentProvider.Descriptor, time);

        TargetResult result = Assert.Single(harness.Change(new CvmResetOperation(), Shared, [Target(1)]));

        Assert.Equal(ChangeStatus.Accepted, result.Status);
    }

    private IReadOnlyList<TargetResult> Run(
        RunOptions options, int targets, IPasswordSource passwords, out string? summary, Action<RunDriver>? prepare = null)
    {
        using RunDriver run = new(
            new ScriptedServer(Respond),
            options with { AttemptTimeout = TimeSpan.FromDays(1), Timeout = TimeSpan.FromDays(1), ThrottleTimeout = TimeSpan.FromHours(1) },
            new AutoAdvancingTimeProvider());
        prepare?.Invoke(run);
        ProviderSession session = ScriptedTencent.Session();
        CvmResetOperation operation = new();
        for (int i = 0; i < targets; i++)
        {
            run.Submit(Target(i), session, operation, passwords);
        }

        IReadOnlyList<TargetResult> results = run.Finish();
        summary = run.BrakeSummary;
        return results;
    }

    private HttpResponseMessage Respond(ServerCall call)
    {
        IReadOnlyList<string> ids = ScriptedTencent.Ids(call);
        if (ScriptedTencent.Action(call) != ScriptedTencent.Reset)
        {
            string shown = string.Join(
                ',',
                ids.Where(id => _errors.GetValueOrDefault(id) != "missing")
                    .Select(static id => $$"""{"InstanceId":"{{id}}","InstanceState":"STOPPED","OsName":"Ubuntu"}"""));
            return ScriptedServer.Json(200, $$$"""{"Response":{"RequestId":"look","InstanceSet":[{{{shown}}}]}}""");
        }

        bool isFirst;
        lock (_sent)
        {
            isFirst = _sent.Count == 0 || _sent.SetEquals(ids);
            _sent.UnionWith(ids);
            _largestBatch = Math.Max(_largestBatch, ids.Count);
        }

        return ids.Select(id => _errors.GetValueOrDefault(id)).FirstOrDefault(static error => error is not null) switch
        {
            null => ScriptedTencent.Response(call),
            "rejected after another one" => ScriptedTencent.Error(isFirst ? "RequestLimitExceeded" : "UnauthorizedOperation"),
            "lost" => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            { } error => ScriptedTencent.Error(error),
        };
    }

    private static string Id(int number) => $"ins-{number:d8}";

    private static PasswordTarget Target(int number) => new() { Id = Id(number), Region = "ap-one" };

    private sealed class OneForEach : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) => Secret;
    }
}
