using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

// On Windows the runtime resolves the value types in the signatures of virtual methods when PowerShell lists the cmdlets, which is before
// the engine can be found. So no virtual method of an exported type has an enum or struct of the engine in its signature.

/// <summary>
/// The base of every cmdlet that sends requests to a provider: the common parameters, and a command from its start to its end.
/// </summary>
public abstract class CloudPasswordCommand : PSCmdlet, IDisposable
{
    private TargetSubmission? _submission;

    /// <summary>The access key: its id as the user name, its secret as the password. Without it the credential chain is used.</summary>
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

    /// <summary>Requests in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = 16;

    /// <summary>Seconds for one target from its first request, retries included, waiting for a rate limit not.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>Seconds that a provider may throttle every request of an action before the targets that wait end as Throttled.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int ThrottleTimeoutSec { get; set; } = 300;

    /// <summary>Seconds to wait for the completion of one target.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int WaitTimeoutSec { get; set; } = 900;

    /// <summary>Further attempts after the first; throttled attempts do not count.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>A JSON Lines file to append to: an entry when a target is planned, sent and completed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>The id of this command's run in results, reports and vaults.</summary>
    private protected string RunId { get; } = RunIds.New(TimeProvider.System);

    /// <summary>Whether the command waits for completion.</summary>
    private protected virtual bool Waits => false;

    /// <summary>The way of targets to the engine.</summary>
    private protected TargetSubmission Submission => _submission!;

    /// <summary>Validates the command as a whole; nothing has been sent.</summary>
    protected override void BeginProcessing() => Terminating(() =>
    {
        ConnectionOptions connection = Connection();
        connection.Validate();
        CmdletHost host = new(this);
        RunOptions options = new()
        {
            RunId = RunId,
            ThrottleLimit = ThrottleLimit,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            ThrottleTimeout = TimeSpan.FromSeconds(ThrottleTimeoutSec),
            WaitTimeout = TimeSpan.FromSeconds(WaitTimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            Wait = Waits,
            Verbose = host.IsVerbose,
            Debug = host.IsDebug,
        };
        string? report = ReportPath is null ? null : ReportFile.Resolve(SessionState, ReportPath);
        _submission = new TargetSubmission(host, CreateObserver(host, options), connection, options, report);
    });

    /// <summary>Waits for the results that are still to come and writes them.</summary>
    protected override void EndProcessing() => Terminating(Submission.Finish);

    /// <summary>Ctrl+C: nothing more is sent.</summary>
    protected override void StopProcessing() => _submission?.Stop();

    /// <summary>Completes what is in flight when the pipeline ended early.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Completes what is in flight.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        _submission?.Dispose();
        _submission = null;
    }

    /// <summary>What this cmdlet adds to the way of its targets and results.</summary>
    private protected virtual ResultObserver CreateObserver(CmdletHost host, RunOptions run) => new();

    /// <summary>The parameters of the connection.</summary>
    private protected virtual ConnectionOptions Connection() => new()
    {
        AccessKey = AccessKey,
        SecurityToken = SecurityToken,
        ProfileName = ProfileName,
        NoInstanceRole = NoInstanceRole,
        Endpoint = Endpoint,
        Proxy = Proxy,
        ProxyCredential = ProxyCredential,
    };

    /// <summary>Runs what ends the command when it fails.</summary>
    private protected void Terminating(Action action)
    {
        try
        {
            action();
        }
        catch (CommandFailure failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
        }
    }

    /// <summary>Writes the results that are ready, between two records.</summary>
    private protected void WriteCompleted() => Terminating(Submission.Drain);

    private protected static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
