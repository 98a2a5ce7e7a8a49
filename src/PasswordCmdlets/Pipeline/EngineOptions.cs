using System;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace PasswordCmdlets.Pipeline;

/// <summary>The common parameters of a cmdlet, as the engine needs them.</summary>
internal sealed record EngineOptions
{
    public PSCredential? AccessKey { get; init; }

    public SecureString? SecurityToken { get; init; }

    public string? ProfileName { get; init; }

    /// <summary>Huawei Cloud: an IAM user in place of an access key.</summary>
    public PSCredential? IamCredential { get; init; }

    /// <summary>Huawei Cloud: the account of the IAM user.</summary>
    public string? DomainName { get; init; }

    /// <summary>Huawei Cloud: another IAM endpoint, already checked.</summary>
    public Uri? IamEndpoint { get; init; }

    public bool NoInstanceRole { get; init; }

    public Uri? Endpoint { get; init; }

    public Uri? Proxy { get; init; }

    public PSCredential? ProxyCredential { get; init; }

    public int ThrottleLimit { get; init; }

    public int TimeoutSec { get; init; }

    public int WaitTimeoutSec { get; init; }

    public int MaximumRetryCount { get; init; }

    public bool Wait { get; init; }

    public string? ReportPath { get; init; }

    public NetworkCredential? ProxyNetworkCredential => ProxyCredential?.GetNetworkCredential();
}
