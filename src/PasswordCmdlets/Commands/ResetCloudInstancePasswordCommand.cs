using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Resets the login password of cloud instances.</summary>
[Cmdlet(
    VerbsCommon.Reset,
    "CloudInstancePassword",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = PasswordSet,
    HelpUri = HelpLinks.ResetCloudInstancePassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class ResetCloudInstancePasswordCommand : InstancePasswordCommand
{
    private const string PasswordSet = "Password";
    private const string CredentialSet = "Credential";
    private const string GenerateSet = "Generate";

    private readonly Dictionary<OperationDescriptor, PlannedOperation> _resets = [];
    private readonly Dictionary<PlannedOperation, PasswordChange> _changes = [];
    private SecretText? _password;
    private string? _userName;
    private bool _providerIsKnown;

    // What binds from the pipeline is in each set by itself: PowerShell tries a parameter of all sets twice for each object, once for the
    // default set and once for the others.

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PasswordSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [BoundText("InstanceId", "Id", "InstanceIds")]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override string?[]? InstanceId { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [BoundText]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public override string? Region { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [BoundProfile]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public override string? ProfileName { get; set; }

    /// <summary>The provider that runs the instances.</summary>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [BoundText]
    public string? Provider { get; set; }

    /// <summary>The kind of instance; without it the provider's main kind.</summary>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [BoundText]
    public string? Resource { get; set; }

    /// <summary>The project of the instances, where the provider has projects; without it the region's own.</summary>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? ProjectId { get; set; }

    /// <summary>The new password, the same for every instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? Password { get; set; }

    /// <summary>The user name and the new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [RejectPlainText(typeof(PSCredential))]
    public PSCredential? Credential { get; set; }

    /// <summary>Generate a password for each instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public override string? VaultName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateNotNullOrEmpty]
    public override string? SecretName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateLifetime]
    public override TimeSpan? SecretLifetime { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = GenerateSet)]
    public override SwitchParameter AllowUnstored { get; set; }

    /// <summary>The user whose password is reset; without it the provider's default administrator.</summary>
    [Parameter(ParameterSetName = PasswordSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = CredentialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = GenerateSet, ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? UserName { get; set; }

    /// <summary>What the instances run: decides which password policy applies. Auto finds out with a describe call.</summary>
    [Parameter]
    [ValidateSet("Auto", "Linux", "Windows")]
    public string OperatingSystem { get; set; } = "Auto";

    /// <summary>Restart the instances that run and were changed, where the password takes effect with a restart.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Permit what disturbs a running instance: shutting it down, powering it off if that fails.</summary>
    [Parameter]
    [Alias("ForceStop")]
    public SwitchParameter Force { get; set; }

    /// <summary>Wait until each instance has its new password.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override bool Waits => Wait || base.Waits;

    private protected override bool Generates => GeneratePassword;

    private protected override string PasswordParameter => nameof(Password);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        this.Terminating(ReadCredential);

        // Known before the first record, so that a problem with it is a problem of the whole command.
        _providerIsKnown = Provider is not null;
        if (_providerIsKnown || !MyInvocation.ExpectingInput)
        {
            this.Terminating(CheckCommand);
        }
    }

    private protected override void ProcessInstance(string? id, string? problem)
    {
        problem ??= BindingProblem(Provider, nameof(Provider), CatalogText.InstanceProviders)
            ?? BindingProblem(Resource, nameof(Resource), CatalogText.InstanceResources)
            ?? BindingProblem(UserName, nameof(UserName))
            ?? BindingProblem(ProjectId, nameof(ProjectId));
        ProviderDescriptor? provider = ProviderCatalog.Find(BoundText.Valid(Provider));
        OperationDescriptor? descriptor = provider?.FindInstance(BoundText.Valid(Resource));
        PasswordTarget target = new()
        {
            Id = id ?? string.Empty,
            UserName = TargetUserName,
            Region = provider is { HasRegions: false } ? null : BoundText.Valid(Region),
            ProjectId = descriptor?.ProjectIds is null ? null : BoundText.Valid(ProjectId),
            Tag = id,
        };
        if (provider is null || descriptor is null)
        {
            string message = problem ?? Unsupported(provider);
            FailTarget(BoundText.Valid(Provider), BoundText.Valid(Resource), target, ErrorIds.InvalidTarget, message);
            return;
        }

        PlannedOperation reset = ResetOf(provider, descriptor);
        PasswordChange change = ChangeOf(reset);
        problem ??= descriptor.Ids.Check(id)
            ?? RecordChecks.Region(provider, target.Region)
            ?? (target.ProjectId is { } project ? descriptor.ProjectIds!.Check(project) : null);
        if (problem is null && reset.Check(target.UserName) is { } failure)
        {
            FailTarget(provider.Name, change.Resource, target, failure.ErrorId, failure.Message);
            return;
        }

        Submit(change, target, problem, (provider.Name, change.Resource), reset.Announce(target));
    }

    private string? TargetUserName => BoundText.Valid(UserName) ?? BoundText.Valid(_userName);

    private void ReadCredential()
    {
        if (Credential is { Password: null })
        {
            const string Empty = "-Credential has an empty password. Specify the user name and the new password there.";
            throw new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, Empty);
        }

        _password = Read(Password ?? Credential?.Password);
        _userName = BoundText.One(Credential?.UserName);
        if (string.IsNullOrEmpty(UserName) && BoundText.IsInvalid(_userName))
        {
            string message = $"The user name of -Credential is invalid: {BoundText.Reason(_userName!)}. Specify the name of a user.";
            throw CommandFailure.Invalid(message);
        }
    }

    private string Unsupported(ProviderDescriptor? provider) => provider?.FindInstance(null) is null
        ? CatalogText.NoInstances(Provider)
        : CatalogText.NoSuchInstances(provider, Resource!);

    // A resource may come with each record, so the whole command is invalid only when every possible resource is rejected.
    private void CheckCommand()
    {
        string? problem = BindingProblem(Provider, nameof(Provider), CatalogText.InstanceProviders)
            ?? BindingProblem(Resource, nameof(Resource), CatalogText.InstanceResources)
            ?? BindingProblem(UserName, nameof(UserName));
        ProviderDescriptor? provider = ProviderCatalog.Find(BoundText.Valid(Provider));
        string? resource = BoundText.Valid(Resource);
        OperationDescriptor[] possible = resource is null && MyInvocation.ExpectingInput
            ? [.. provider?.Instances ?? []]
            : [.. new[] { provider?.FindInstance(resource) }.OfType<OperationDescriptor>()];
        if (problem is not null)
        {
            throw CommandFailure.Invalid(problem);
        }

        if (possible.Length == 0)
        {
            throw CommandFailure.Unknown(Unsupported(provider), provider is null ? Provider : resource);
        }

        ValidateRegionAndProject(provider!, possible.Length == 1 ? possible[0] : null, ProjectId);
        CommandFailure?[] failures = [.. possible.Select(descriptor => ResetOf(provider!, descriptor).Check(TargetUserName))];
        if (Array.TrueForAll(failures, static failure => failure is not null))
        {
            throw failures[0]!;
        }
    }

    private PlannedOperation ResetOf(ProviderDescriptor provider, OperationDescriptor descriptor)
    {
        if (!_resets.TryGetValue(descriptor, out PlannedOperation? reset))
        {
            OperationOptions options = new()
            {
                Force = Force,
                Restart = Restart,
                IsWindows = OperatingSystem.ToUpperInvariant() switch
                {
                    "WINDOWS" => true,
                    "LINUX" => false,
                    _ => null,
                },
            };
            OperationChoices choices = new(_password, options, WriteWarning);
            _resets[descriptor] = reset = new PlannedOperation(provider, descriptor, choices);
        }

        return reset;
    }

    private PasswordChange ChangeOf(PlannedOperation reset)
    {
        if (!_changes.TryGetValue(reset, out PasswordChange? change))
        {
            IPasswordSource passwords = Passwords(_password, reset.Operation);
            _changes[reset] = change = new PasswordChange(reset.Provider, reset.Operation, passwords) { EndsCommand = _providerIsKnown };
        }

        return change;
    }
}
