using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Huawei;
using PasswordCmdlets.Core.Providers.Huawei.Dcs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Changes or resets the password of Huawei Cloud DCS instances.</summary>
[Cmdlet(VerbsCommon.Set, "DcsPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ChangeSet, HelpUri = HelpLinks.SetDcsPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetDcsPasswordCommand : PasswordChangeCommand
{
    private const string ChangeSet = "Change";
    private const string ChangeGenerateSet = "ChangeGenerate";
    private const string ResetSet = "Reset";
    private const string ResetGenerateSet = "ResetGenerate";

    private SecretText? _oldPassword;
    private SecretText? _newPassword;
    private ProviderOperation? _operation;
    private IPasswordSource? _passwords;

    /// <summary>The instances.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? InstanceId { get; set; }

    /// <summary>The password that the instances have now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ChangeGenerateSet)]
    public SecureString? OldPassword { get; set; }

    /// <summary>Set a new password without knowing the old one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResetSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetGenerateSet)]
    public SwitchParameter Reset { get; set; }

    /// <summary>The new password, the same for every instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetSet)]
    public SecureString? NewPassword { get; set; }

    /// <summary>Give each instance a password of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeGenerateSet)]
    [Parameter(Mandatory = true, ParameterSetName = ResetGenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The provider that an object in the pipeline belongs to; any other than Huawei is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Provider { get; set; }

    /// <summary>The region of the instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The project of the instances; without it the region's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ProjectId { get; set; }

    /// <summary>The version of the DCS API to call.</summary>
    [Parameter]
    [ValidateSet(HuaweiContracts.CurrentVersion, HuaweiContracts.EarlierVersion)]
    public string ApiVersion { get; set; } = HuaweiContracts.CurrentVersion;

    /// <summary>An IAM user and its password, to call with a token in place of an access key.</summary>
    [Parameter]
    public PSCredential? IamCredential { get; set; }

    /// <summary>The account (domain) that the IAM user belongs to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Another IAM endpoint than the provider's own; http only to a loopback address.</summary>
    [Parameter]
    public Uri? IamEndpoint { get; set; }

    /// <summary>Go on where the guard against lock-outs would stop or ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Generates => GeneratePassword;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _oldPassword = OldPassword is null ? null : new SecretText(OldPassword);
        _newPassword = NewPassword is null ? null : new SecretText(NewPassword);
        Terminating(CheckIam);
        Terminating(CheckPasswords);
        _operation = _oldPassword is null
            ? new DcsResetOperation(ApiVersion, TimeProvider.System)
            : new DcsChangeOperation(ApiVersion, _oldPassword, Force, LockoutGuard.Process, TimeProvider.System);
        _passwords = Passwords(_newPassword is null ? null : new SharedPassword(_newPassword), _operation.Contract.Resource, PasswordPolicies.Dcs);
        if (Force && Reset)
        {
            WriteWarning("-Force has nothing to force with -Reset: a reset tries no old password.");
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string? id in InstanceId is { Length: > 0 } given ? given : [null])
        {
            SetOne(id);
        }

        HandOutResults();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _oldPassword?.Dispose();
        _newPassword?.Dispose();
    }

    private protected override EngineOptions Options() => base.Options() with { IamCredential = IamCredential, DomainName = DomainName, IamEndpoint = IamEndpoint };

    private void SetOne(string? id)
    {
        PasswordTarget target = new() { Id = id ?? string.Empty, Region = NullIfEmpty(Region), ProjectId = NullIfEmpty(ProjectId), Tag = id };
        string? wrong = CheckProvider(CloudProvider.Huawei, Provider)
            ?? _operation!.Contract.Ids.Check(id)
            ?? CheckRegion(CloudProvider.Huawei, target.Region)
            ?? (target.ProjectId is null ? null : HuaweiContracts.ProjectIds.Check(target.ProjectId));
        if (wrong is not null)
        {
            FailUnsent(OwnerOf(CloudProvider.Huawei, Provider), _operation!.Contract.Resource, target, ErrorIds.InvalidTarget, wrong);
            return;
        }

        string action = Describe(target);
        if (ShouldProcess(action, $"{action}?", "Set-DcsPassword"))
        {
            // With an endpoint and a project of its own a target can be reached without a region.
            bool needsRegion = Endpoint is null || target.ProjectId is null;
            SubmitChange(CloudProvider.Huawei, _operation!, target, needsRegion, _passwords!, endsCommand: true);
        }
    }

    private string Describe(PasswordTarget target)
    {
        string where = target.Region is null ? string.Empty : $" in {target.Region}";
        return Reset
            ? $"Reset the password of Huawei DCS instance {target.Id}{where} without knowing the old one"
            : $"Change the password of Huawei DCS instance {target.Id}{where}; a wrong old password costs one of its five tries";
    }

    private void CheckIam()
    {
        if (IamEndpoint is not null)
        {
            CheckEndpoint(IamEndpoint);
        }

        string? wrong = (IamCredential, DomainName) switch
        {
            (null, not null) => "-DomainName belongs to -IamCredential: give the IAM user and its password with it.",
            (not null, null) => "-IamCredential needs -DomainName, the account that the IAM user belongs to.",
            (not null, _) when AccessKey is not null || !string.IsNullOrEmpty(ProfileName) => "-IamCredential stands in place of -AccessKey and -ProfileName: give one of them.",
            ({ Password.Length: 0 }, _) => "-IamCredential has an empty password.",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new CommandFailure(ErrorIds.CredentialNotFound, ErrorCategory.InvalidArgument, wrong);
        }
    }

    private void CheckPasswords()
    {
        if (_oldPassword is { Length: 0 })
        {
            throw new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, "The old password is empty. An instance with password-free access has none: use -Reset to give it one.");
        }

        if (_newPassword is null)
        {
            return;
        }

        PasswordValidationResult verdict = PasswordValidator.Validate(_newPassword, PasswordPolicies.Dcs, new PasswordContext { OldPassword = _oldPassword });
        if (!verdict.IsAcceptable)
        {
            throw new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, PolicyCheck.Errors(verdict));
        }

        if (PolicyCheck.Warnings(verdict) is { } warnings)
        {
            WriteWarning($"Huawei: {warnings}");
        }
    }
}
