using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Preflight;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Finds out whether the passwords of targets can be changed, and changes nothing.</summary>
[Cmdlet(
    VerbsDiagnostic.Test, "CloudPasswordTarget", DefaultParameterSetName = PasswordSet, HelpUri = HelpLinks.TestCloudPasswordTarget)]
[OutputType(typeof(CloudPasswordTarget))]
public sealed class TestCloudPasswordTargetCommand : CloudCommand
{
    private const string PasswordSet = "Password";
    private const string GenerateSet = "Generate";

    private readonly PreflightTotals _totals = new();
    private readonly StopSource _stopping = new();
    private RecordPosition? _position;
    private TargetSubmission? _submission;
    private PreflightPlan? _plan;
    private SecretVault? _vault;
    private string? _vaultProblem;
    private bool _hasKey;

    /// <summary>The targets: ids, user names, or objects with the properties of a target.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("InstanceId")]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The provider; without it that of the object, or the one that has the resource.</summary>
    [Parameter]
    [BoundText]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>The kind of target; without it that of the object, or the provider's main kind of instance.</summary>
    [Parameter]
    [BoundText]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    public string? Resource { get; set; }

    /// <summary>The region; without it that of the object, or the one that comes with the credential.</summary>
    [Parameter]
    [Alias("RegionId")]
    [BoundText]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>The user whose password it is; without it that of the object, or the provider's default administrator.</summary>
    [Parameter]
    [BoundText]
    public string? UserName { get; set; }

    /// <summary>The project, where the provider has projects; without it that of the object, or the region's own.</summary>
    [Parameter]
    [BoundText]
    public string? ProjectId { get; set; }

    /// <summary>The new password, to check it against the rules of each target.</summary>
    [Parameter(ParameterSetName = PasswordSet)]
    [ValidateNotNull]
    [RejectPlainText(typeof(SecureString))]
    public SecureString? Password { get; set; }

    /// <summary>Check that each target can get a password of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GenerateSet)]
    public SwitchParameter GeneratePassword { get; set; }

    /// <summary>The vault that the generated passwords are to be stored in.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? VaultName { get; set; }

    /// <summary>The template for the names of generated passwords in the vault.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>Check for a command that returns generated passwords in its results.</summary>
    [Parameter(ParameterSetName = GenerateSet)]
    public SwitchParameter AllowUnstored { get; set; }

    /// <summary>Check for a command that restarts the instances that run.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Check for a command that may disturb a running instance, or goes on where the lock-out guard would stop.</summary>
    [Parameter]
    [Alias("ForceStop")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => this.Terminating(() =>
    {
        PasswordCheck.RequireSource(this, GeneratePassword, nameof(Password));
        _position = new RecordPosition(this);
        _position.RequireInput(
            nameof(InputObject), "ids, user names or objects that have a property InstanceId or UserName");
        ConnectionOptions connection = Connection();
        connection.Validate();
        _hasKey = connection.AccessKey is not null;
        CmdletHost host = new(this);
        RunOptions options = Limits(host) with { Preflight = _totals };
        GeneratedSecrets? secrets = GeneratePassword ? Secrets(options) : null;
        SecretText? password = Password is null ? null : new SecretText(Password);
        _plan = new PreflightPlan(password, new OperationOptions { Force = Force, Restart = Restart }, secrets, WriteWarning);
        _submission = new TargetSubmission(host, new PreflightObserver(host, _totals, secrets), connection, options, null);
    });

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        foreach (PSObject? input in InputObject is { Length: > 0 } inputs ? inputs : [null])
        {
            _position.NextItem();
            this.Terminating(() => Test(new PreflightRecord(input)));
        }

        this.Terminating(_submission!.Drain);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => this.Terminating(_submission!.Finish);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopping.Stop();
        _submission?.Stop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _submission?.Dispose();
        _plan?.Dispose();
        _vault?.Dispose();
        _submission = null;
        _plan = null;
    }

    private GeneratedSecrets Secrets(RunOptions options)
    {
        GeneratedPasswordOptions generated = new(VaultName, SecretName, SecretLifetime: null, AllowUnstored);
        generated.Validate();
        _vault = VaultName is null ? null : new SecretVault(InvokeCommand, VaultName, _stopping.Token);
        try
        {
            _vault?.Names(SecretNames.RunPrefix);
        }
        catch (SecretStoreException failure)
        {
            _vaultProblem = failure.Message;
        }

        return new GeneratedSecrets(_vault, generated, options.RunId, new VaultWait { Timeout = TimeSpan.Zero });
    }

