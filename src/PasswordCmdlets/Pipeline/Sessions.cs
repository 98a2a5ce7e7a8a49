using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>The sessions of one command: one for each provider and profile, opened when its first target was approved.</summary>
internal sealed class Sessions(ConnectionOptions options, Action<NoticeEvent> notice) : IDisposable
{
    private readonly Dictionary<(ProviderDescriptor Provider, string? Profile), OpenSession> _open = [];
    private readonly Dictionary<(ProviderDescriptor Provider, string? Profile), CommandFailure> _failed = [];
    private readonly StopSource _stopped = new();
    private HttpTransport? _ownTransport;

    /// <summary>
    /// A provider's session and the credential it began with; throws <see cref="CommandFailure"/> when there is no credential.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="profile">The profile that a target names; null for the credential of the command.</param>
    public OpenSession Of(ProviderDescriptor provider, string? profile = null)
    {
        profile ??= string.IsNullOrEmpty(options.ProfileName) ? null : options.ProfileName;
        if (_open.TryGetValue((provider, profile), out OpenSession? known))
        {
            return known;
        }

        if (_failed.TryGetValue((provider, profile), out CommandFailure? failed))
        {
            // Once for the profile and not once for each of its targets.
            throw failed;
        }

        CheckEndpoint(provider, options.Endpoint);
        CheckEndpoint(provider, options.IamEndpoint);
        CredentialResolution resolution = Resolve(provider, profile);
        foreach (string warning in resolution.Warnings)
        {
            notice(new NoticeEvent(NoticeLevel.Warning, warning));
        }

        if (resolution.Credential is not { } credential || resolution.Source is not { } source)
        {
            throw _failed[(provider, profile)] =
                new CommandFailure(resolution.ErrorId, ErrorCategory.AuthenticationError, resolution.Describe());
        }

        foreach (string step in credential.Chain)
        {
            notice(new NoticeEvent(NoticeLevel.Verbose, $"Credential for {provider}: {step}."));
        }

        ProviderSession session = SameAs(credential)
            ?? ProviderSessions.Open(source, credential, options.Endpoint, options.IamEndpoint);
        return _open[(provider, profile)] = new OpenSession(session, credential);
    }

    /// <summary>Ends a wait for a metadata service.</summary>
    public void Stop() => _stopped.Stop();

    public void Dispose() => _ownTransport?.Dispose();

    private static void CheckEndpoint(ProviderDescriptor provider, Uri? endpoint)
    {
        if (endpoint is not null && EndpointPolicy.OtherProviderOf(provider, endpoint) is { } other)
        {
            throw new CommandFailure(
                ErrorIds.InsecureEndpoint,
                ErrorCategory.SecurityError,
                $"The endpoint {endpoint.IdnHost} belongs to {other}; nothing for {provider} is sent there. Run the command once for each "
                + "provider, or omit the endpoint.");
        }
    }

    // Two profiles with the same key and project are one account: a target that both name is one target.
    private ProviderSession? SameAs(CloudCredential credential) => _open.Values
        .FirstOrDefault(open => open.Credential.Provider == credential.Provider
            && open.Credential.Account == credential.Account
            && open.Credential.AccessKeyId == credential.AccessKeyId
            && (open.Credential.Endpoint, open.Credential.IamEndpoint) == (credential.Endpoint, credential.IamEndpoint)
            && ScopeOf(open.Credential) == ScopeOf(credential)
            && open.Credential.Secret.SameTextAs(credential.Secret))
        ?.Session;

    private static (CredentialKind, string?, string?, string?, string?) ScopeOf(CloudCredential credential) =>
        (credential.Kind, credential.ProjectId, credential.ProjectName, credential.DomainId, credential.DomainName);

    private CredentialResolution Resolve(ProviderDescriptor provider, string? profile)
    {
        PSCredential? given = options.IamCredential ?? options.AccessKey;
        CredentialQuery query = new()
        {
            Provider = provider,
            Kind = options.IamCredential is null ? CredentialKind.AccessKey : CredentialKind.IamUser,
            AccessKeyId = given?.UserName,
            Secret = given is null ? null : new SecretText(given.Password),
            DomainName = options.DomainName,
            SecurityToken = options.SecurityToken is null ? null : new SecretText(options.SecurityToken),
            ProfileName = profile,
            UseInstanceRole = !options.NoInstanceRole,
            IdentityEndpoint = options.IamEndpoint ?? ProviderSessions.IdentityEndpoint(options.Endpoint),
            Transport = options.Proxy is { } proxy
                ? () => _ownTransport ??= TransportPool.For(proxy, options.ProxyNetworkCredential)
                : null,
        };
        return PipelineThread.Start(() => new CredentialChain().ResolveAsync(query, _stopped.Token)).GetAwaiter().GetResult();
    }
}
