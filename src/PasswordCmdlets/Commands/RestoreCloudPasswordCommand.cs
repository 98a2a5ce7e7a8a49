using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;
using PasswordCmdlets.Pipeline;

namespace PasswordCmdlets.Commands;

/// <summary>Returns every password that a run generated for a target, from the seed that it stored before it sent anything.</summary>
[Cmdlet(VerbsData.Restore, "CloudPassword", HelpUri = HelpLinks.RestoreCloudPassword)]
[OutputType(typeof(RestoredCloudPassword))]
public sealed class RestoreCloudPasswordCommand : EarlierRunCommand, IDisposable
{
    private readonly Dictionary<string, SeedEntry> _seeds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Clears what was read.</summary>
    public void Dispose()
    {
        foreach (SeedEntry seed in _seeds.Values)
        {
            seed.Dispose();
        }

        _seeds.Clear();
    }

    private protected override void ProcessTarget(string? id)
    {
        OperationDescriptor[] resources = [.. ResourcesOf(id)];
        if (resources.Length == 0)
        {
            string message = $"{id} has the form of no resource's id. Check the id, or specify -Resource.";
            WriteError(CommandFailure.Unknown(message, id).ToErrorRecord());
            return;
        }

        SeedEntry seed = SeedOf(RunId!);
        OperationDescriptor[] covered = [.. resources.Where(seed.Note.Covers)];
        foreach (OperationDescriptor descriptor in covered.Length > 0 ? covered : resources)
        {
            Restore(seed.Seed, descriptor, id);
        }
    }

    private SeedEntry SeedOf(string runId)
    {
        if (_seeds.TryGetValue(runId, out SeedEntry? known))
        {
            return known;
        }

        try
        {
            using SecretVault vault = new(InvokeCommand, VaultName!, Stopped.Token);
            return _seeds[runId] = SeedEntry.Read(vault, runId);
        }
        catch (SecretStoreException failure)
        {
            ErrorCategory category = failure.InnerException is null ? ErrorCategory.ReadError : ErrorCategory.InvalidData;
            throw new CommandFailure(ErrorIds.VaultWriteFailed, category, failure.Message, runId);
        }
    }

    private IEnumerable<OperationDescriptor> ResourcesOf(string? id) => !string.IsNullOrEmpty(Resource)
        ? [ProviderCatalog.FindResource(Resource)!]
        : id is null ? ProviderCatalog.UserResources : ProviderCatalog.FindResourcesOf(id);

    private void Restore(RunSeed seed, OperationDescriptor descriptor, string? id)
    {
        string? user = BoundText.Valid(UserName);
        PasswordTarget target = new() { Id = id ?? user ?? string.Empty, UserName = user, IsUser = id is null };
        GeneratedPasswords passwords = new(seed, descriptor.Resource, descriptor.Policies.Generation);
        for (int attempt = 1; attempt <= passwords.MaximumAttempts; attempt++)
        {
            using SecretText password = passwords.PasswordFor(target, attempt);
            WriteObject(new RestoredCloudPassword
            {
                RunId = RunId,
                Resource = descriptor.Resource,
                Region = BoundText.Valid(Region),
                InstanceId = target.InstanceId,
                UserName = user,
                Attempt = attempt,
                Credential = new PSCredential(user ?? id!, password.ToSecureString()),
            });
        }
    }
}
