using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Operations.Lockout;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ram;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Changes the console password of the access key's own RAM user, or sets those of other RAM users.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "RamUserPassword",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = AdminSet,
    HelpUri = HelpLinks.SetRamUserPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetRamUserPasswordCommand : PasswordChangeCommand
{
    private const string SelfSet = "Self";
    private const string SelfGenerateSet = "SelfGenerate";
    private const string AdminSet = "Admin";
    private const string AdminGenerateSet = "AdminGenerate";

    private PasswordChange? _change;

    /// <summary>The users whose passwords are set, as an administrator.</summary>
    [Parameter(Position = 0, ParameterSetName = AdminSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = AdminGenerateSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [BoundText("UserName")]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? UserName { get; set; }

    /// <summary>The provider of an object in the pipeline; a target of another provider than Alibaba fails.</summary>
    [Parameter(ParameterSetName = AdminSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AdminGenerateSet, ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The resource of an object in the pipeline; a target of another resource than RamUser fails.</summary>
    [Parameter(ParameterSetName = AdminSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AdminGenerateSet, ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string? Resource { get; set; }

    // With -OldPassword the command accepts no input from the pipeline; a parameter that does would make PowerShell ask for the password.

    /// <inheritdoc/>
    [Parameter(ParameterSetName = AdminSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AdminGenerateSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SelfSet)]
    [Parameter(ParameterSetName = SelfGenerateSet)]
    [BoundProfile]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public override string? ProfileName { get; set; }

    /// <summary>The password that the access key's own user has now.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    [Parameter(Mandatory = true, ParameterSetName = SelfGenerateSet)]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? OldPassword { get; set; }

    /// <summary>The new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfSet)]
    [Parameter(Mandatory = true, ParameterSetName = AdminSet)]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? NewPassword { get; set; }

    /// <summary>Generate a password for each user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SelfGenerateSet)]
    [Parameter(Mandatory = true, ParameterSetName = AdminGenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SelfGenerateSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public override string? VaultName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SelfGenerateSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    [ValidateNotNullOrEmpty]
    public override string? SecretName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SelfGenerateSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    [ValidateLifetime]
    public override TimeSpan? SecretLifetime { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = SelfGenerateSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public override SwitchParameter AllowUnstored { get; set; }

    /// <summary>Whether the user has to choose a new password at the next logon; what it was when left out.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter PasswordResetRequired { get; set; }

    /// <summary>Whether the user has to bind an MFA device; what it was when left out.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter MfaBindRequired { get; set; }

    /// <summary>Create a login profile for a user who cannot log on to the console.</summary>
    [Parameter(ParameterSetName = AdminSet)]
    [Parameter(ParameterSetName = AdminGenerateSet)]
    public SwitchParameter CreateLoginProfile { get; set; }

    /// <summary>Continue where the lock-out guard would stop.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool Generates => GeneratePassword;

    private protected override bool AsksForMany => true;

    private bool IsSelf => OldPassword is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        this.Terminating(RequireUser);
        SecretText? oldPassword = Read(OldPassword);
        SecretText? newPassword = Read(NewPassword);
        this.Terminating(() =>
        {
            PasswordCheck.ValidateOld(
                oldPassword, "A RAM user without a password cannot change it. Set it as an administrator, with -UserName.");
            PasswordCheck.Validate(AlibabaProvider.Descriptor.Name, oldPassword, newPassword, RamPasswordPolicy.Published, WriteWarning);
        });
        if (Force && !IsSelf)
        {
            WriteWarning("-Force has nothing to force with -UserName: no old password is tried, so no user can be locked out.");
        }

        ProviderOperation operation = oldPassword is not null
            ? new RamChangePasswordOperation(LockoutGuard.Process) { OldPassword = oldPassword, Force = Force }
            : new RamUpdateLoginProfileOperation
            {
                Flags = new RamLoginFlags(
                    IfBound(nameof(PasswordResetRequired), PasswordResetRequired), IfBound(nameof(MfaBindRequired), MfaBindRequired)),
                CreateLoginProfile = CreateLoginProfile,
            };
        IPasswordSource passwords = Passwords(newPassword, operation);
        _change = new PasswordChange(AlibabaProvider.Descriptor, operation, passwords) { NeedsIdentity = IsSelf || VaultName is not null };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (IsSelf)
        {
            ProcessOwner();
        }
        else
        {
            Position.Next();
            foreach (string? name in UserName is { Length: > 0 } names ? names : [null])
            {
                Position.NextItem();
                ProcessUser(BoundText.Valid(name), BindingProblem(name, nameof(UserName)));
            }
        }

        WriteCompleted();
    }

    private void ProcessOwner()
    {
        // An access key id is validated when the credential is read, which is later.
        string key = BoundText.Valid(BoundText.One(AccessKey?.UserName)) ?? string.Empty;
        string action = _change!.Operation.Descriptor.Announce(new PasswordTarget { Id = key, IsUser = true });

        // Without approval no credential is read. Where the provider does not say whose the key is, the key identifies its user.
        if (Approve(action))
        {
            this.Terminating(() =>
            {
                ProviderSession session = Submission.Identify(_change!);
                string id = session.Identity?.UserName ?? session.Account;
                Submission.Submit(
                    _change!,
                    new PasswordTarget { Id = id, UserName = session.Identity?.UserName, IsUser = true, Tag = session.Account }
                        .Of(ProfileOfTarget));
            });
        }
    }

    private void ProcessUser(string? name, string? problem)
    {
        PasswordTarget target = new() { Id = name ?? string.Empty, UserName = name, IsUser = true, Tag = name };
        problem ??= RecordChecks.Resource(_change!, Provider, Resource, Position) ?? _change!.Operation.Descriptor.Ids.Check(name);
        string profile = CreateLoginProfile ? "; a user who cannot log on to the console yet then can" : string.Empty;
        string action = _change!.Operation.Descriptor.Announce(target) + profile;
        Submit(_change, target, problem, RecordChecks.ResourceOf(_change, Provider, Resource), action);
    }

    private void RequireUser()
    {
        if (!IsSelf)
        {
            Position.RequireInput(
                nameof(UserName),
                "user names or objects that have a property UserName",
                "To change the password of the access key's own user, specify -OldPassword.");
        }
        else if (MyInvocation.ExpectingInput)
        {
            string message = "With -OldPassword the access key's own user is changed, so the command accepts no input from the pipeline.";
            throw CommandFailure.Invalid(message);
        }
    }

    private bool? IfBound(string parameter, SwitchParameter value) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;
}
