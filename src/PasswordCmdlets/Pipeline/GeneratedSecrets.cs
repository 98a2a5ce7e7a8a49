using System;
using System.Linq;
using System.Management.Automation;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Pipeline;

/// <summary>The generated passwords of one command: derived from one seed, and stored in a vault or returned in the results.</summary>
internal sealed class GeneratedSecrets : IDisposable
{
    private readonly RunSeed _seed = RunSeed.Create();
    private readonly SecretVault? _store;
    private readonly RunVault? _vault;
    private readonly string _runId;

    public GeneratedSecrets(SecretVault? vault, GeneratedPasswordOptions options, string runId, VaultWait wait)
    {
        _store = vault;
        _vault = vault is null ? null : new RunVault(vault, _seed, options.SecretName, runId, wait, options.SecretLifetime);
        _runId = runId;
    }

    /// <summary>The seed's entry; null without a vault.</summary>
    public string? SeedName => _vault?.SeedName;

    /// <summary>The password source for one operation.</summary>
    public IPasswordSource Source(string resource, PasswordPolicy policy) => new GeneratedPasswords(_seed, resource, policy);

    /// <summary>Stores the seed before the first target is sent; throws <see cref="SecretStoreException"/> when that fails.</summary>
    public void StoreSeed(string scope) => _vault?.StoreSeed(scope);

    /// <summary>Reserves the name of a target's entry.</summary>
    /// <returns>Why the target is rejected, when another has that name; null otherwise.</returns>
    public string? ClaimName(ProviderDescriptor provider, string resource, PasswordTarget target, string account) =>
        _vault?.Claim(Describe(provider.Name, resource, target, account));

    /// <summary>Stores the password of a completed target, and sets in the result where it is.</summary>
    /// <returns>Whether it is stored; when it is not, the message of the result has the reason.</returns>
    public bool Keep(PasswordChangeResult result, TargetResult engineResult)
    {
        if (engineResult.GeneratedPassword is not { } password)
        {
            return true;
        }

        using (password)
        {
            if (_vault is null)
            {
                result.Credential = new PSCredential(UserOf(result), password.ToSecureString());
                return true;
            }

            try
            {
                result.SecretName = _vault.Keep(
                    Describe(result.Provider!, result.Resource!, engineResult.Target, engineResult.AccountId!),
                    engineResult.Status,
                    password);
                result.VaultName = _vault.StoreName;
                return true;
            }
            catch (SecretStoreException failure)
            {
                result.ErrorId = ErrorIds.VaultWriteFailed;
                result.Message =
                    $"{result.Message} {failure.Message} Restore-CloudPassword -VaultName {_vault.StoreName} -RunId {_runId} returns it.";
                return false;
            }
        }
    }

    /// <summary>A target may have been changed without a result; the seed must stay.</summary>
    public void NeedSeed() => _vault?.NeedSeed();

    /// <summary>Removes the seed when nothing depends on it any more.</summary>
    /// <returns>Why it stays; null when it is gone or there is none.</returns>
    public string? Close() => _vault?.Close();

    /// <summary>Lets the next run use the vault.</summary>
    public void ReleaseVault() => _vault?.Dispose();

    public void Dispose()
    {
        ReleaseVault();
        _store?.Dispose();
        _seed.Dispose();
    }

    private static SecretTarget Describe(string provider, string resource, PasswordTarget target, string account) => new()
    {
        Provider = provider,
        Resource = resource,
        Region = target.Region,
        InstanceId = target.InstanceId,
        UserName = string.IsNullOrEmpty(target.UserName) ? null : target.UserName,
        Account = account,
    };

    // PSCredential rejects an empty user name.
    private static string UserOf(PasswordChangeResult result) =>
        new[] { result.UserName, result.InstanceId, result.Account, "password" }.First(static name => !string.IsNullOrEmpty(name))!;
}
