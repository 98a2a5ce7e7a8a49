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
public sealed class ResetCloudInstancePasswordCommand : PasswordChangeCommand
{
    private const string PasswordSet = "Password";
    private const string CredentialSet = "Credential";
    private const string GenerateSet = "Generate";

    private readonly Dictionary<CloudProvider, InstanceReset> _resets = [];
    private readonly Dictionary<InstanceReset, IPasswordSource> _sources = [];
    private SecretText? _password;
    private SharedPassword? _shared;

    /// <summary>The provider that runs the instances.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Tencent", "Zenlayer")]
    public string? Provider { get; set; }

    /// <summary>The instances.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "InstanceIds")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public string?[]? InstanceId { get; set; }

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

    /// <summary>What the instances run: decides which password rule applies. Auto finds out by looking.</summary>
    [Parameter]
    [ValidateSet("Auto", "Linux", "Windows")]
    public string OperatingSystem { get; set; } = "Auto";

    /// <summary>The region of the instances.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionId")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Shut running instances down (Tencent): powered off if that fails.</summary>
    [Parameter]
    [Alias("ForceStop")]
    public SwitchParameter Force { get; set; }

    /// <summary>Stay until each instance has its new password.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override bool Waits => Wait || base.Waits;

    private protected override bool Generates => GeneratePassword;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if ((Password ?? Credential?.Password) is { } given)
        {
            _password = new SecretText(given);
            _shared = new SharedPassword(_password);
        }

        if (ProviderIsGiven)
        {
            Terminating(() => ThrowIfAny(ResetAt(Provider!).Check(GivenUserName)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        InstanceReset reset = ResetAt(Provider!);
        foreach (string? id in InstanceId is { Length: > 0 } given ? given : [null])
        {
            ResetOne(reset, id);
        }

        HandOutResults();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _password?.Dispose();
    }

    // Known before the first record, so that what is wrong with it is wrong with the whole command.
    private bool ProviderIsGiven => MyInvocation.BoundParameters.ContainsKey(nameof(Provider));

    private string? GivenUserName => NullIfEmpty(UserName) ?? Credential?.UserName;

    private InstanceReset ResetAt(string providerName)
    {
        CloudProvider provider = ParseProvider(providerName);
        if (!_resets.TryGetValue(provider, out InstanceReset? reset))
        {
            _resets[provider] = reset = new InstanceReset(provider, new ResetChoices(_password, OperatingSystem, Force, WriteWarning));
        }

        return reset;
    }

    private void ResetOne(InstanceReset reset, string? id)
    {
        PasswordTarget target = new() { Id = id ?? string.Empty, UserName = GivenUserName, Region = NullIfEmpty(Region), Tag = id };
        string resource = reset.Operation.Contract.Resource;
        string? wrongId = reset.Operation.Contract.Ids.Check(id) ?? CheckRegion(reset.Provider, target.Region);
        if (wrongId is not null)
        {
            FailUnsent(reset.Provider.ToString(), resource, target, ErrorIds.InvalidTarget, wrongId);
            return;
        }

        if (reset.Check(target.UserName) is { } problem)
        {
            FailUnsent(reset.Provider.ToString(), resource, target, problem.ErrorId, problem.Message);
            return;
        }

        string action = reset.Describe(target);
        if (ShouldProcess(action, $"{action}?", "Reset-CloudInstancePassword"))
        {
            IPasswordSource passwords = _sources.TryGetValue(reset, out IPasswordSource? known) ? known : _sources[reset] = Passwords(_shared, resource, reset.GenerationPolicy);
            SubmitChange(reset.Provider, reset.Operation, target, reset.NeedsRegion, passwords, ProviderIsGiven);
        }
    }
}
