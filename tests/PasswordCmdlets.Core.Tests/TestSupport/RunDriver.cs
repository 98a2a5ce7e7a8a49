using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using Xunit;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>Drives an engine run as a cmdlet does: submits targets, then handles events until there are no more.</summary>
internal sealed class RunDriver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpTransport _transport;
    private readonly PasswordChangeRun _run;

    public RunDriver(HttpMessageHandler server, RunOptions? options = null, TimeProvider? time = null, IRunReport? report = null)
    {
        time ??= TimeProvider.System;
        _transport = new HttpTransport(server);
        options ??= new RunOptions();
        if (options.BatchLinger == new RunOptions().BatchLinger)
        {
            // On a clock that advances itself a linger ends at once, also between two targets; an hour is too long for it and never ends.
            options = options with { BatchLinger = time is AutoAdvancingTimeProvider ? TimeSpan.FromHours(1) : TimeSpan.Zero };
        }

        _run = new PasswordChangeRun(options, _transport, new RateLimiters(time), time, report ?? new NullReport(), static () => 0);
    }

    /// <summary>The reply to the run's question.</summary>
    public Func<QuestionEvent, bool> OnQuestion { get; set; } = static _ => false;

    /// <summary>Whether storing the password of a result fails.</summary>
    public Func<TargetResult, bool> HandlingFails { get; set; } = static _ => false;

    public string? BrakeSummary => _run.Brakes?.Summary;

    public List<string> Questions { get; } = [];

    public List<string> Notices { get; } = [];

    public List<TargetResult> Results { get; } = [];

    public void Submit(PasswordTarget target, ProviderSession session, ProviderOperation operation, IPasswordSource passwords) =>
        Assert.Equal(Submission.Accepted, _run.TrySubmit(target, session, operation, passwords));

    public void Stop() => _run.Stop();

    /// <summary>Handles events until the run ends or the condition holds.</summary>
    public void HandleUntil(Func<bool> enough)
    {
        while (!_run.IsEnded && !enough())
        {
            while (_run.TryRead(out RunEvent? next))
            {
                Handle(next!);
            }

            if (!_run.IsEnded && !enough())
            {
                Assert.True(_run.Wait(Patience) || _run.IsEnded, "Nothing more came from the run.");
            }
        }
    }

    /// <summary>Handles all that is still to come.</summary>
    public IReadOnlyList<TargetResult> Finish()
    {
        _run.Complete();
        HandleUntil(static () => false);
        return Results;
    }

    public TargetResult ResultOf(string id) => Results.Single(result => result.Target.Id == id);

    public void Dispose()
    {
        _run.Dispose();
        _transport.Dispose();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case ResultEvent ended:
                Results.Add(ended.Result);
                _run.Brakes?.RecordHandled(ended.Result.Target, HandlingFails(ended.Result) ? ErrorIds.VaultWriteFailed : null);
                break;
            case QuestionEvent question:
                Questions.Add(question.Question);
                question.Answer(OnQuestion(question));
                break;
            case NoticeEvent notice:
                Notices.Add(notice.Text);
                break;
        }
    }
}
