using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

// On Windows the runtime resolves the value types in the signatures of virtual methods when PowerShell lists the cmdlets, which is before
// the engine can be found. So no virtual method of an exported type has an enum or struct of the engine in its signature.

/// <summary>The base of every cmdlet that sends requests to a provider: how it reaches the provider, and the limits of its calls.</summary>
public abstract class CloudCommand : PSCmdlet, IDisposable
{
    /// <summary>The access key: its id as the user name, its secret as the password. Without it the credential chain is used.</summary>
    [Parameter]
    [ValidateNotNull]
    [RejectPlainText(typeof(PSCredential))]
    public PSCredential? AccessKey { get; set; }

    /// <summary>The session token of a temporary access key.</summary>
    [Parameter]
    [ValidateNotNull]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? SecurityToken { get; set; }

    /// <summary>A named profile of the provider's own CLI or SDK.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public virtual string? ProfileName { get; set; }

    /// <summary>Do not ask a metadata service for credentials.</summary>
    [Parameter]
    public SwitchParameter NoInstanceRole { get; set; }

    /// <summary>Another endpoint than the provider's own; http only to a loopback address.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    /// <summary>The proxy to use instead of the one in the environment.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The proxy's user name and password.</summary>
    [Parameter]
    [ValidateNotNull]
    [RejectPlainText(typeof(PSCredential))]
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

    /// <summary>Further attempts after the first; throttled attempts do not count.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 4;

    /// <summary>The id of this command's run in results, reports and vaults.</summary>
    private protected string RunId { get; } = RunIds.New(TimeProvider.System);

    /// <summary>Completes what is in flight when the pipeline ended early.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Completes what is in flight.</summary>
    /// <param name="disposing">Always true.</param>
    protected abstract void Dispose(bool disposing);

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

    /// <summary>The options of a run with the limits that the parameters set.</summary>
    private protected RunOptions Limits(CmdletHost host) => new()
    {
        RunId = RunId,
        ThrottleLimit = ThrottleLimit,
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        ThrottleTimeout = TimeSpan.FromSeconds(ThrottleTimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
        Verbose = host.IsVerbose,
        Debug = host.IsDebug,
    };
}
