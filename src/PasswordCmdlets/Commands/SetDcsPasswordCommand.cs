using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Changes or resets the password of Huawei Cloud DCS instances.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "DcsPassword",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = ChangeSet,
    HelpUri = HelpLinks.SetDcsPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetDcsPasswordCommand : InstancePasswordCommand
{
    private const string ChangeSet = "Change";
    private const string ChangeGenerateSet = "ChangeGenerate";
    private const string ResetSet = "Reset";
    private const string ResetGenerateSet = "ResetGenerate";

    private PasswordChange? _change;

    /// <summary>The password that the instances have now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ChangeGenerateSet)]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? OldPassword { get; set; }

    /// <summary>Set a new password without knowing the old one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResetSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetGenerateSet)]
    public SwitchParameter Reset { get; set; }

    /// <summary>The new password, the same for every instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetSet)]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? NewPassword { get; set; }

    /// <summary>Generate a password for each instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeGenerateSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetGenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ChangeGenerateSet)]
    [Parameter(ParameterSetName = ResetGenerateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public override string? VaultName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ChangeGenerateSet)]
    [Parameter(ParameterSetName = ResetGenerateSet)]
    [ValidateNotNullOrEmpty]
    public override string? SecretName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ChangeGenerateSet)]
    [Parameter(ParameterSetName = ResetGenerateSet)]
    [ValidateLifetime]
    public override TimeSpan? SecretLifetime { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ChangeGenerateSet)]
    [Parameter(ParameterSetName = ResetGenerateSet)]
    public override SwitchParameter AllowUnstored { get; set; }

    /// <summary>The provider of an object in the pipeline; a target of another provider than Huawei fails.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The resource of an object in the pipeline; a target of another resource than DcsInstance fails.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string? Resource { get; set; }

    /// <summary>The project of the instances; without it the region's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? ProjectId { get; set; }

    /// <summary>The version of the DCS API to call.</summary>
    [Parameter]
    [ValidateSet(DcsContracts.CurrentVersion, DcsContracts.EarlierVersion)]
    public string ApiVersion { get; set; } = DcsContracts.CurrentVersion;

    /// <summary>An IAM user and its password, to call with a token in place of an access key.</summary>
    [Parameter]
    [ValidateNotNull]
    [RejectPlainText(typeof(PSCredential))]
    public PSCredential? IamCredential { get; set; }

    /// <summary>The account (domain) that the IAM user belongs to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Another IAM endpoint than the provider's own; http only to a loopback address.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? IamEndpoint { get; set; }

    /// <summary>Continue where the lock-out guard would stop or ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Generates => GeneratePassword;

    private protected override bool AsksForMany => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        SecretText? oldPassword = Read(OldPassword);
        SecretText? newPassword = Read(NewPassword);

        // ValidateSet ignores the case, the path of a request does not.
        string version = ApiVersion.ToLowerInvariant();
        this.Terminating(() =>
        {
            if (oldPassword is null && !Reset)
            {
                throw CommandFailure.Invalid("Specify -OldPassword, or -Reset.");
            }

            if (Reset && version == DcsContracts.EarlierVersion)
            {
                const string Problem = "A password can be reset in version " + DcsContracts.CurrentVersion
                    + " of the DCS API only. Omit -ApiVersion, or specify -OldPassword in place of -Reset.";
                throw CommandFailure.Invalid(Problem);
            }

            PasswordCheck.ValidateOld(oldPassword, "An instance with password-free access has none: use -Reset to set one.");
            PasswordCheck.Validate(HuaweiProvider.Descriptor.Name, oldPassword, newPassword, DcsPasswordPolicy.Policy, WriteWarning);
        });
        if (Force && Reset)
        {
            WriteWarning("-Force has nothing to force with -Reset: a reset tries no old password.");
        }

        ProviderOperation operation = oldPassword is null
            ? new DcsResetOperation(TimeProvider.System)
            : new DcsChangeOperation(version, oldPassword, Force, LockoutGuard.Process, TimeProvider.System);
        _change = new PasswordChange(HuaweiProvider.Descriptor, operation, Passwords(newPassword, operation));
        this.Terminating(() => ValidateRegionAndProject(HuaweiProvider.Descriptor, operation.Descriptor, ProjectId));
    }

    private protected override ConnectionOptions Connection() =>
        base.Connection() with { IamCredential = IamCredential, DomainName = DomainName, IamEndpoint = IamEndpoint };

    private protected override void ProcessInstance(string? id, string? problem)
    {
        PasswordTarget target = new()
        {
            Id = id ?? string.Empty,
            Region = BoundText.Valid(Region),
            ProjectId = BoundText.Valid(ProjectId),
            Tag = id,
        };
        problem ??= BindingProblem(ProjectId, nameof(ProjectId))
            ?? RecordChecks.Resource(_change!, Provider, Resource, Position)
            ?? _change!.Operation.Descriptor.Ids.Check(id)
            ?? RecordChecks.Region(HuaweiProvider.Descriptor, target.Region)
            ?? (target.ProjectId is null ? null : _change!.Operation.Descriptor.ProjectIds!.Check(target.ProjectId));

        // With its own endpoint and project a target can be reached without a region.
        PasswordChange change = _change! with { NeedsRegion = Endpoint is null || target.ProjectId is null };
        Submit(change, target, problem, RecordChecks.ResourceOf(change, Provider, Resource), change.Operation.Descriptor.Announce(target));
    }
}
