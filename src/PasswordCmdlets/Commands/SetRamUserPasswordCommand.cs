using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Changes the console password of the access key's own RAM user, or sets those of other RAM users.</summary>
[Cmdlet(VerbsCommon.Set, "RamUserPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = SelfSet, HelpUri = HelpLinks.SetRamUserPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetRamUserPasswordCommand : PasswordChangeCommand
{
    private const string SelfSet = "Self";
    private const string SelfGenerateSet = "SelfGenerate";
    private const string AdminSet = "Admin";
    private const string AdminGenerateSet = "AdminGenerate";

    private SecretText? _oldPassword;
    private SecretText? _newPassword;
    private ProviderOperation? _operation;
    private IPasswordSource? _passwords;

    /// <summary>The users whose passwords are set, as an administrator.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AdminSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AdminGenerateSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? UserName { get; set; }

    /// <summary>The provider that an object in the pipeline belongs to; any other than Alibaba is refused.</summary>
    [Parameter(ParameterSetName = AdminSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AdminGenerateSet, ValueFromPipelineByPropertyName = true)]
    public string? Provider { get; set; }

    /// <summary>The password that the access key's own user has now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    [Parameter(Mandatory = true, ParameterSetName = SelfGenerateSet)]
    public SecureString? OldPassword { get; set; }

    /// <summary>The new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    [Parameter(Mandatory = true, ParameterSetName = AdminSet)]
    public SecureString? NewPassword { get; set; }

    /// <summary>Give each user a password of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfGenerateSet)]
    [Parameter(Mandatory = true, ParameterSetName = AdminGenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>Whether the user has to choose a new password at the next logon; what it was when left out.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter PasswordResetRequired { get; set; }

    /// <summary>Whether the user has to bind an MFA device; what it was when left out.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter MfaBindRequired { get; set; }

    /// <summary>Give a user who cannot log on to the console a login profile.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter CreateLoginProfile { get; set; }

    /// <summary>Go on where the guard against lock-outs would stop.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Generates => GeneratePassword;

    private bool IsSelf => OldPassword is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _oldPassword = OldPassword is null ? null : new SecretText(OldPassword);
        _newPassword = NewPassword is null ? null : new SecretText(NewPassword);
        Terminating(CheckPasswords);
        if (Force && !IsSelf)
        {
            WriteWarning("-Force has nothing to force with -UserName: no old password is tried, so no user can be locked out.");
        }

        _operation = _oldPassword is not null
            ? new RamChangePasswordOperation(LockoutGuard.Process) { OldPassword = _oldPassword, Force = Force }
            : new RamUpdateLoginProfileOperation
            {
                Flags = new RamLoginFlags(Given(nameof(PasswordResetRequired), PasswordResetRequired), Given(nameof(MfaBindRequired), MfaBindRequired)),
                CreateLoginProfile = CreateLoginProfile,
            };
        _passwords = Passwords(_newPassword is null ? null : new SharedPassword(_newPassword), _operation.Contract.Resource, PasswordPolicies.Ram);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsSelf)
        {
            ChangeOwn();
        }
        else
        {
            foreach (string? name in UserName is { Length: > 0 } given ? given : [null])
            {
                SetOne(name);
            }
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

    private void ChangeOwn()
    {
        string key = AccessKey is null ? "the access key in use" : $"access key {AccessKey.UserName}";
        if (!MayProcess($"Change the console password of the RAM user who owns {key}; a wrong old password counts towards a lock-out"))
        {
            return;
        }

        // Nobody tells who the user is: the access key id stands for it.
        Terminating(() => OpenSessions.Of(CloudProvider.Alibaba));
        string account = OpenSessions.Of(CloudProvider.Alibaba).Session.Account;
        Submit(new PasswordTarget { Id = account, IsUser = true, Tag = account });
    }

    private void SetOne(string? name)
    {
        PasswordTarget target = new() { Id = name ?? string.Empty, UserName = NullIfEmpty(name), IsUser = true, Tag = name };
        if ((CheckProvider(CloudProvider.Alibaba, Provider) ?? _operation!.Contract.Ids.Check(name)) is { } wrong)
        {
            FailUnsent(OwnerOf(CloudProvider.Alibaba, Provider), _operation!.Contract.Resource, target, ErrorIds.InvalidTarget, wrong);
            return;
        }

        string profile = CreateLoginProfile ? "; a user who cannot log on to the console yet then can" : string.Empty;
        if (MayProcess($"Set the console password of RAM user {name}{profile}"))
        {
            Submit(target);
        }
    }

    private bool MayProcess(string action) => ShouldProcess(action, $"{action}?", "Set-RamUserPassword");

    private void Submit(PasswordTarget target) => SubmitChange(CloudProvider.Alibaba, _operation!, target, needsRegion: false, _passwords!, endsCommand: true);

    private bool? Given(string parameter, SwitchParameter value) => MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    private void CheckPasswords()
    {
        if (_oldPassword is { Length: 0 })
        {
            throw new CommandFailure(ErrorIds.PasswordPolicyViolation, ErrorCategory.InvalidData, "The old password is empty; a RAM user without one cannot change it. Set it as an administrator, with -UserName.");
        }

        if (_newPassword is not null)
        {
            ThrowIfAny(PasswordCheck.Of(nameof(CloudProvider.Alibaba), _newPassword, PasswordPolicies.Ram, new PasswordContext { OldPassword = _oldPassword }, WriteWarning));
        }
    }
}
