using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Completion;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns every password that a run generated for a target, from the seed that it stored before it sent anything.</summary>
[Cmdlet(VerbsData.Restore, "CloudPassword", HelpUri = HelpLinks.RestoreCloudPassword)]
[OutputType(typeof(RestoredCloudPassword))]
public sealed class RestoreCloudPasswordCommand : PSCmdlet, IDisposable
{
    private readonly Dictionary<string, RunSeed> _seeds = new(StringComparer.OrdinalIgnoreCase);
    private RecordPosition? _position;

    /// <summary>The vault that the run's seed is in.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? VaultName { get; set; }

    /// <summary>The run, as its results, its report and its warnings name it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? RunId { get; set; }

    /// <summary>The instances; left out for RAM users.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [BoundText("InstanceId", "Id")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string?[]? InstanceId { get; set; }

    /// <summary>The user, where the run named one. For a RAM user's own change: the access key id that was used.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BoundText]
    public string? UserName { get; set; }

    /// <summary>What the targets are; found out by the form of the ids when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [BoundText]
    public string? Resource { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _position = new RecordPosition(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _position!.Next();
        try
        {
            RestoreRecord();
        }
        catch (CommandFailure failure)
        {
            WriteError(failure.ToErrorRecord());
        }
    }

    /// <summary>Clears the seeds that were read.</summary>
    public void Dispose()
    {
        foreach (RunSeed seed in _seeds.Values)
        {
            seed.Dispose();
        }

        _seeds.Clear();
    }

    private void RestoreRecord()
    {
        // A user of the account has no instance id.
        string?[] ids = [.. (InstanceId ?? []).Where(static id => !string.IsNullOrEmpty(id) && !BoundText.IsMissing(id))];
        string? problem = BoundText.Problem(Array.Find(ids, BoundText.IsInvalid), nameof(InstanceId), _position!)
            ?? BoundText.Problem(UserName, nameof(UserName), _position!)
            ?? BoundText.Problem(Resource, nameof(Resource), _position!)
            ?? BoundText.Problem(RunId, nameof(RunId), _position!);
        if (problem is null && ids.Length == 0 && string.IsNullOrEmpty(UserName))
        {
            problem = $"{_position} has no target. Specify -InstanceId for an instance, -UserName for a RAM user.";
        }

        if (problem is null && string.IsNullOrEmpty(RunId))
        {
            problem = $"{_position} has no run. Specify -RunId as results, reports and warnings show it.";
        }

        if (problem is null && !string.IsNullOrEmpty(Resource) && ProviderCatalog.FindResource(Resource) is null)
        {
            problem = CatalogText.UnknownResource(Resource!);
        }

        if (problem is not null)
        {
            throw new CommandFailure(ErrorIds.InvalidTarget, ErrorCategory.InvalidArgument, problem);
        }

        RunSeed seed = SeedOf(RunId!);
        foreach (string? id in ids.Length > 0 ? ids : [null])
        {
            foreach (OperationDescriptor descriptor in ResourcesOf(id))
            {
                Restore(seed, descriptor, id);
            }
        }
    }

    private RunSeed SeedOf(string runId)
    {
        if (_seeds.TryGetValue(runId, out RunSeed? known))
        {
            return known;
        }

        try
        {
            using SecretText text = new SecretVault(InvokeCommand, VaultName!).Fetch(SecretNames.ForRun(runId));
            return _seeds[runId] = RunSeed.FromSecret(text);
        }
        catch (SecretStoreException failure)
        {
            throw new CommandFailure(ErrorIds.VaultWriteFailed, ErrorCategory.ObjectNotFound, failure.Message, runId);
        }
        catch (Exception damaged) when (damaged is FormatException or ArgumentException)
        {
            throw new CommandFailure(ErrorIds.VaultWriteFailed, ErrorCategory.InvalidData, damaged.Message, runId);
        }
    }

    private IEnumerable<OperationDescriptor> ResourcesOf(string? id) => !string.IsNullOrEmpty(Resource)
        ? [ProviderCatalog.FindResource(Resource)!]
        : id is null ? ProviderCatalog.UserResources : ProviderCatalog.FindResourcesOf(id);

    private void Restore(RunSeed seed, OperationDescriptor descriptor, string? id)
    {
        string? user = string.IsNullOrEmpty(UserName) ? null : UserName;
        PasswordTarget target = new() { Id = id ?? user ?? string.Empty, UserName = user, IsUser = id is null };
        GeneratedPasswords passwords = new(seed, descriptor.Resource, descriptor.Policies.Generation);
        for (int attempt = 1; attempt <= passwords.MaximumAttempts; attempt++)
        {
            using SecretText password = passwords.PasswordFor(target, attempt);
            WriteObject(new RestoredCloudPassword
            {
                RunId = RunId,
                Resource = descriptor.Resource,
                InstanceId = id,
                UserName = user,
                Attempt = attempt,
                Credential = new PSCredential(user ?? id!, password.ToSecureString()),
            });
        }
    }
}
