using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Tests.TestSupport;
using Xunit;

namespace PasswordCmdlets.Core.Tests.Operations;

/// <summary>How a run ends when something of ours fails: one true result for each target all the same.</summary>
public sealed class RunEndingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CallBench _bench = new()
    {
        Options = new RunOptions { Timeout = TimeSpan.FromDays(1), AttemptTimeout = TimeSpan.FromHours(1), MaximumRetryCount = 0 },
    };
    private SharedPassword _shared = new(new SecretText("new".AsSpan()));
    private readonly List<TargetResult> _results = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _notices = [];
    private readonly Queue<bool> _yes = [];
    private PasswordChangeRun? _run;

    [Fact]
    public void A_report_that_cannot_be_written_leaves_the_target_unsent()
    {
        TargetResult result = Assert.Single(Run(new ScriptedOperation(), new FailingReport { FailsAt = "Sent" }, "a"));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.ReportUnavailable, "Never sent: ReportException: The disk is full."),
            (result.Status, result.ErrorId, result.Message));
        Assert.Single(_bench.Arrived);
    }

    [Fact]
    public void A_report_that_loses_a_result_is_warned_of_and_the_result_is_there()
    {
        TargetResult result =
            Assert.Single(Run(new ScriptedOperation { EndsAtOnce = true }, new FailingReport { FailsAt = "Finished" }, "a"));

        Assert.Equal(ChangeStatus.Succeeded, result.Status);
        Assert.Equal(["The disk is full."], _warnings);
    }

    [Fact]
    public void A_target_that_could_not_be_planned_may_be_given_again()
    {
        FailingReport report = new() { FailsAt = "Planned" };
        ScriptedOperation operation = new() { EndsAtOnce = true };
        _run = _bench.NewRun(report);

        Assert.Throws<ReportException>(() => Submit(operation, "a"));
        report.FailsAt = null;
        Assert.Equal(Submission.Accepted, Submit(operation, "a"));

        Assert.Single(Finish());
    }

    [Fact]
    public void A_defect_before_sending_fails_the_target_unsent()
    {
        TargetResult result = Assert.Single(Run(new ScriptedOperation { Breaks = "validate", DescribesFirst = false }, null, "a"));

        Assert.Equal((ChangeStatus.Failed, ErrorIds.ProviderError, "Never sent: InvalidOperationException: A defect."),
            (result.Status, result.ErrorId, result.Message));
        Assert.Empty(_bench.Arrived);
    }

    [Fact]
    public void A_defect_after_sending_leaves_it_unknown()
    {
        TargetResult result = Assert.Single(Run(new ScriptedOperation { Breaks = "reply" }, null, "a"));

        Assert.Equal(
            (ChangeStatus.Unknown, ErrorIds.OutcomeUnknown,
                "The change may or may not have taken effect: InvalidOperationException: A defect. Look yourself."),
                (result.Status, result.ErrorId, result.Message));
    }

    [Fact]
    public void A_defect_that_quotes_the_password_does_not_say_it()
    {
        using SecretText secret = new("Brand-New-Pass-7".AsSpan());
        _shared = new SharedPassword(secret);

        TargetResult result =
            Assert.Single(Run(new ScriptedOperation { Breaks = "reply", Defect = "Cannot read Brand-New-Pass-7." }, null, "a"));

        Assert.Contains("InvalidOperationException: no reason that can be shown.", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Brand-New-Pass-7", false)]
    [InlineData("Brand-New-Pass-7", true)]
    [InlineData("7-ssaP-weN-dnarB", true)]
    public void A_describe_response_that_quotes_the_password_does_not_show_it(string echo, bool before)
    {
        using SecretText secret = new("Brand-New-Pass-7".AsSpan());
        _shared = new SharedPassword(secret);
        _bench.Options = _bench.Options with { Wait = true, Verbose = true };
        bool changed = false;
        string Describe() => changed || before ? $"None a={echo}/{(changed ? "failed" : echo)}/{echo}" : "None a=r-0/done";

        TargetResult result =
            Assert.Single(
                Run(new ScriptedOperation(), null,
                    body =>
                        CallBench.Response(body.StartsWith("Change", StringComparison.Ordinal) && (changed = true)
                            ? "None #ours"
                            : Describe()), "a"));

        Assert.Equal("The provider accepted the change and then failed to make it: no reason that can be shown.", result.Message);
        Assert.DoesNotContain(_notices,
            notice => notice.Contains("Brand", StringComparison.OrdinalIgnoreCase)
                || notice.Contains("dnarB", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_that_nothing_verifies_is_accepted_and_no_more(bool waits)
    {
        _bench.Options = _bench.Options with { Wait = waits };

        TargetResult result =
            Assert.Single(Run(new ScriptedOperation { EndsAs = CompletionKind.Unverified, DescribesFirst = false }, null, "a"));

        Assert.Equal((ChangeStatus.Accepted, null), (result.Status, result.ErrorId));
        Assert.Single(_bench.Arrived);
    }

    [Fact]
    public void A_defect_after_the_change_was_accepted_says_so()
    {
        TargetResult result = Assert.Single(
            Run(new ScriptedOperation { After = static (_, _) => throw new InvalidOperationException("A defect.") }, null, "a"));

        Assert.Equal(
            (ChangeStatus.Accepted, ErrorIds.ProviderError,
                "The provider accepted the change; a later step failed: InvalidOperationException.",
                "ours"), (result.Status, result.ErrorId, result.Message, result.RequestId));
    }

    [Fact]
    public void What_follows_a_change_may_end_it()
    {
        TargetResult result =
            Assert.Single(
                Run(new ScriptedOperation { After = static (_, _) => new(TargetOutcome.Failed(ErrorIds.RestartFailed, "No restart.")) },
                    null, "a"));

        Assert.Equal((ErrorIds.RestartFailed, "No restart."), (result.ErrorId, result.Message));
    }

    [Fact]
    public void Without_Wait_an_asynchronous_change_is_accepted_and_a_synchronous_one_succeeds()
    {
        TargetResult accepted = Assert.Single(Run(new ScriptedOperation(), null, "a"));
        TargetResult succeeded = Assert.Single(Run(new ScriptedOperation { EndsAtOnce = true }, null, "b"));

        Assert.Equal((ChangeStatus.Accepted, "ours"), (accepted.Status, accepted.RequestId));
        Assert.Equal((ChangeStatus.Succeeded, "ours", 1), (succeeded.Status, succeeded.RequestId, succeeded.Attempts));
    }

    [Fact]
    public async Task Polling_releases_the_slot_of_a_target_and_uses_one_of_the_pollers()
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Options = _bench.Options with { Wait = true, TargetsInMemory = 1, TargetsAwaited = 1, WaitTimeout = TimeSpan.FromDays(1) };
        ScriptedOperation operation = new();
        _run = _bench.NewRun();
        int looks = 0;
        TaskCompletionSource watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Responses = async body =>
        {
            if (body.StartsWith("Describe", StringComparison.Ordinal) && Interlocked.Increment(ref looks) == 2)
            {
                watched.SetResult();
                await end.Task;
            }

            return Response(body);
        };

        Assert.Equal(Submission.Accepted, Submit(operation, "a"));
        Assert.Equal(Submission.Full, Submit(operation, "b"));
        await watched.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        // One is waited for: no more are taken, though none is in memory.
        Assert.Equal(Submission.Full, Submit(operation, "b"));
        end.SetResult();
        Wait.Until(() => Read() > 0);
        Assert.Equal(Submission.Accepted, Submit(operation, "b"));
        Assert.Equal(["a", "b"], Finish().Select(static result => result.Target.Id));
    }

    [Fact]
    public void What_an_earlier_command_sent_is_watched_once_and_to_its_end()
    {
        _bench.Options = _bench.Options with { TargetsInMemory = 1, TargetsAwaited = 2 };
        ScriptedOperation operation = new();
        DateTimeOffset earlier = _bench.Time.GetUtcNow() - TimeSpan.FromMinutes(5);
        _run = _bench.NewRun();

        TaskCompletionSource submitted = new();
        _bench.Responses = async body =>
        {
            await submitted.Task;
            return Response(body);
        };
        Assert.Equal(Submission.Accepted,
            _run.TryPoll(new PasswordTarget { Id = "a" }, _bench.Session, operation, _shared, "r-0", 3, earlier, "earlier"));
        Assert.Equal(Submission.Duplicate,
            _run.TryPoll(new PasswordTarget { Id = "a" }, _bench.Session, operation, _shared, "r-0", 3, earlier, "earlier"));
        Assert.Equal((1, 0), (_run.Progress.SubmittedCount, _run.Progress.DoneCount));
        submitted.SetResult();
        TargetResult result = Assert.Single(Finish());

        Assert.Equal((ChangeStatus.Succeeded, "r-0", 3, earlier), (result.Status, result.RequestId, result.Attempts, result.StartedAt));
        Assert.Equal("earlier", ReportEntry.Of(result, "current", earlier).RunId);
        Assert.All(_results, static result => Assert.Null(result.GeneratedPassword));
    }

    [Fact]
    public void After_completion_no_further_target_is_accepted()
    {
        _run = _bench.NewRun();
        _run.Complete();
        _run.Complete();

        Assert.Throws<InvalidOperationException>(() => Submit(new ScriptedOperation(), "a"));
        Assert.Empty(Finish());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_question_is_answered_by_its_reader(bool yes)
    {
        _yes.Enqueue(yes);
        ScriptedOperation operation =
            new()
            {
                After = static async (_, services) => await services.AskAsync("Caption", "Question?")
                    ? TargetOutcome.Failed("Yes", "Yes.")
                    : TargetOutcome.Failed("No", "No."),
            };

        Assert.Equal(yes ? "Yes" : "No", Assert.Single(Run(operation, null, "a")).ErrorId);
    }

    [Fact]
    public void An_open_question_is_a_no_when_the_command_is_stopped()
    {
        ScriptedOperation operation =
            new()
            {
                After = static async (_, services) => await services.AskAsync("Caption", "Question?")
                    ? TargetOutcome.Failed("Yes", "Yes.")
                    : TargetOutcome.Failed("No", "No."),
            };
        _run = _bench.NewRun();
        _bench.Responses = static body => Task.FromResult(Response(body));
        Submit(operation, "a");
        RunEvent? asked = null;
        Wait.Until(() => _run.TryRead(out asked) && asked is QuestionEvent);

        _run.Stop();
        _run.Stop();

        Assert.Equal("No", Assert.Single(Finish()).ErrorId);
    }

    public void Dispose()
    {
        _run?.Dispose();
        _run?.Stop();
        _bench.Dispose();
    }

    private static System.Net.Http.HttpResponseMessage Response(string body)
    {
        string[] words = body.Split(' ');
        return CallBench.Response(words[0] == "Change"
            ? "None #ours"
            : words[1].Split(',').Aggregate("None", static (text, id) => $"{text} {id}=r-0/done"));
    }

    private List<TargetResult> Run(ScriptedOperation operation, IRunReport? report, params string[] ids) =>
        Run(operation, report, Response, ids);

    private List<TargetResult> Run(ScriptedOperation operation, IRunReport? report,
        Func<string, System.Net.Http.HttpResponseMessage> response, params string[] ids)
    {
        _results.Clear();
        _bench.Responses = body => Task.FromResult(response(body));
        _run?.Dispose();
        _run = _bench.NewRun(report);
        foreach (string id in ids)
        {
            Assert.Equal(Submission.Accepted, Submit(operation, id));
        }

        return Finish();
    }

    private Submission Submit(ScriptedOperation operation, string id) =>
        _run!.TrySubmit(new PasswordTarget { Id = id }, _bench.Session, operation, _shared);

    private List<TargetResult> Finish()
    {
        _run!.Complete();
        while (!_run.IsEnded)
        {
            Assert.True(_run.Wait(Patience) || _run.IsEnded, "Nothing more came from the run.");
            Read();
        }

        return _results;
    }

    private int Read()
    {
        int results = 0;
        while (_run!.TryRead(out RunEvent? next))
        {
            switch (next)
            {
                case ResultEvent ended:
                    _results.Add(ended.Result);
                    results++;
                    break;
                case QuestionEvent asked:
                    asked.Answer(_yes.Dequeue());
                    break;
                case NoticeEvent { Level: NoticeLevel.Warning } warning:
                    _warnings.Add(warning.Text);
                    break;
                case NoticeEvent notice:
                    _notices.Add(notice.Text);
                    break;
            }
        }

        return results;
    }

    private sealed class FailingReport : IRunReport
    {
        public string? FailsAt { get; set; }

        public void Planned(TargetWork work) => Check(nameof(Planned));

        public void Sent(IReadOnlyList<TargetWork> works) => Check(nameof(Sent));

        public void Finished(TargetResult result) => Check(nameof(Finished));

        private void Check(string step)
        {
            if (FailsAt == step)
            {
                throw new ReportException("The disk is full.");
            }
        }
    }
}
