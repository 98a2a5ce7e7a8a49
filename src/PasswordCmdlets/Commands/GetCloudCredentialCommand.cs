using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns which credential would be used and where it comes from; never the secret.</summary>
[Cmdlet(VerbsCommon.Get, "CloudCredential", HelpUri = HelpLinks.GetCloudCredential)]
[OutputType(typeof(CloudCredentialInfo))]
public sealed class GetCloudCredentialCommand : PSCmdlet, IDisposable
{
    private readonly StopSource _stopped = new();
    private RecordPosition? _position;
    private HttpTransport? _ownTransport;

    /// <summary>The providers; all of them when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [BoundText("Provider")]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string?[]? Provider { get; set; }

    /// <summary>A named profile of the provider's own CLI or SDK.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>Do not ask a metadata service.</summary>
    [Parameter]
    public SwitchParameter NoInstanceRole { get; set; }

    /// <summary>An endpoint of this machine: roles are assumed there too. Any other endpoint changes nothing.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Endpoint { get; set; }

    /// <summary>The proxy to assume roles through instead of the one in the environment.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The proxy's user name and password.</summary>
    [Parameter]
    [ValidateNotNull]
    [RejectPlainText(typeof(PSCredential))]
    public PSCredential? ProxyCredential { get; set; }

    private ConnectionOptions Connection => new() { Endpoint = Endpoint, Proxy = Proxy, ProxyCredential = ProxyCredential };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _position = new RecordPosition(this);
        this.Terminating(Connection.Validate);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => this.Terminating(() =>
    {
        _position!.Next();
        if (Provider is not { Length: > 0 } names)
        {
            foreach (ProviderDescriptor provider in ProviderCatalog.Providers)
            {
                Show(provider);
            }

            return;
        }

        foreach (string? name in names)
        {
            _position.NextItem();
            if (ProviderCatalog.Find(BoundText.Valid(name)) is { } provider)
            {
                Show(provider);
            }
            else
            {
                string message = BoundText.Problem(name, nameof(Provider), _position, CatalogText.ProviderNames)
                    ?? CatalogText.UnknownProvider(name ?? string.Empty);
                WriteError(CommandFailure.Unknown(message, name).ToErrorRecord());
            }
        }
    });

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopped.Stop();

    /// <inheritdoc/>
    public void Dispose() => _ownTransport?.Dispose();

    private void Show(ProviderDescriptor provider)
    {
        CredentialQuery query = new()
        {
            Provider = provider,
            ProfileName = ProfileName,
            UseInstanceRole = !NoInstanceRole,
            IdentityEndpoint = ProviderSessions.IdentityEndpoint(Endpoint),
            Transport = Proxy is { } proxy
                ? () => _ownTransport ??= TransportPool.For(proxy, Connection.ProxyNetworkCredential)
                : null,
        };
        CredentialResolution resolution =
            PipelineThread.Start(() => new CredentialChain().ResolveAsync(query, _stopped.Token)).GetAwaiter().GetResult();
        foreach (string warning in resolution.Warnings)
        {
            WriteWarning(warning);
        }

        foreach (string step in resolution.Credential?.Chain ?? [])
        {
            WriteVerbose($"Credential for {provider}: {step}.");
        }

        CloudCredential? credential = resolution.Credential;
        WriteObject(new CloudCredentialInfo
        {
            Provider = provider.Name,
            Found = credential is not null,
            Source = credential?.Source,
            Kind = credential?.Kind.ToString(),
            AccessKeyId = credential?.MaskedAccessKeyId,
            Role = credential?.Role,
            Chain = credential?.Chain.ToArray(),
            Region = credential?.Region,
            ProjectId = credential?.ProjectId,
            Endpoint = credential?.Endpoint,
            ExpiresAt = credential?.ExpiresAt?.UtcDateTime,
            Remedy = credential is null ? RemedyOf(resolution) : null,
            Tried = resolution.Tried.Select(static attempt => $"{attempt.Source}: {attempt.Outcome}").ToArray(),
        });
    }

    private static string RemedyOf(CredentialResolution resolution) => resolution.FailedRole is { } role
        ? $"{role.Source}: {role.Outcome.TrimEnd('.')}."
        : resolution.Remedy;
}
