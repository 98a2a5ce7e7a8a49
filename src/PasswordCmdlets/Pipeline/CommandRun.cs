using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Drives one engine run from the pipeline thread: submits approved targets, hands out results, errors and messages as they come, and
/// sees to it that nothing is left behind when the pipeline ends early.
/// </summary>
internal sealed class CommandRun : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(5);

    private readonly ICommandHost _host;
    private readonly PasswordChangeRun _run;
    private readonly HttpTransport? _ownTransport;
    private readonly ProgressReporter _progress;
    private readonly bool _holdFirstError;
    private ErrorRecord? _heldError;
    private bool _ended;

    /// <param name="host">The cmdlet.</param>
    /// <param name="options">How the engine is to behave.</param>
    /// <param name="journal">Keeps the report.</param>
    /// <param name="holdFirstError">Whether the first error waits until every result is out, because it will end the command.</param>
    /// <param name="runOptions">The run's options.</param>
    /// <param name="activity">What the progress bar calls it.</param>
    public CommandRun(ICommandHost host, EngineOptions options, RunOptions runOptions, IRunReport journal, bool holdFirstError, string activity)
    {
        _host = host;
        _holdFirstError = holdFirstError;
        RunId = runOptions.RunId;
        _ownTransport = options.Proxy is null ? null : TransportPool.For(options.Proxy, options.ProxyNetworkCredential);
        _run = new PasswordChangeRun(runOptions, _ownTransport ?? TransportPool.FromEnvironment(), RateLimiters.Process, TimeProvider.System, journal);
        _progress = new ProgressReporter(activity, _run.Progress);
    }

    public string RunId { get; }

    /// <summary>Submits one approved target, handing out results while the engine has no room.</summary>
    public void Submit(PasswordTarget target, OpenSession session, ProviderOperation operation, IPasswordSource passwords)
    {
        Submission submission;
        while ((submission = _run.TrySubmit(target, session.Session, operation, passwords)) == Submission.Full)
        {
            HandleOne(Tick);
        }

        Submitted(submission, target, session, operation);
    }

    /// <summary>Goes on waiting for a change that an earlier command sent.</summary>
    public void Watch(PasswordTarget target, OpenSession session, ProviderOperation operation, IPasswordSource passwords, PasswordChangeResult earlier)
    {
        DateTimeOffset started = earlier.StartedAt == default ? TimeProvider.System.GetUtcNow() : new(DateTime.SpecifyKind(earlier.StartedAt, DateTimeKind.Utc));
        Submission submission;
        while ((submission = _run.TryWatch(target, session.Session, operation, passwords, earlier.RequestId ?? string.Empty, earlier.Attempts, started)) == Submission.Full)
        {
            HandleOne(Tick);
        }

        Submitted(submission, target, session, operation);
    }

    /// <summary>Hands out whatever is ready, without waiting.</summary>
    public void Drain()
    {
        while (_run.TryRead(out RunEvent? next))
        {
            Handle(next!);
        }

        ShowProgress();
    }

    /// <summary>Says that no more targets come and hands out all that is still to come.</summary>
    public void Finish()
    {
        _run.Complete();
        while (!_run.IsEnded)
        {
            HandleOne(Tick);
        }

        Drain();
        _ended = true;
        if (_progress.Close() is { } closed)
        {
            _host.ShowProgress(closed);
        }

        _host.AllEmitted(withoutError: _heldError is null);
        if (_heldError is { } held)
        {
            _heldError = null;
            _host.Fail(held);
        }
    }

    /// <summary>Writes a result that never went through the engine, with its error.</summary>
    public void EmitUnsent(PasswordChangeResult result, object target)
    {
        _host.Emit(result);
        Fail(ResultFactory.Error(result, target));
    }

    /// <summary>Ends sending; called from another thread on Ctrl+C.</summary>
    public void Stop() => _run.Stop();

    /// <summary>Settles what is in flight when the pipeline ended early; results then are in the report alone.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _run.Stop();
            _run.Complete();
            Stopwatch watch = Stopwatch.StartNew();
            while (!_run.IsEnded && watch.Elapsed < LongestSettling)
            {
                Settle();
                _run.Wait(Tick);
            }

            Settle();
            if (!_run.IsEnded)
            {
                _host.Abandon();
            }
        }

        _run.Dispose();
        _ownTransport?.Dispose();
    }

    // The pipeline takes nothing any more. A generated password is kept all the same where that is still possible.
    private void Settle()
    {
        while (_run.TryRead(out RunEvent? next))
        {
            (next as QuestionEvent)?.Answer(false);
            if (next is not ResultEvent finished)
            {
                continue;
            }

            try
            {
                _host.Complete(ResultFactory.Create(finished.Result, RunId), finished.Result);
            }
            catch (PipelineStoppedException)
            {
                // After Ctrl+C no vault answers; the run's seed is there and names the password.
            }
        }
    }

    private void Submitted(Submission submission, PasswordTarget target, OpenSession session, ProviderOperation operation)
    {
        if (submission == Submission.Duplicate)
        {
            string message = $"{target.Id} is in this command more than once; it is changed once.";
            ReportEntry entry = ResultFactory.Unsent(session.Session.Provider.ToString(), operation.Contract.Resource, target, ErrorIds.DuplicateTarget, message, RunId);
            EmitUnsent(ResultFactory.Create(entry with { Account = session.Session.Account }), target.Tag ?? target.Id);
        }

        Drain();
    }

    private void HandleOne(TimeSpan longest)
    {
        if (_run.Wait(longest))
        {
            Drain();
        }

        ShowProgress();
    }

    private void Handle(RunEvent next)
    {
        switch (next)
        {
            case ResultEvent finished:
                PasswordChangeResult result = ResultFactory.Create(finished.Result, RunId);
                ErrorRecord? further = _host.Complete(result, finished.Result);
                _host.Emit(result);
                if (finished.Result.Status is ChangeStatus.Failed or ChangeStatus.Unknown)
                {
                    Fail(ResultFactory.Error(result, finished.Result.Target.Tag ?? finished.Result.Target.Id));
                }
                else if (finished.Result is { Status: ChangeStatus.Accepted, ErrorId: not null })
                {
                    _host.Warn($"{result.Provider} {result.InstanceId}: {result.Message}");
                }

                if (further is not null)
                {
                    Fail(further);
                }

                break;
            case QuestionEvent question:
                bool yes = false;
                try
                {
                    yes = _host.Ask(question.Question, question.Caption);
                }
                finally
                {
                    question.Answer(yes);
                }

                break;
            case NoticeEvent { Level: NoticeLevel.Warning } notice:
                _host.Warn(notice.Text);
                break;
            case NoticeEvent { Level: NoticeLevel.Verbose } notice:
                _host.Explain(notice.Text);
                break;
            case NoticeEvent notice:
                _host.Trace(notice.Text);
                break;
        }
    }

    private void Fail(ErrorRecord error)
    {
        if (!_holdFirstError)
        {
            _host.Fail(error);
        }
        else
        {
            _heldError ??= error;
        }
    }

    private void ShowProgress()
    {
        if (_progress.Next() is { } progress)
        {
            _host.ShowProgress(progress);
        }
    }
}
