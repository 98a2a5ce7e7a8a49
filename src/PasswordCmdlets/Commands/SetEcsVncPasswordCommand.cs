using System;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Sets the VNC (management terminal) password of Alibaba Cloud ECS instances.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "EcsVncPassword",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = PasswordSet,
    HelpUri = HelpLinks.SetEcsVncPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetEcsVncPasswordCommand : InstancePasswordCommand
{
    private const string PasswordSet = "Password";
    private const string GenerateSet = "Generate";

    private PasswordChange? _change;

    /// <summary>The new password, the same for every instance: six letters and digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [Alias("VncPassword")]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? Password { get; set; }

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

    /// <summary>The provider of an object in the pipeline; a target of another provider than Alibaba fails.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The resource of an object in the pipeline; a target of another resource than EcsVnc fails.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string? Resource { get; set; }

    /// <summary>Restart the instances that need it for the password to take effect.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>With -Restart, power instances off instead of shutting them down.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Wait until restarted instances run again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override bool Waits => Wait || base.Waits;

    private protected override bool Generates => GeneratePassword;

    private protected override string PasswordParameter => nameof(Password);

    private OperationOptions Options => new() { Restart = Restart, Force = Force };

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        SecretText? password = Read(Password);
        this.Terminating(() =>
        {
            ValidateRegionAndProject(AlibabaProvider.Descriptor, EcsContracts.SetVncPassword, projectId: null);
            PasswordCheck.Validate(AlibabaProvider.Descriptor.Name, null, password, EcsContracts.SetVncPassword.Policies.Any, WriteWarning);
        });
        EcsVncOperation operation = new() { Restart = Restart, ForceStop = Force };
        if (operation.Descriptor.Disruption.WarningFor(Options) is { } warning)
        {
            WriteWarning(warning);
        }

        _change = new PasswordChange(AlibabaProvider.Descriptor, operation, Passwords(password, operation));
    }

    private protected override void ProcessInstance(string? id, string? problem)
    {
        PasswordTarget target = new() { Id = id ?? string.Empty, Region = BoundText.Valid(Region), Tag = id };
        problem ??= RecordChecks.Resource(_change!, Provider, Resource, Position)
            ?? _change!.Operation.Descriptor.Ids.Check(id)
            ?? RecordChecks.Region(AlibabaProvider.Descriptor, target.Region);
        string action = _change!.Operation.Descriptor.AnnounceWith(target, Options);
        Submit(_change, target, problem, RecordChecks.ResourceOf(_change, Provider, Resource), action);
    }
}
