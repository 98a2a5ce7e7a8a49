using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns which credential would be used and where it comes from; never the secret.</summary>
[Cmdlet(VerbsCommon.Get, "CloudCredential", HelpUri = HelpLinks.GetCloudCredential)]
[OutputType(typeof(CloudCredentialInfo))]
public sealed class GetCloudCredentialCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private RecordPosition? _position;

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

    /// <inheritdoc/>
    protected override void BeginProcessing() => _position = new RecordPosition(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
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
                string message = BoundText.Problem(name, nameof(Provider), _position) ?? CatalogText.UnknownProvider(name ?? string.Empty);
                WriteError(new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, message).ToErrorRecord());
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopped.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    private void Show(ProviderDescriptor provider)
    {
        CredentialQuery query = new() { Provider = provider, ProfileName = ProfileName, UseInstanceRole = !NoInstanceRole };
        CredentialResolution resolution;
        try
        {
            resolution = new CredentialChain().ResolveAsync(query, _stopped.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        foreach (string warning in resolution.Warnings)
        {
            WriteWarning(warning);
        }

        CloudCredential? credential = resolution.Credential;
        WriteObject(new CloudCredentialInfo
        {
            Provider = provider.Name,
            Found = credential is not null,
            Source = credential?.Source,
            Kind = credential?.Kind.ToString(),
            AccessKeyId = credential?.MaskedAccessKeyId,
            Region = credential?.Region,
            ProjectId = credential?.ProjectId,
            Endpoint = credential?.Endpoint,
            ExpiresAt = credential?.ExpiresAt?.UtcDateTime,
            Remedy = credential is null ? resolution.Remedy : null,
            Tried = resolution.Tried.Select(static attempt => $"{attempt.Source}: {attempt.Outcome}").ToArray(),
        });
    }
}
