using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Resets the login password of Tencent CVM and Zenlayer ZEC instances.</summary>
[Cmdlet(VerbsCommon.Reset, "CloudInstancePassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = PasswordSet, HelpUri = HelpLinks.ResetCloudInstancePassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class ResetCloudInstancePasswordCommand : InstancePasswordCommand
{
    private const string PasswordSet = "Password";
    private const string CredentialSet = "Credential";
    private const string GenerateSet = "Generate";

    private readonly Dictionary<CloudProvider, InstanceReset> _resets = [];
    private readonly Dictionary<InstanceReset, PasswordChange> _changes = [];
    private SecretText? _password;
    private bool _providerIsKnown;

    /// <summary>The provider that runs the instances.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Tencent", "Zenlayer")]
    public string? Provider { get; set; }

    /// <summary>The new password, the same for every instance.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    public SecureString? Password { get; set; }

    /// <summary>The user name and the new password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    public PSCredential? Credential { get; set; }

    /// <summary>Give each instance a password of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The user whose password is reset; without it the provider's default administrator.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? UserName { get; set; }

    /// <summary>What the instances run: decides which password policy applies. Auto finds out with a describe call.</summary>
    [Parameter]
    [ValidateSet("Auto", "Linux", "Windows")]
    public string OperatingSystem { get; set; } = "Auto";

    /// <summary>Shut running instances down (Tencent): powered off if that fails.</summary>
    [Parameter]
    [Alias("ForceStop")]
    public SwitchParameter Force { get; set; }

    /// <summary>Wait until each instance has its new password.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override bool Waits => Wait || base.Waits;

    private protected override bool Generates => GeneratePassword;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _password = Read(Password ?? Credential?.Password);

        // Known before the first record, so that a problem with it is a problem of the whole command.
        _providerIsKnown = Provider is not null;
        if (_providerIsKnown && ResetAt(Provider!).Check(TargetUserName) is { } failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
        }
    }

    private protected override void ProcessInstance(string? id)
    {
        InstanceReset reset = ResetAt(Provider!);
        PasswordChange change = ChangeOf(reset);
        PasswordTarget target = new() { Id = id ?? string.Empty, UserName = TargetUserName, Region = NullIfEmpty(Region), Tag = id };
        string? problem = reset.Operation.Contract.Ids.Check(id) ?? RecordChecks.Region(reset.Provider, target.Region);
        if (problem is null && reset.Check(target.UserName) is { } failure)
        {
            Terminating(() => Submission.Fail(reset.Provider.ToString(), change.Resource, target, failure.ErrorId, failure.Message));
            return;
        }

        Submit(change, target, problem, reset.Provider.ToString(), reset.Describe(target));
    }

    private string? TargetUserName => NullIfEmpty(UserName) ?? Credential?.UserName;

    private InstanceReset ResetAt(string providerName)
    {
        CloudProvider provider = RecordChecks.ParseProvider(providerName);
        if (!_resets.TryGetValue(provider, out InstanceReset? reset))
        {
            _resets[provider] = reset = new InstanceReset(provider, new ResetChoices(_password, OperatingSystem, Force, WriteWarning));
        }

        return reset;
    }

    private PasswordChange ChangeOf(InstanceReset reset)
    {
        if (!_changes.TryGetValue(reset, out PasswordChange? change))
        {
            IPasswordSource passwords = Passwords(_password, reset.Operation.Contract.Resource, reset.GenerationPolicy);
            _changes[reset] = change = new PasswordChange(reset.Provider, reset.Operation, passwords) { NeedsRegion = reset.NeedsRegion, EndsCommand = _providerIsKnown };
        }

        return change;
    }
}
