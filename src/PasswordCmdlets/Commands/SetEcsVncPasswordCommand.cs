using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers.Alibaba;
using PasswordCmdlets.Core.Providers.Alibaba.Ecs;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Sets the VNC (management terminal) password of Alibaba Cloud ECS instances.</summary>
[Cmdlet(VerbsCommon.Set, "EcsVncPassword", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = PasswordSet, HelpUri = HelpLinks.SetEcsVncPassword)]
[OutputType(typeof(PasswordChangeResult))]
public sealed class SetEcsVncPasswordCommand : PasswordChangeCommand
{
    private const string PasswordSet = "Password";
    private const string GenerateSet = "Generate";

    private SecretText? _password;
    private EcsVncOperation? _operation;
    private IPasswordSource? _passwords;

    /// <summary>The instances.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? InstanceId { get; set; }

    /// <summary>The new password, the same for every instance: six letters and digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PasswordSet)]
    [Alias("VncPassword")]
    public SecureString? Password { get; set; }

    /// <summary>Give each instance a password of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The provider that an object in the pipeline belongs to; any other than Alibaba is refused.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Provider { get; set; }

    /// <summary>The region of the instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Restart the instances that need it for the password to take effect.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>With -Restart, switch instances off instead of shutting them down.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Stay until restarted instances run again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override bool Waits => Wait || base.Waits;

    private protected override bool Generates => GeneratePassword;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Password is not null)
        {
            _password = new SecretText(Password);
            Terminating(() => ThrowIfAny(PasswordCheck.Of(nameof(CloudProvider.Alibaba), _password, PasswordPolicies.EcsVnc, PasswordContext.Unknown, WriteWarning)));
        }

        if (Force && !Restart)
        {
            WriteWarning("-Force has nothing to force without -Restart: setting a VNC password disturbs no instance.");
        }

        _operation = new EcsVncOperation { Restart = Restart, ForceStop = Force };
        _passwords = Passwords(_password is null ? null : new SharedPassword(_password), _operation.Contract.Resource, PasswordPolicies.EcsVnc);
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
        _password?.Dispose();
    }

    private void SetOne(string? id)
    {
        PasswordTarget target = new() { Id = id ?? string.Empty, Region = NullIfEmpty(Region), Tag = id };
        if ((CheckProvider(CloudProvider.Alibaba, Provider) ?? _operation!.Contract.Ids.Check(id) ?? CheckRegion(CloudProvider.Alibaba, target.Region)) is { } wrong)
        {
            FailUnsent(OwnerOf(CloudProvider.Alibaba, Provider), _operation!.Contract.Resource, target, ErrorIds.InvalidTarget, wrong);
            return;
        }

        string action = Describe(target);
        if (ShouldProcess(action, $"{action}?", "Set-EcsVncPassword"))
        {
            SubmitChange(CloudProvider.Alibaba, _operation!, target, needsRegion: true, _passwords!, endsCommand: true);
        }
    }

    private string Describe(PasswordTarget target)
    {
        string where = target.Region is null ? string.Empty : $" in {target.Region}";
        string restart = (Restart.IsPresent, Force.IsPresent) switch
        {
            (false, _) => string.Empty,
            (true, false) => "; if it is not I/O optimized it is RESTARTED",
            (true, true) => "; if it is not I/O optimized it is SWITCHED OFF without a shutdown and started again, and loses what was not written to disk",
        };
        return $"Set the VNC password of ECS instance {target.Id}{where}{restart}";
    }
}
