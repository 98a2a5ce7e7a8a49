using System;
using System.Collections.Generic;
using System.Linq;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Interleavings.Scheduling;
using Xunit;

namespace PasswordCmdlets.Interleavings.Scenarios;

/// <summary>One run of the engine in one schedule, and the pipeline thread that drives it as a cmdlet does.</summary>
internal sealed class World : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly SharedPassword Shared = new(new SecretText("Brand-New-Pass-7".AsSpan()));

    private readonly Scheduler _scheduler;
    private readonly HttpTransport _transport;
    private readonly List<string> _submitted = [];
    private readonly RunOptions _options;

    public World(Scheduler scheduler, RunOptions options)
    {
        _options = options;
        _scheduler = scheduler;
        Provider = new ModelProvider(scheduler);
        _transport = new HttpTransport(Provider);
        Run = new PasswordChangeRun(
            options, _transport, new RateLimiters(scheduler.Time), scheduler.Time, new NullReport(), static () => 0.5);
    }

    public ModelProvider Provider { get; }

    public PasswordChangeRun Run { get; }

    public List<TargetResult> Results { get; } = [];

    /// <summary>The error id of what fails while a result is handled, such as storing its password.</summary>
    public Func<TargetResult, string?> HandlingError { get; set; } = static _ => null;

    public Func<QuestionEvent, bool> Answer { get; set; } = static _ => false;

    /// <summary>Submits a target, and handles events while the run is full.</summary>
    public void Submit(ProviderSession session, ProviderOperation operation, string id, string region = "here")
    {
        PasswordTarget target = new() { Id = id, Region = region, ProjectId = "p1" };
        Submission submission;
        while ((submission = Run.TrySubmit(target, session, operation, Shared)) == Submission.Full)
        {
            HandleEvents();
        }

        Assert.Equal(Submission.Accepted, submission);
        _submitted.Add(id);
        ReadAll();
    }

    /// <summary>Ends the input and handles all events.</summary>
    public void Finish()
    {
        Run.Complete();
        while (!Run.IsEnded)
        {
            HandleEvents();
        }

        ReadAll();
        AssertTrueResults();
    }

    /// <summary>Each target has one status, save one that fails. A request may time out where the schedule is slow.</summary>
    public void AssertAll(ChangeStatus status, string? failed = null) => Assert.True(
        _scheduler.IsSlow
            || Results.All(result => result.Status == (result.Target.Id == failed ? ChangeStatus.Failed : status)),
        string.Join(", ", Results.Select(static result => $"{result.Target.Id}: {result.Status} {result.Message}")));

    /// <summary>Stops the run from another thread, at any time from now on.</summary>
    public void StopFromAnotherThread() => _scheduler.Add("Ctrl+C", () =>
    {
        Run.Stop();
        Provider.IsStopped = true;
    });

    public void Dispose()
    {
        Run.Dispose();
        _transport.Dispose();
    }

    /// <summary>One result for each target, which says what the provider did; what was sent kept to the limits.</summary>
    private void AssertTrueResults()
    {
        Assert.Equal(_submitted.Order(), Results.Select(static result => result.Target.Id).Order());
        foreach (TargetResult result in Results.Where(static result => result.Status != ChangeStatus.Unknown))
        {
            bool reportsChange = result.Status is ChangeStatus.Succeeded or ChangeStatus.Accepted;
            Assert.True(reportsChange == Provider.HasChanged(result.Target.Id), $"{result.Target.Id}: {result.Status} {result.Message}");
        }

        // What had passed its last check when the run was stopped still leaves.
        Assert.InRange(Provider.SentAfterStop, 0, _options.ThrottleLimit);
        Assert.InRange(Provider.MostInFlight, 0, _options.ThrottleLimit);
    }

    private void ReadAll()
    {
        while (Run.TryRead(out RunEvent? next))
        {
            Handle(next!);
        }
    }

    private void HandleEvents()
    {
        if (!Run.Wait(Tick) && !Run.IsEnded)
        {
            // The cmdlet would come here again and again; here that counts as waiting.
            _scheduler.WaitForOthers("wait for the run");
        }

        ReadAll();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case ResultEvent ended:
                Results.Add(ended.Result);
                Run.Brakes?.RecordHandled(ended.Result.Target, HandlingError(ended.Result));
                break;
            case QuestionEvent question:
                question.Answer(Answer(question));
                break;
        }
    }
}
