using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>
/// What every cmdlet that talks to a provider shares: the common parameters, the checks of the whole command, and the run from the first
/// approved target to the last result.
/// </summary>
public abstract class CloudPasswordCommand : PSCmdlet, IDisposable
{
    private PipelineHost? _host;
    private CommandRun? _run;
    private ReportWriter? _report;
    private Sessions? _sessions;

    /// <summary>The access key: its id as the user name, its secret as the password. Without it the credential chain is asked.</summary>
    [Parameter]
    public PSCredential? AccessKey { get; set; }

    /// <summary>The session token of a temporary access key.</summary>
    [Parameter]
    public SecureString? SecurityToken { get; set; }

    /// <summary>A named profile of the provider's own CLI or SDK.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>Do not ask a metadata service for credentials.</summary>
    [Parameter]
    public SwitchParameter NoInstanceRole { get; set; }

    /// <summary>Another endpoint than the provider's own; http only to a loopback address.</summary>
    [Parameter]
    public Uri? Endpoint { get; set; }

    /// <summary>The proxy to use instead of the one in the environment.</summary>
    [Parameter]
    public Uri? Proxy { get; set; }

    /// <summary>The proxy's user name and password.</summary>
    [Parameter]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Calls in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Seconds for one target from its first send, retries included, waiting for a rate limit not.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>Seconds to wait for the completion of one target.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int WaitTimeoutSec { get; set; } = 900;

    /// <summary>Further attempts after the first; throttled attempts do not count.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>A JSON Lines file that is appended to: one line when a target is planned, sent and finished.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Names this command's run in results, reports and vaults.</summary>
    private protected string RunId { get; } = RunIds.New(TimeProvider.System);

    /// <summary>Whether the command waits for completion.</summary>
    private protected virtual bool Waits => false;

    private protected Sessions OpenSessions => _sessions ??= new Sessions(Options(), WriteWarning);

    /// <summary>Whether this command only says what it would do.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? ((SwitchParameter)given).ToBool()
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Checks what is wrong with the command as a whole; nothing has been sent.</summary>
    protected override void BeginProcessing()
    {
        _host = new PipelineHost(this);
        Terminating(CheckConnection);
    }

    /// <summary>Hands out what is still to come.</summary>
    protected override void EndProcessing() => _run?.Finish();

    /// <summary>Ctrl+C: nothing more is sent.</summary>
    protected override void StopProcessing()
    {
        _sessions?.Stop();
        _run?.Stop();
    }

