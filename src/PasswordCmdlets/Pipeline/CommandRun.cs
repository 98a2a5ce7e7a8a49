using System;
using System.Diagnostics;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Drives one engine run from the pipeline thread: submits approved targets, writes results, errors and messages as they come, and
/// completes what is in flight when the pipeline ends early.
/// </summary>
internal sealed class CommandRun : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestCompletion = TimeSpan.FromSeconds(5);

    private readonly CmdletHost _host;
    private readonly ResultObserver _observer;
    private readonly CommandReport _report;
    private readonly PasswordChangeRun _run;
    private readonly HttpTransport? _ownTransport;
    private readonly ProgressReporter _progress;
    private readonly CommandErrors _errors;
    private readonly ResultWriter _writer;
    private readonly string _runId;
    private bool _ended;

    /// <param name="host">Writes to the cmdlet's streams.</param>
    /// <param name="errors">Writes the errors.</param>
    /// <param name="observer">What the cmdlet adds.</param>
    /// <param name="connection">The proxy to use.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="report">The report.</param>
    public CommandRun(
        CmdletHost host,
        CommandErrors errors,
        ResultObserver observer,
        ConnectionOptions connection,
        RunOptions options,
        CommandReport report)
    {
        _host = host;
        _errors = errors;
        _observer = observer;
        _report = report;
        _runId = options.RunId;
        _writer = new ResultWriter(host, errors, observer, report, options.RunId);
        _ownTransport = connection.Proxy is null ? null : TransportPool.For(connection.Proxy, connection.ProxyNetworkCredential);
        HttpTransport transport = _ownTransport ?? TransportPool.FromEnvironment();
        _run = new PasswordChangeRun(options, transport, RateLimiters.Process, TimeProvider.System, report.Entries);
        _progress = new ProgressReporter(host.CommandName, _run.Progress);
    }

    /// <summary>Submits one approved target, writing results while the engine has no room.</summary>
    public void Submit(PasswordTarget target, OpenSession session, ProviderOperation operation, IPasswordSource passwords)
    {
        Submission submission;
        while ((submission = _run.TrySubmit(target, session.Session, operation, passwords)) == Submission.Full)
        {
            HandleOne(Tick);
        }

        Submitted(submission, target, session, operation);
    }

    /// <summary>Asks whose credential a session has, writing results meanwhile.</summary>
    public void Identify(ProviderSession session)
    {
        Task identification = PipelineThread.Start(() => _run.IdentifyAsync(session));
        while (!identification.Wait(Tick))
        {
            Drain();
        }

        Drain();
    }

    /// <summary>Continues to wait for a change that an earlier command sent.</summary>
    /// <returns>False when the command waits for a change of the target already.</returns>
    public bool Poll(
        PasswordTarget target, OpenSession session, ProviderOperation operation, IPasswordSource passwords, PasswordChangeResult earlier)
    {
        DateTimeOffset started = earlier.StartedAt == default
            ? TimeProvider.System.GetUtcNow()
            : DateTime.SpecifyKind(earlier.StartedAt, DateTimeKind.Utc);
        Submission submission;
        string request = earlier.RequestId ?? string.Empty;
        string? runId = SecretNames.IsRunId(earlier.RunId) ? earlier.RunId : null;
        string? sentBy = earlier.Account is { Length: > 0 } account && TargetText.IsAccount(account) ? account : null;
        while ((submission = _run.TryPoll(
            target, session.Session, operation, passwords, request, earlier.Attempts, started, runId, sentBy)) == Submission.Full)
        {
            HandleOne(Tick);
        }

        Drain();
        return submission == Submission.Accepted;
    }

    /// <summary>Writes what is ready, without waiting.</summary>
    public void Drain()
    {
        while (_run.TryRead(out RunEvent? next))
        {
            Handle(next!);
        }

        ShowProgress();
    }

    /// <summary>Ends the input, waits for all results and writes them; an error that is held stays so.</summary>
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
            _host.Progress(closed);
        }

        if (_run.Brakes?.Summary is { } summary)
        {
            _host.Warning($"{summary} {_report.HowToResume}");
        }

        _observer.AllDelivered(withoutError: !_errors.HasHeld);
    }

    /// <summary>Writes the result of a target that was never submitted to the engine, and its error.</summary>
    public void WriteUnsent(PasswordChangeResult result, PasswordTarget target)
    {
        _run.Brakes?.RecordUnsent(result.ErrorId ?? ErrorIds.ProviderError);
        _writer.WriteUnsent(result, target);
    }

    /// <summary>Sends nothing more; called from another thread on Ctrl+C.</summary>
    public void Stop() => _run.Stop();

    /// <summary>Sends nothing more and writes the results of what was submitted, before an error ends the command.</summary>
    public void WriteRest() => CompleteInFlight(HandleLate);

    /// <summary>Completes what is in flight when the pipeline ended early; its results are in the report alone.</summary>
    public void Dispose()
    {
        using (_ownTransport)
        using (_run)
        {
            if (!_ended)
            {
                CompleteInFlight(Discard);
                if (!_run.IsEnded)
                {
                    _observer.Abandoned();
                }
            }
        }
    }

    private void CompleteInFlight(Action<RunEvent> handle)
    {
        _run.Stop();
        _run.Complete();
        Stopwatch watch = Stopwatch.StartNew();
        while (!_run.IsEnded && watch.Elapsed < LongestCompletion)
        {
            ReadEvents(handle);
            _run.Wait(Tick);
        }

        ReadEvents(handle);
    }

    private void ReadEvents(Action<RunEvent> handle)
    {
        while (_run.TryRead(out RunEvent? next))
        {
            if (next is QuestionEvent question)
            {
                question.Answer(false);
            }
            else
            {
                handle(next!);
            }
        }
    }

    private void HandleLate(RunEvent next)
    {
        try
        {
            Handle(next);
        }
        catch (CommandFailure)
        {
            // The first failure ends the command; its result is written all the same.
        }
    }

    // The pipeline accepts nothing any more. A generated password is stored all the same where that is still possible.
    private void Discard(RunEvent next)
    {
        if (next is not ResultEvent finished)
        {
            return;
        }

        try
        {
            _writer.Complete(finished.Result);
        }
        catch (CommandFailure)
        {
            // The report cannot be written any more, and no caller receives an error.
        }
        catch (Exception)
        {
            // After Ctrl+C no vault command runs. Whatever fails for one result, the others are completed, and the run's seed stays, so
            // that the password can be restored from it.
            _observer.Abandoned();
        }
    }

    private void Submitted(Submission submission, PasswordTarget target, OpenSession session, ProviderOperation operation)
    {
        if (submission == Submission.Duplicate)
        {
            string message = "The target is in this command more than once; it is changed once.";
            ReportEntry entry = ResultFactory.Unsent(
                session.Session.Provider.Name, operation.Descriptor.Resource, target, ErrorIds.DuplicateTarget, message, _runId);
            WriteUnsent(ResultFactory.Create(entry with { Account = session.Session.Account }), target);
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
                string? errorId = _writer.WriteCompleted(finished.Result);
                _run.Brakes?.RecordHandled(finished.Result.Target, errorId);
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
            case NoticeEvent notice:
                _host.Notice(notice);
                break;
        }
    }

    private void ShowProgress()
    {
        if (_progress.Next() is { } progress)
        {
            _host.Progress(progress);
        }
    }
}
