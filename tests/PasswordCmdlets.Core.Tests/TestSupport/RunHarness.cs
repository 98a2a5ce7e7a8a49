using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Tests.TestSupport;

/// <summary>
/// Drives one run against a scripted server on a clock of its own: whenever the engine has nothing to say, time moves on, so that no test
/// waits for real.
/// </summary>
internal sealed class RunHarness : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpTransport _transport;
    private readonly List<TargetResult> _results = [];

    public RunHarness(
        HttpMessageHandler server, RunOptions? options = null, ProviderDescriptor? provider = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider();
        _transport = new HttpTransport(server);
        CloudCredential credential = TestCredential.Of(provider ?? AlibabaProvider.Descriptor, "testsecret", id: "testid");
        Session = ProviderSessions.Open(new FixedCredentialProvider(credential), credential, null);

        // The script responds at once: a slow machine must not appear as a slow provider.
        Run = new PasswordChangeRun(
            (options ?? new RunOptions()) with { AttemptTimeout = TimeSpan.FromDays(1), Timeout = TimeSpan.FromDays(1), Verbose = true },
            _transport,
            new RateLimiters(Time),
            Time,
            new NullReport(),
            static () => 0.5);
    }

    public FakeTimeProvider Time { get; }

    public ProviderSession Session { get; }

    public PasswordChangeRun Run { get; }

    public List<string> Notices { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>Submits the targets and returns their results, in the order of the targets.</summary>
    public IReadOnlyList<TargetResult> Change(ProviderOperation operation, string password, params PasswordTarget[] targets)
    {
        using SecretText secret = new(password.AsSpan());
        return Change(operation, new SharedPassword(secret), targets);
    }

    /// <summary>Submits the targets and returns their results, in the order of the targets.</summary>
    public IReadOnlyList<TargetResult> Change(ProviderOperation operation, IPasswordSource passwords, IReadOnlyList<PasswordTarget> targets)
    {
        foreach (PasswordTarget target in targets)
        {
            Submission submission = Run.TrySubmit(target, Session, operation, passwords);
            if (submission != Submission.Accepted)
            {
                throw new InvalidOperationException($"{target.Id}: {submission}");
            }
        }

        return ReadToEnd();
    }

    /// <summary>Reads results until there are no more, ordered by id.</summary>
    public IReadOnlyList<TargetResult> ReadToEnd()
    {
        Run.Complete();
        Stopwatch watch = Stopwatch.StartNew();
        while (!Run.IsEnded)
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException("The run does not end.");
            }

            while (Run.TryRead(out RunEvent? next))
            {
                Handle(next!);
            }

            // While work waits for a thread it is the machine that is slow, not the engine that has nothing to do.
            if (!Run.IsEnded && !Run.Wait(TimeSpan.FromMilliseconds(3)) && ThreadPool.PendingWorkItemCount == 0)
            {
                Time.Advance(TimeSpan.FromSeconds(0.5));
            }
        }

        return _results.OrderBy(result => result.Target.Id, StringComparer.Ordinal).ToList();
    }

    public void Dispose()
    {
        Run.Dispose();
        _transport.Dispose();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case ResultEvent result:
                _results.Add(result.Result);
                Run.Brakes?.RecordHandled(result.Result.Target, null);
                break;
            case NoticeEvent notice:
                (notice.Level == NoticeLevel.Warning ? Warnings : []).Add(notice.Text);
                Notices.Add(notice.Text);
                break;
            case QuestionEvent question:
                question.Answer(false);
                break;
        }
    }
}