    private void Test(PreflightRecord record)
    {
        string? provider = record.Text(Provider, nameof(Provider));
        string? resource = record.Text(Resource, nameof(Resource));
        string? problem = Problem(provider, nameof(Provider), CatalogText.ProviderNames)
            ?? Problem(resource, nameof(Resource), ProviderCatalog.Resources);
        (ProviderDescriptor Provider, OperationDescriptor Operation)? found =
            ProviderCatalog.FindPreflight(BoundText.Valid(provider), BoundText.Valid(resource));
        bool isUser = found?.Operation.TargetsUsers ?? false;
        string?[] ids = isUser ? record.Ids(nameof(UserName)) : record.Ids("InstanceId", "Id", "InstanceIds");
        bool isOne = ids.Length == 1;
        foreach (string? id in ids.Length > 0 ? ids : [null])
        {
            Test(record, found, id, problem ?? Problem(id, isUser ? nameof(UserName) : "InstanceId"), isOne);
        }
    }

    private void Test(
        PreflightRecord record,
        (ProviderDescriptor Provider, OperationDescriptor Operation)? found,
        string? id,
        string? problem,
        bool isOne)
    {
        OperationDescriptor? descriptor = found?.Operation;
        bool isUser = descriptor?.TargetsUsers ?? false;
        string? user = isUser ? id : descriptor?.CreateReset is null ? null : record.Text(UserName, nameof(UserName));
        string? region = record.Text(Region, nameof(Region), "RegionId");
        bool hasProject = descriptor?.CreateReset is not null || descriptor?.ProjectIds is not null;
        string? project = hasProject ? record.Text(ProjectId, nameof(ProjectId)) : null;
        string? profile = _hasKey ? null : record.Name(ProfileName, nameof(ProfileName));
        problem ??= Problem(user, nameof(UserName)) ?? Problem(profile, nameof(ProfileName))
            ?? Problem(region, nameof(Region)) ?? Problem(project, nameof(ProjectId));
        PasswordTarget target = new()
        {
            Id = BoundText.Valid(id) ?? string.Empty,
            UserName = BoundText.Valid(user),
            Region = isUser || found is { Provider.HasRegions: false } ? null : BoundText.Valid(region),
            ProjectId = descriptor?.ProjectIds is null ? null : BoundText.Valid(project),
            ProfileName = BoundText.Valid(profile),
            IsUser = isUser,
        };
        if (found is not { } tested)
        {
            string? named = BoundText.Valid(record.Text(Provider, nameof(Provider)));
            PasswordTarget unsupported = WithInput(record, target, null, problem is null && isOne);
            _submission!.Fail(named, null, unsupported, ErrorIds.InvalidTarget, problem ?? Unsupported(record));
            return;
        }

        (PlannedOperation checks, PasswordChange change) = _plan!.Of(tested.Provider, tested.Operation);
        PasswordTarget tagged = WithInput(record, target, (checks, change), problem is null && isOne);
        problem ??= tested.Operation.Ids.Check(BoundText.Valid(id))
            ?? RecordChecks.Region(tested.Provider, target.Region)
            ?? (target.ProjectId is { } valid ? tested.Operation.ProjectIds!.Check(valid) : null);
        (string ErrorId, string Message)? failure = problem is not null
            ? (ErrorIds.InvalidTarget, problem)
            : checks.Check(target.UserName) is { } rejection
                ? (rejection.ErrorId, rejection.Message)
                : _vaultProblem is not null ? (ErrorIds.VaultWriteFailed, _vaultProblem) : null;
        if (failure is { } known)
        {
            _submission!.Fail(tested.Provider.Name, change.Resource, tagged, known.ErrorId, known.Message);
        }
        else
        {
            _submission!.Submit(change, tagged);
        }
    }

    // What cannot be a target may hold a secret, so it does not come out again; nor does an object with several ids, whose findings differ.
    private static PasswordTarget WithInput(
        PreflightRecord record, PasswordTarget target, (PlannedOperation Checks, PasswordChange Change)? plan, bool keepsObject)
    {
        bool isOwn = !keepsObject || !record.IsObject;
        PSObject output = !isOwn ? record.Object : PSObject.AsPSObject(new CloudPasswordTarget
        {
            Provider = plan?.Change.Provider.Name,
            Resource = plan?.Change.Resource,
            InstanceId = target.InstanceId is { Length: > 0 } id ? id : null,
            UserName = target.UserName,
            Region = target.Region,
            ProjectId = target.ProjectId,
            ProfileName = target.ProfileName,
        });
        return target.With(new PreflightInput(output, plan?.Checks.Announce(target), isOwn));
    }

    private string Unsupported(PreflightRecord record)
    {
        string? provider = BoundText.Valid(record.Text(Provider, nameof(Provider)));
        string? resource = BoundText.Valid(record.Text(Resource, nameof(Resource)));
        return provider is not null && ProviderCatalog.Find(provider) is null ? CatalogText.UnknownProvider(provider)
            : resource is not null ? CatalogText.UnknownResource(resource)
            : "No provider is specified. Specify -Provider, or -Resource.";
    }

    private string? Problem(string? text, string property, IEnumerable<string>? choices = null) =>
        BoundText.Problem(text, property, _position!, choices);
}
