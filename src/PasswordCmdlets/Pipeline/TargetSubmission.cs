using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// Submits one command's targets to the engine: opens the session of their provider, adds the region, starts the report and the run with
/// the first target. <see cref="CommandFailure"/> ends the command.
/// </summary>
internal sealed class TargetSubmission(
    CmdletHost host, ResultObserver observer, ConnectionOptions connection, RunOptions options, string? reportPath) : IDisposable
{
    // A seed derives the password of a user from the name, which is unique within an account only.
    private const string OneAccountOfUsers =
        "A command generates passwords for the users of one account. Run it once for each profile.";

    private readonly bool _isWhatIf = options.Preflight is null && host.IsWhatIf;
    private readonly HashSet<ProviderSession> _identified = [];
    private readonly object _lock = new();
    private ProviderSession? _users;
    private bool _hasSubmitted;
    private bool _isStopped;
    private CommandReport? _report;
    private CommandRun? _run;

    /// <summary>Writes the errors of this command.</summary>
    public CommandErrors Errors { get; } = new(host);

    /// <summary>The sessions that this command opened.</summary>
    public Sessions Sessions { get; } = new(connection, host.Notice);

    /// <summary>Submits one approved target to the run, with the credential and the region that apply.</summary>
    /// <param name="change">What to do with it.</param>
    /// <param name="target">The target; without a region, that of the credential is used.</param>
    public void Submit(PasswordChange change, PasswordTarget target) => OrWriteRest(() => SubmitTarget(change, target));

    /// <summary>Whether the target specifies another profile than the command, so that a failure of the profile is its own.</summary>
    public bool IsOfOtherProfile(PasswordTarget target) => target.ProfileName is { } profile && profile != connection.ProfileName;

    /// <summary>The session of a change's provider, with whose credential it is where that matters.</summary>
    public ProviderSession Identify(PasswordChange change)
    {
        ProviderSession? session = null;
        OrWriteRest(() =>
        {
            observer.Submitting(change);
            session = Sessions.Of(change.Provider).Session;
            Identify(change, session);
        });
        return session!;
    }

    /// <summary>Continues to wait for a change that an earlier command sent.</summary>
    /// <returns>False when the command waits for a change of the target already.</returns>
    public bool Poll(OpenSession session, ProviderOperation operation, PasswordTarget target, PasswordChangeResult earlier)
    {
        bool isNew = false;
        OrWriteRest(() => isNew = Run().Poll(target, session, operation, NoPassword.Instance, earlier));
        return isNew;
    }

    /// <summary>Fails one target that was never sent: its result, its report entry and its error.</summary>
    public void Fail(string? provider, string? resource, PasswordTarget target, string errorId, string message) =>
        OrWriteRest(() => FailTarget(provider, resource, target, errorId, message));

    /// <summary>Writes the results that are ready.</summary>
    public void Drain() => OrWriteRest(() => _run?.Drain());

    /// <summary>Waits for all results and writes them, then the error that is held.</summary>
    public void Finish()
    {
        OrWriteRest(() => _run?.Finish());
        Errors.WriteHeld();
    }

    /// <summary>Sends nothing more; called from another thread on Ctrl+C.</summary>
    public void Stop()
    {
        Sessions.Stop();
        observer.Stop();
        lock (_lock)
        {
            _isStopped = true;
            _run?.Stop();
        }
    }

    /// <summary>Completes what is in flight when the pipeline ended early.</summary>
    public void Dispose()
    {
        try
        {
            _run?.Dispose();
        }
        finally
        {
            _report?.Dispose();
            Sessions.Dispose();
            observer.Dispose();
        }
    }

    private void SubmitTarget(PasswordChange change, PasswordTarget target)
    {
        observer.Submitting(change);
        string provider = change.Provider.Name;
        OpenSession session;
        try
        {
            session = Sessions.Of(change.Provider, target.ProfileName);
        }
        catch (CommandFailure failure) when (_hasSubmitted || !change.EndsCommand || IsOfOtherProfile(target))
        {
            FailTarget(provider, change.Resource, target, failure.ErrorId, failure.Message);
            return;
        }

        if (target.IsUser && !change.Passwords.IsShared && (_users ??= session.Session) != session.Session)
        {
            FailTarget(provider, change.Resource, target, ErrorIds.InvalidTarget, OneAccountOfUsers);
            return;
        }

        Identify(change, session.Session);
        PasswordTarget placed = target.Region is null && change.NeedsRegion ? target.In(session.Credential.Region) : target;
        if (change.NeedsRegion && placed.Region is null)
        {
            string message = $"{provider} needs a region. Specify -Region, or set it where the credential comes from.";
            FailTarget(provider, change.Resource, target, ErrorIds.RegionRequired, message);
            return;
        }

        // With its region, which the name of its entry in the vault may contain.
        if (observer.Reject(session.Session, change.Resource, placed) is { } reason)
        {
            FailTarget(provider, change.Resource, placed, ErrorIds.DuplicateTarget, reason);
            return;
        }

        // What cannot be reported is not begun; what is in flight is completed.
        CommandRun run = Run();
        _hasSubmitted = true;
        _report!.Guard(() => run.Submit(placed, session, change.Operation, change.Passwords));
    }

    private void FailTarget(string? provider, string? resource, PasswordTarget target, string errorId, string message)
    {
        ReportEntry entry = ResultFactory.Unsent(provider, resource, target, errorId, message, options.RunId);
        PasswordChangeResult result = ResultFactory.Create(entry);
        if (_isWhatIf)
        {
            Errors.Write(ResultFactory.Error(result, target.Tag ?? target.Id));
            return;
        }

        CommandRun run = Run();
        _report!.Rejected(entry);
        run.WriteUnsent(result, target);
    }

    private void Identify(PasswordChange change, ProviderSession session)
    {
        if (!change.NeedsIdentity || session.Identity is not null || !_identified.Add(session))
        {
            return;
        }

        Run().Identify(session);
        if (session.Identity is { } identity)
        {
            observer.Identified(change, identity.AccountId);
        }
    }

    // A failure ends the command; the results of what it has submitted are written first.
    private void OrWriteRest(Action action)
    {
        try
        {
            action();
        }
        catch (CommandFailure)
        {
            _run?.WriteRest();
            throw;
        }
    }

    private CommandRun Run()
    {
        if (_run is null)
        {
            _report ??= new CommandReport(reportPath, options.RunId);
            CommandRun run = new(host, Errors, observer, connection, options, _report);
            lock (_lock)
            {
                _run = run;
                if (_isStopped)
                {
                    // Ctrl+C came before there was a run to stop.
                    run.Stop();
                }
            }
        }

        return _run;
    }
}