    /// <summary>Settles what is in flight when the pipeline ended early.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Settles what is in flight.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        _run?.Dispose();
        _run = null;
        _report?.Dispose();
        _report = null;
        _sessions?.Dispose();
        _sessions = null;
    }

    /// <summary>Runs a check whose failure ends the command.</summary>
    private protected void Terminating(Action check)
    {
        try
        {
            check();
        }
        catch (CommandFailure failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
        }
    }

    /// <summary>The run, begun with the first approved target.</summary>
    private protected CommandRun Run => _run ??= BeginRun();

    /// <summary>Hands out results that are ready, between two records.</summary>
    private protected void HandOutResults() => _run?.Drain();

    /// <summary>Fails one target that was never sent: its result and its error.</summary>
    private protected void FailUnsent(string? provider, string? resource, PasswordTarget target, string errorId, string message)
    {
        ReportEntry entry = ResultFactory.Unsent(provider, resource, target, errorId, message, RunId);
        PasswordChangeResult result = ResultFactory.Create(entry);
        if (IsWhatIf)
        {
            WriteError(ResultFactory.Error(result, target.Tag ?? target.Id));
        }
        else
        {
            Append(entry);
            Run.EmitUnsent(result, target.Tag ?? target.Id);
        }
    }

    /// <summary>Gives one approved target to the run, under the credential and the region that apply.</summary>
    /// <param name="provider">Its provider.</param>
    /// <param name="operation">What to do with it.</param>
    /// <param name="target">The target; a missing region is taken from where the credential came from.</param>
    /// <param name="needsRegion">Whether it cannot be done without a region.</param>
    /// <param name="passwords">Where its password comes from.</param>
    /// <param name="endsCommand">Whether a missing credential ends the command rather than failing this target.</param>
    private protected void Submit(CloudProvider provider, ProviderOperation operation, PasswordTarget target, bool needsRegion, IPasswordSource passwords, bool endsCommand)
    {
        OpenSession session;
        try
        {
            session = OpenSessions.Of(provider);
        }
        catch (CommandFailure failure)
        {
            if (endsCommand)
            {
                ThrowTerminatingError(failure.ToErrorRecord());
            }

            FailUnsent(provider.ToString(), operation.Contract.Resource, target, failure.ErrorId, failure.Message);
            return;
        }

        if (Refuse(session.Session, operation.Contract.Resource, target) is { } refusal)
        {
            FailUnsent(provider.ToString(), operation.Contract.Resource, target, ErrorIds.DuplicateTarget, refusal);
            return;
        }

        PasswordTarget placed = target.Region is null && needsRegion ? target.In(session.Credential.Region) : target;
        if (needsRegion && placed.Region is null)
        {
            FailUnsent(provider.ToString(), operation.Contract.Resource, target, ErrorIds.RegionRequired, $"{provider} needs a region: give -Region, or set it where the credential comes from.");
            return;
        }

        try
        {
            Run.Submit(placed, session, operation, passwords);
        }
        catch (ReportException failure)
        {
            // Nothing can be recorded, so nothing more is begun; what is in flight is settled.
            ThrowTerminatingError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.WriteError, failure.Message, ReportPath).ToErrorRecord());
        }
    }

    /// <summary>What is wrong with a region, when one was given.</summary>
    private protected static string? CheckRegion(CloudProvider provider, string? region) => region is null || EndpointTable.IsRegionId(region)
        ? null
        : $"'{region}' is not a region id of {provider}. Region ids are lower-case letters, digits and hyphens; press Tab after -Region to see them.";

    /// <summary>
    /// What is wrong with the provider that a piped object names, when it names one. Its other properties bind whatever it is: without this check the user
    /// root of a Tencent result would become a RAM user.
    /// </summary>
    private protected string? CheckProvider(CloudProvider own, string? named) => string.IsNullOrEmpty(named) || string.Equals(named, own.ToString(), StringComparison.OrdinalIgnoreCase)
        ? null
        : $"This is of the provider {MessageSanitizer.Code(named, [])}, and {MyInvocation.MyCommand.Name} is for {own} only. Pass on what is of {own}: Where-Object Provider -EQ {own}.";

    /// <summary>Whose a target is: the provider that its object names, so that a refused result is refused again wherever it is passed on.</summary>
    private protected string OwnerOf(CloudProvider own, string? named) => CheckProvider(own, named) is null ? own.ToString() : MessageSanitizer.Code(named, [])!;

    private protected static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private protected static CloudProvider ParseProvider(string name) => Enum.TryParse(name, ignoreCase: true, out CloudProvider provider)
        ? provider
        : throw new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, $"'{name}' is not a provider of this module.");

    private protected static void ThrowIfAny(CommandFailure? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }
    }

    // On Windows the runtime resolves the value types of a virtual method's signature when PowerShell lists the cmdlets, which is before the
    // engine can be found. So no enum or struct of the engine here, nor in the methods below.

    /// <summary>Rejects an approved target that cannot be told from another; null accepts it.</summary>
    private protected virtual string? Refuse(ProviderSession session, string resource, PasswordTarget target) => null;

    /// <summary>Adds to a result before it is written.</summary>
    /// <returns>An error that goes with it, besides the engine's own.</returns>
    private protected virtual ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult) => null;

    /// <summary>The result was written to the pipeline.</summary>
    private protected virtual void Delivered(PasswordChangeResult result)
    {
    }

    /// <summary>The pipeline ended before every target had its result.</summary>
    private protected virtual void Abandoned()
    {
    }

    /// <summary>Every result was written to the pipeline.</summary>
    /// <param name="withoutError">Whether no error that ends the command follows.</param>
    private protected virtual void AllDelivered(bool withoutError)
    {
    }

    // A duplicate has no entry: the target has entries already, and they tell its outcome.
    private void Append(ReportEntry entry)
    {
        _ = Run;
        if (_report is null || entry.ErrorId == ErrorIds.DuplicateTarget)
        {
            return;
        }

        try
        {
            _report.Rejected(entry);
        }
        catch (ReportException failure)
        {
            ThrowTerminatingError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.WriteError, failure.Message, ReportPath).ToErrorRecord());
        }
    }

    private CommandRun BeginRun()
    {
        RunOptions options = new()
        {
            RunId = RunId,
            ThrottleLimit = ThrottleLimit,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            WaitTimeout = TimeSpan.FromSeconds(WaitTimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            Wait = Waits,
            Verbose = IsWanted("Verbose", "VerbosePreference"),
            Debug = IsWanted("Debug", "DebugPreference"),
        };
        return new CommandRun(_host!, Options(), options, Journal(), StopsOnError, MyInvocation.MyCommand.Name);
    }

    private IRunReport Journal()
    {
        if (ReportPath is null)
        {
            return new NullReport();
        }

        try
        {
            _report = new ReportWriter(GetUnresolvedProviderPathFromPSPath(ReportPath), RunId, TimeProvider.System);
            return _report;
        }
        catch (ReportException failure)
        {
            ThrowTerminatingError(new CommandFailure(ErrorIds.ReportUnavailable, ErrorCategory.OpenError, failure.Message, ReportPath).ToErrorRecord());
            throw;
        }
    }

    /// <summary>The parameters as the engine needs them.</summary>
    private protected virtual EngineOptions Options() => new()
    {
        AccessKey = AccessKey,
        SecurityToken = SecurityToken,
        ProfileName = ProfileName,
        NoInstanceRole = NoInstanceRole,
        Endpoint = Endpoint,
        Proxy = Proxy,
        ProxyCredential = ProxyCredential,
        ThrottleLimit = ThrottleLimit,
        TimeoutSec = TimeoutSec,
        WaitTimeoutSec = WaitTimeoutSec,
        MaximumRetryCount = MaximumRetryCount,
        Wait = Waits,
        ReportPath = ReportPath,
    };

    private void CheckConnection()
    {
        if (Endpoint is not null)
        {
            CheckEndpoint(Endpoint);
        }

        if (SecurityToken is not null && AccessKey is null)
        {
            throw new CommandFailure(ErrorIds.CredentialNotFound, ErrorCategory.InvalidArgument, "-SecurityToken belongs to a temporary access key: give -AccessKey with it.");
        }

        if (AccessKey is { Password.Length: 0 })
        {
            throw new CommandFailure(ErrorIds.CredentialNotFound, ErrorCategory.InvalidArgument, "-AccessKey has an empty password. The access key's secret goes there.");
        }

        if (ProxyCredential is not null && Proxy is null)
        {
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.InvalidArgument, "-ProxyCredential needs -Proxy.");
        }
    }

    /// <summary>Refuses an endpoint that would carry a password in the clear.</summary>
    private protected static void CheckEndpoint(Uri endpoint)
    {
        EndpointValidationResult verdict = EndpointPolicy.Check(endpoint);
        if (!verdict.Allowed)
        {
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.SecurityError, verdict.Message);
        }
    }

    private bool IsWanted(string parameter, string preference) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
        ? ((SwitchParameter)given).ToBool()
        : GetVariableValue(preference) is { } value && !string.Equals(value.ToString(), nameof(ActionPreference.SilentlyContinue), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the first error ends the command.</summary>
    private protected bool StopsOnError
    {
        get
        {
            object? action = MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? given) ? given : GetVariableValue("ErrorActionPreference");
            return string.Equals(action?.ToString(), nameof(ActionPreference.Stop), StringComparison.OrdinalIgnoreCase);
        }
    }

    // The engine's events, on the pipeline thread, as PowerShell streams.
    private sealed class PipelineHost(CloudPasswordCommand command) : ICommandHost
    {
        public void Emit(PasswordChangeResult result)
        {
            command.WriteObject(result);
            command.Delivered(result);
        }

        public ErrorRecord? Complete(PasswordChangeResult result, TargetResult engineResult)
        {
            ErrorRecord? error = command.Complete(result, engineResult);
            if (result.SecretName is not null && error is null)
            {
                command._report?.Stored(engineResult, result.VaultName, result.SecretName);
            }

            return error;
        }

        public void Abandon() => command.Abandoned();

        public void AllEmitted(bool withoutError) => command.AllDelivered(withoutError);

        public void Fail(ErrorRecord error) => command.WriteError(error);

        public void Warn(string text) => command.WriteWarning(text);

        public void Explain(string text) => command.WriteVerbose(text);

        public void Trace(string text) => command.WriteDebug(text);

        public void ShowProgress(ProgressRecord progress) => command.WriteProgress(progress);

        public bool Ask(string question, string caption)
        {
            try
            {
                return command.ShouldContinue(question, caption);
            }
            catch (Exception refusal) when (refusal is not PipelineStoppedException)
            {
                // A host that cannot ask throws; what cannot be asked is a No.
                return false;
            }
        }
    }
}
