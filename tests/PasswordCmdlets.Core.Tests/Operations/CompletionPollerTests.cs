using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>Polling accepted changes: when, how many at once, and the results.</summary>
public sealed class CompletionPollerTests : IDisposable
{
    private const string GoOn = "Pipe this result to Wait-CloudPasswordReset to go on waiting.";

    private readonly CallBench _bench =
        new()
        {
            Options = new RunOptions
            {
                Timeout = TimeSpan.FromDays(1),
                AttemptTimeout = TimeSpan.FromHours(1),
                WaitTimeout = TimeSpan.FromSeconds(900),
                MaximumRetryCount = 0,
            },
        };
    private readonly SharedPassword _shared = new(new SecretText("Brand-New-Pass-7".AsSpan()));
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, TargetOutcome> _finished = [];
    private readonly List<string> _finishedTwice = [];
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _expected;
    private CompletionPoller? _watcher;
    private string? _sentBy;

    [Fact]
    public async Task It_polls_after_a_second_and_then_with_growing_intervals_until_the_timeout()
    {
        DateTimeOffset began = _bench.Time.GetUtcNow();

        await PollAsync(new ScriptedOperation(), static (_, _) => "None a=ours/busy", "a");

        // A quarter of the target's age, from one second to fifteen; a wait is a millisecond longer than it has to be.
        List<double> ages = [.. _bench.Arrived.Select(arrived => (arrived - began).TotalSeconds)];
        Assert.InRange(ages[0], 1, 1.002);
        Assert.All(ages.Zip(ages.Skip(1)),
            static pair => Assert.InRange(pair.Second - pair.First, Math.Clamp(pair.First / 4, 1, 15) - 0.001,
                Math.Clamp(pair.First / 4, 1, 15) + 0.002));
        Assert.InRange(ages[^1], 900, 916);
        Assert.InRange(ages[^2], 800, 900);
        AssertFinished("a", ChangeStatus.Accepted, ErrorIds.WaitTimeout,
            $"The provider accepted the change; it was not completed after 900 seconds. {GoOn}");
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    [InlineData(-2000)]
    public async Task A_clock_that_somebody_sets_does_not_change_when_a_target_is_polled(int hours)
    {
        ScriptedOperation operation = new();
        long began = _bench.Time.GetTimestamp();

        await PollAsync(
            operation,
            (body, number) =>
            {
                if (number == 1)
                {
                    // This one is due by the time before.
                    _expected++;
                    Watcher(operation, _shared, "b");
                    _bench.Time.Correction = TimeSpan.FromHours(hours);
                }

                return body == "Describe b" && number == 2 ? "None b=ours/busy" : Done(body);
            },
            "a");

        Assert.Equal(["Describe a", "Describe b", "Describe b"], _asked);
        Assert.InRange(_bench.Time.GetElapsedTime(began).TotalSeconds, 3, 4);
        AssertFinished("b", ChangeStatus.Succeeded, null, "Done.");
    }

    [Theory]
    [InlineData(250, "Describe a,b")]
    [InlineData(252, "Describe a", "Describe b")]
    public async Task Targets_that_are_due_soon_after_another_are_polled_with_it(int milliseconds, params string[] asked)
    {
        ScriptedOperation operation = new();

        await PollAsync(
            operation,
            (body, _) =>
            {
                if (body == "Describe starter")
                {
                    _expected += 2;
                    Watcher(operation, _shared, "a");
                    _bench.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                    Watcher(operation, _shared, "b");
                }

                return Done(body);
            },
            "starter");

        Assert.Equal(asked, _asked.Skip(1));
    }

    [Fact]
    public async Task A_change_that_is_done_has_succeeded()
    {
        await PollAsync(new ScriptedOperation(), static (_, number) => number < 3 ? "None a=ours/busy" : "None a=ours/done", "a");

        Assert.Equal(3, _asked.Count);
        AssertFinished("a", ChangeStatus.Succeeded, null, "Done.");
    }

    [Theory]
    [InlineData("disk-gone", "disk-gone")]
    [InlineData("Brand-New-Pass-7", "no reason that can be shown")]
    [InlineData(null, "no reason that can be shown")]
    public async Task One_that_failed_says_the_providers_reason_and_never_the_password(string? error, string reason)
    {
        _bench.Secrets.Add(_shared.PasswordFor(null!, 1));

        await PollAsync(new ScriptedOperation(), (_, _) => error is null ? "None a=ours/failed" : $"None a=ours/failed/{error}", "a");

        AssertFinished("a", ChangeStatus.Failed, ErrorIds.ProviderError,
            $"The provider accepted the change and then failed to make it: {reason}.");
    }

    [Fact]
    public async Task Where_the_password_was_never_drawn_the_reason_is_said_as_it_is()
    {
        await PollAsync(new ScriptedOperation(), static (_, _) => "None a=ours/failed/disk-gone", new NoPasswords(), "a");

        AssertFinished("a", ChangeStatus.Failed, ErrorIds.ProviderError,
            "The provider accepted the change and then failed to make it: disk-gone.");
    }

    [Fact]
    public async Task Another_operation_makes_it_unknown()
    {
        await PollAsync(new ScriptedOperation(), static (_, _) => "None a=theirs/other", "a");

        AssertFinished("a", ChangeStatus.Unknown, ErrorIds.OutcomeUnknown,
            "Another operation (Change, request theirs) came after the change; the outcome of the change is unknown. Look yourself.");
    }

    [Fact]
    public async Task An_instance_that_is_gone_makes_it_unknown()
    {
        await PollAsync(new ScriptedOperation(), static (_, _) => "None b=ours/done", "a", "b");

        AssertFinished("a", ChangeStatus.Unknown, ErrorIds.OutcomeUnknown,
            "The instance no longer exists; whether the change took effect is unknown. Look yourself.");
        Assert.Equal(ChangeStatus.Succeeded, _finished["b"].Status);
    }

    [Theory]
    [InlineData("another", nameof(ChangeStatus.Accepted), "The provider accepted the change; another sent it, and first finds no such "
        + "instance. Pipe this result to Wait-CloudPasswordReset to go on waiting.")]
    [InlineData("first", nameof(ChangeStatus.Unknown), "The instance no longer exists; whether the change took effect is unknown. "
        + "Look yourself.")]
    public async Task An_instance_that_another_account_changed_need_not_be_gone(string sentBy, string status, string message)
    {
        _sentBy = sentBy;
        await PollAsync(new ScriptedOperation(), static (_, _) => "None b=ours/done", "a");

        Assert.Equal((status, message), (_finished["a"].Status.ToString(), _finished["a"].Message));
    }

    [Fact]
    public async Task A_target_that_fails_the_describe_call_of_all_is_found_by_bisection()
    {
        await PollTogetherAsync(static body => body["Describe ".Length..].Contains('c', StringComparison.Ordinal)
            ? "TargetNotFound"
            : Done(body), "a", "b", "c", "d", "e");

        AssertFinished("c", ChangeStatus.Unknown, ErrorIds.OutcomeUnknown,
            "The instance no longer exists; whether the change took effect is unknown. Look yourself.");
        Assert.Equal(["a", "b", "d", "e", "starter"],
            _finished.Where(static one => one.Value.Status == ChangeStatus.Succeeded).Select(static one => one.Key).Order());
        Assert.Equal(["Describe a,b,c,d,e", "Describe a,b", "Describe c,d,e", "Describe c", "Describe d,e"], _asked.Skip(1));
    }

    [Theory]
    [InlineData("AccessDenied", "(AccessDenied). Grant test:Describe to the caller.")]
    [InlineData("AuthenticationFailed", "(AuthenticationFailed).")]
    [InlineData("Rejected", "(Rejected).")]
    public async Task A_target_that_cannot_be_described_is_not_polled(string response, string reason)
    {
        await PollAsync(new ScriptedOperation(), (_, _) => response, "a");

        Assert.Single(_asked);
        AssertFinished("a", ChangeStatus.Accepted, ErrorIds.WaitTimeout,
            $"The provider accepted the change; its completion cannot be described {reason} {GoOn}");
    }

    [Fact]
    public async Task A_stopped_account_is_not_polled()
    {
        _bench.Session.Stop("the key was refused", new ProviderReply { Fault = Fault.AuthenticationFailed });

        await PollAsync(new ScriptedOperation(), static (_, _) => "None", "a");

        Assert.Empty(_asked);
        AssertFinished("a", ChangeStatus.Accepted, ErrorIds.WaitTimeout,
            $"The provider accepted the change; its completion cannot be described (the key was refused). {GoOn}");
    }

    [Theory]
    [InlineData("Transient")]
    [InlineData("Unreadable")]
    [InlineData("lost")]
    public async Task A_failed_describe_call_is_repeated(string trouble)
    {
        await PollAsync(new ScriptedOperation(), (_, number) => number < 4 ? trouble : "None a=ours/done", "a");

        Assert.Equal(4, _asked.Count);
        Assert.Equal(ChangeStatus.Succeeded, _finished["a"].Status);
    }

    [Fact]
    public async Task A_defect_ends_what_it_hit_and_nothing_else()
    {
        await PollAsync(new ScriptedOperation { CompletionThrows = true }, static (body, _) => Done(body), "a");

        AssertFinished("a", ChangeStatus.Accepted, ErrorIds.WaitTimeout,
            $"The provider accepted the change; its completion cannot be described (InvalidOperationException). {GoOn}");

        // The watch goes on.
        await PollAsync(new ScriptedOperation(), static (body, _) => Done(body), "b");
        Assert.Equal(ChangeStatus.Succeeded, _finished["b"].Status);
    }

    [Fact]
    public async Task One_call_describes_a_hundred_and_four_run_at_once()
    {
        string[] ids = [.. Enumerable.Range(0, 450).Select(static i => i.ToString("d3", CultureInfo.InvariantCulture))];

        await PollTogetherAsync(Done, ids);

        Assert.Equal([50, 100, 100, 100, 100], _asked.Skip(1).Select(static body => body.Split(',').Length).Order());
        Assert.Equal(451, _finished.Count);

        // The first to arrive is polled first, and all at the same time.
        Assert.Equal(ids, _asked.Skip(1).OrderBy(static body => body, StringComparer.Ordinal)
            .SelectMany(static body => body["Describe ".Length..].Split(',')));
        Assert.Equal(0, _bench.Gaps.Skip(1).Sum());
    }

    [Fact]
    public async Task A_watch_that_has_ended_begins_again()
    {
        // Many times: a target may come while the watch is about to end.
        string[] ids = [.. Enumerable.Range(0, 200).Select(static i => i.ToString("d3", CultureInfo.InvariantCulture))];
        foreach (string id in ids)
        {
            DateTimeOffset before = _bench.Time.GetUtcNow();
            await PollAsync(new ScriptedOperation(), static (body, _) => Done(body), id);
            Assert.InRange((_bench.Arrived[^1] - before).TotalSeconds, 1, 1.002);
        }

        Assert.Equal(ids.Select(static id => $"Describe {id}"), _asked);
    }

    [Fact]
    public async Task Each_target_is_polled_when_it_is_due()
    {
        ScriptedOperation operation = new();
        bool joined = false;
        await PollAsync(
            operation,
            (body, number) =>
            {
                if (number == 8 && !joined)
                {
                    // Long after the first: its own pauses are short again.
                    joined = true;
                    _expected++;
                    Watcher(operation, _shared, "b");
                }

                return number < 12
                    ? body["Describe ".Length..].Split(',').Aggregate("None", static (text, id) => $"{text} {id}=ours/busy")
                    : Done(body);
            },
            "a");

        Assert.Equal(Enumerable.Repeat("Describe a", 8), _asked.Take(8));
        Assert.Equal("Describe b", _asked[8]);
        Assert.InRange(_bench.Gaps[7], 1, 1.002);
        Assert.Contains("Describe a", _asked.Skip(9));
    }

    [Fact]
    public async Task A_stopped_command_says_of_all_that_they_were_accepted()
    {
        await PollAsync(
            new ScriptedOperation(),
            (body, number) =>
            {
                if (number == 2)
                {
                    _bench.Stopping.Cancel();
                }

                return "None a=ours/busy b=ours/busy";
            },
            "a",
            "b");

        Assert.Equal(2, _asked.Count);
        foreach (string id in (string[])["a", "b"])
        {
            AssertFinished(id, ChangeStatus.Accepted, ErrorIds.WaitTimeout,
                $"The provider accepted the change; the command was stopped before it was completed. {GoOn}");
        }
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_asked_for_in_halves()
    {
        await PollTogetherAsync(static body => body.Split(',').Length > 2 ? "too large" : Done(body), "a", "b", "c", "d");

        Assert.All(_finished.Values, static outcome => Assert.Equal(ChangeStatus.Succeeded, outcome.Status));
        Assert.Equal(["Describe a,b,c,d", "Describe a,b", "Describe c,d"], _asked.Skip(1));
    }

    public void Dispose()
    {
        _bench.Dispose();
        Assert.Empty(_finishedTwice);
    }

    private static string Done(string body) =>
        body["Describe ".Length..].Split(',').Aggregate("None", static (text, id) => $"{text} {id}=ours/done");

    private Task PollAsync(ScriptedOperation operation, Func<string, int, string> script, params string[] ids) =>
        PollAsync(operation, script, _shared, ids);

    private async Task PollAsync(ScriptedOperation operation, Func<string, int, string> script, IPasswordSource passwords,
        params string[] ids)
    {
        _bench.Responses = body =>
        {
            lock (_asked)
            {
                _asked.Add(body);
                return Task.FromResult(CallBench.Play(script(body, _asked.Count)));
            }
        };
        _expected += ids.Length;
        Watcher(operation, passwords, ids);
        await _all.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // The clock advances between two targets that are submitted one after the other; during a describe call it stands still.
    private Task PollTogetherAsync(Func<string, string> script, params string[] ids)
    {
        ScriptedOperation operation = new();
        return PollAsync(
            operation,
            (body, _) =>
            {
                if (body != "Describe starter")
                {
                    return script(body);
                }

                _expected += ids.Length;
                Watcher(operation, _shared, ids);
                return Done(body);
            },
            "starter");
    }

    private void Watcher(ScriptedOperation operation, IPasswordSource passwords, params string[] ids)
    {
        _watcher ??= new CompletionPoller(_bench.Services, Finish);
        foreach (string id in ids)
        {
            TargetWork work = operation.Work(_bench, id, passwords, sentBy: _sentBy);
            work.RequestId = "ours";
            work.IsAccepted = true;
            if (passwords.IsShared)
            {
                _ = work.Password;
            }

            _watcher.Add(work);
        }
    }

    private void Finish(TargetWork work, TargetOutcome outcome)
    {
        lock (_finished)
        {
            if (!_finished.TryAdd(work.Target.Id, outcome))
            {
                _finishedTwice.Add(work.Target.Id);
            }

            if (_finished.Count == _expected)
            {
                _all.TrySetResult();
            }
        }
    }

    private void AssertFinished(string id, ChangeStatus status, string? errorId, string message) =>
        Assert.Equal((status, errorId, message, "ours"),
            (_finished[id].Status, _finished[id].ErrorId, _finished[id].Message, _finished[id].RequestId));

    private sealed class NoPasswords : IPasswordSource
    {
        public bool IsShared => false;

        public int MaximumAttempts => 1;

        public SecretText PasswordFor(PasswordTarget target, int attempt) =>
            throw new NotSupportedException("Nobody asks for the password of a change that an earlier command sent.");
    }
}
