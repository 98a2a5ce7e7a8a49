using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>The sessions of one command: one for each provider, opened when its first target was approved.</summary>
internal sealed class Sessions(ConnectionOptions options, Action<NoticeEvent> notice) : IDisposable
{
    private readonly Dictionary<ProviderDescriptor, OpenSession> _open = [];
    private readonly CancellationTokenSource _stopped = new();
    private HttpTransport? _ownTransport;

    /// <summary>
    /// A provider's session and the credential it began with; throws <see cref="CommandFailure"/> when there is no credential.
    /// </summary>
    public OpenSession Of(ProviderDescriptor provider)
    {
        if (_open.TryGetValue(provider, out OpenSession? known))
        {
            return known;
        }

        CredentialResolution resolution = Resolve(provider);
        foreach (string warning in resolution.Warnings)
        {
            notice(new NoticeEvent(NoticeLevel.Warning, warning));
        }

        if (resolution.Credential is not { } credential || resolution.Source is not { } source)
        {
            throw new CommandFailure(resolution.ErrorId, ErrorCategory.AuthenticationError, resolution.Describe());
        }

        foreach (string step in credential.Chain)
        {
            notice(new NoticeEvent(NoticeLevel.Verbose, $"Credential for {provider}: {step}."));
        }

        return _open[provider] = new OpenSession(
            ProviderSessions.Open(source, credential, options.Endpoint, options.IamEndpoint), credential);
    }

    /// <summary>Ends a wait for a metadata service.</summary>
    public void Stop() => _stopped.Cancel();

    public void Dispose()
    {
        _stopped.Dispose();
        _ownTransport?.Dispose();
    }

    private CredentialResolution Resolve(ProviderDescriptor provider)
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
            ProfileName = string.IsNullOrEmpty(options.ProfileName) ? null : options.ProfileName,
            UseInstanceRole = !options.NoInstanceRole,
            IdentityEndpoint = options.IamEndpoint ?? ProviderSessions.IdentityEndpoint(options.Endpoint),
            Transport = options.Proxy is { } proxy
                ? () => _ownTransport ??= TransportPool.For(proxy, options.ProxyNetworkCredential)
                : null,
        };
        try
        {
            return new CredentialChain().ResolveAsync(query, _stopped.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
