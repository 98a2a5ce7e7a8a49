using System;
using System.Management.Automation;
using System.Net;
using System.Security;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;

namespace PasswordCmdlets.Pipeline;

/// <summary>The parameters for how a command reaches a provider and with which credential.</summary>
internal sealed record ConnectionOptions
{
    public PSCredential? AccessKey { get; init; }

    public SecureString? SecurityToken { get; init; }

    public string? ProfileName { get; init; }

    /// <summary>An IAM user in place of an access key.</summary>
    public PSCredential? IamCredential { get; init; }

    /// <summary>The account of the IAM user.</summary>
    public string? DomainName { get; init; }

    /// <summary>Another IAM endpoint.</summary>
    public Uri? IamEndpoint { get; init; }

    public bool NoInstanceRole { get; init; }

    public Uri? Endpoint { get; init; }

    public Uri? Proxy { get; init; }

    public PSCredential? ProxyCredential { get; init; }

    public NetworkCredential? ProxyNetworkCredential => ProxyCredential?.GetNetworkCredential();

    /// <summary>Throws <see cref="CommandFailure"/> when a parameter is unusable or does not go with another.</summary>
    public void Validate()
    {
        ValidateEndpoint(Endpoint);
        ValidateEndpoint(IamEndpoint, usualPath: "/v3");
        if ((CredentialProblem() ?? IamProblem()) is { } problem)
        {
            throw new CommandFailure(ErrorIds.CredentialNotFound, ErrorCategory.InvalidArgument, problem);
        }

        if (ProxyCredential is not null && Proxy is null)
        {
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.InvalidArgument, "-ProxyCredential needs -Proxy.");
        }

        if (ProxyCredential is { Password: null })
        {
            const string Empty = "-ProxyCredential is empty. Specify the user name and the password for the proxy.";
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.InvalidArgument, Empty);
        }

        try
        {
            ProxySettings.Create(Proxy, credential: null);
        }
        catch (ArgumentException unusable)
        {
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.InvalidArgument, unusable.Message);
        }
    }

    // A plain http endpoint would carry the password unencrypted.
    private static void ValidateEndpoint(Uri? endpoint, string usualPath = "")
    {
        if (endpoint is not null && EndpointPolicy.Check(endpoint, usualPath) is { Allowed: false } result)
        {
            throw new CommandFailure(ErrorIds.InsecureEndpoint, ErrorCategory.SecurityError, result.Message);
        }
    }

    // PSCredential.Empty has neither a user name nor a password.
    private string? CredentialProblem() => (AccessKey, SecurityToken) switch
    {
        (null, not null) => "-SecurityToken belongs to a temporary access key. Specify -AccessKey with it.",
        ({ Password: null or { Length: 0 } }, _) => "-AccessKey has an empty password. Specify the secret of the access key there.",
        _ => null,
    };

    private string? IamProblem() => (IamCredential, DomainName) switch
    {
        (null, not null) => "-DomainName belongs to -IamCredential. Specify the IAM user and its password with it.",
        (not null, null) => "-IamCredential needs -DomainName, the account that the IAM user belongs to.",
        (not null, _) when AccessKey is not null || !string.IsNullOrEmpty(ProfileName) =>
            "-IamCredential cannot be combined with -AccessKey or -ProfileName. Specify one of them.",
        ({ Password: null or { Length: 0 } }, _) => "-IamCredential has an empty password. Specify the password of the IAM user.",
        _ => null,
    };
}
