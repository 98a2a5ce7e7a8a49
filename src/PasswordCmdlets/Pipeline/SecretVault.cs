using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Text;
using System.Threading;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Operations.Redaction;
using PasswordCmdlets.Core.Operations.Reports;
using PasswordCmdlets.Core.Operations.Runs;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Pipeline;

/// <summary>
/// A SecretManagement vault, called on the pipeline thread. Needs Microsoft.PowerShell.SecretManagement only when it is used.
/// </summary>
/// <remarks>
/// SecretManagement runs vaults in a runspace of its own, which rejects a second caller. So the vault calls of all runspaces of the process
/// take turns.
/// </remarks>
internal sealed class SecretVault(CommandInvocationIntrinsics commands, string name, CancellationToken stopping)
    : ISecretStore, IDisposable
{
    private const int PollMilliseconds = 100;

    // Values travel as arguments, never in a script's text, which script-block logging records.
    private const string Call = "param($vault, $name, $value) Microsoft.PowerShell.SecretManagement\\";
    private const string Quiet = " -Verbose:$false -Debug:$false -ErrorAction Stop";
    private const string Unasked = " -Confirm:$false -WhatIf:$false" + Quiet;

    private const string Write = Call + "Set-Secret -Vault $vault -Name $name -SecureStringSecret $value" + Unasked;
    private const string Read = Call + "Get-Secret -Vault $vault -Name $name" + Quiet;
    private const string Delete = Call + "Remove-Secret -Vault $vault -Name $name" + Unasked;
    private const string List = Call + "Get-SecretInfo -Vault $vault -Name $name" + Quiet;
    private const string FindVault = Call + "Get-SecretVault -Name $vault" + Quiet;

    // Set-Secret -Metadata removes the secret where the vault keeps no metadata; Set-SecretInfo only fails.
    private const string WriteMetadata = Call + "Set-SecretInfo -Vault $vault -Name $name -Metadata $value" + Unasked;
    private const string NoMetadata = "SetSecretMetadataCommandNotSupported";

    private static readonly object Calls = new();

    // The error text of a vault is shown only when it quotes none of these: what was stored and read, the seed among it.
    private readonly KnownSecrets _secrets = new();

    private string? _identity;

    public string Name { get; } = name;

    /// <inheritdoc/>
    public string Identity => _identity ??= ReadIdentity();

    /// <inheritdoc/>
    public void Store(string entry, SecretText secret)
    {
        using SecureString value = secret.ToSecureString();
        Recognise(entry, secret);
        Invoke(Write, $"store {entry} in", entry, value);
    }

    /// <inheritdoc/>
    public SecretText Fetch(string entry)
    {
        foreach (PSObject item in Invoke(Read, $"read {entry} from", entry))
        {
            SecretText? secret = item.BaseObject switch
            {
                SecureString secure => new SecretText(secure),
                string plain => new SecretText(plain.AsSpan()),
                _ => null,
            };
            if (secret is not null)
            {
                Recognise(entry, secret);
                return secret;
            }
        }

        throw new SecretStoreException($"There is no secret {entry} in the vault {Name}.");
    }

    /// <inheritdoc/>
    public bool Describe(string entry, IReadOnlyDictionary<string, string> metadata)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> fact in metadata)
        {
            table[fact.Key] = fact.Value;
        }

        try
        {
            Invoke(WriteMetadata, $"write the metadata of {entry} to", entry, table);
            return true;
        }
        catch (SecretStoreException failure) when (failure.IsUnsupported)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public SecretMetadata? MetadataOf(string entry) => Invoke(List, $"list {entry} in", entry)
        .Where(item => SecretNames.Comparer.Equals(item.Properties["Name"]?.Value?.ToString(), entry))
        .Select(static item => SecretMetadata.Read(MetadataOf(item)))
        .FirstOrDefault();

    /// <inheritdoc/>
    public void Remove(string entry) => Invoke(Delete, $"remove {entry} from", entry);

    /// <inheritdoc/>
    /// <remarks>SecretManagement leaves the filter to the vault's extension, and some return every entry.</remarks>
    public IReadOnlyList<string> Names(string prefix) =>
        Invoke(List, $"list {prefix}* in", prefix + "*")
            .Select(static item => item.Properties["Name"]?.Value?.ToString())
            .OfType<string>()
            .Where(entry => entry.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .ToArray();

    /// <summary>The passwords of targets that this module stored; throws <see cref="SecretStoreException"/> when that fails.</summary>
    /// <param name="reported">The report entries of the changes.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<StoredPassword> Passwords(ReportedSecrets reported, DateTimeOffset now)
    {
        List<StoredPassword> passwords = [];
        foreach (PSObject item in Invoke(List, "list the entries of", "*"))
        {
            if (item.Properties["Name"]?.Value?.ToString() is { Length: > 0 } entry
                && StoredPassword.Read(entry, MetadataOf(item), reported.Find(entry), now) is { } password)
            {
                passwords.Add(password);
            }
        }

        return passwords;
    }

    public void Dispose() => _secrets.Dispose();

    private static Func<string, string?> MetadataOf(PSObject item)
    {
        IDictionary? metadata = PSObject.AsPSObject(item.Properties["Metadata"]?.Value ?? string.Empty).BaseObject as IDictionary;
        return name => PropertyText.Text(Value(metadata, name));
    }

    // On .NET Framework a ReadOnlyDictionary throws for a key that it does not have.
    private static object? Value(IDictionary? metadata, string name) => metadata?.Contains(name) == true ? metadata[name] : null;

    // The seeds stay known to the end, without their notes, which have words of the entries' names; the last passwords for a while.
    private void Recognise(string entry, SecretText secret)
    {
        if (entry.StartsWith(SecretNames.RunPrefix, StringComparison.OrdinalIgnoreCase))
        {
            using SecretText seed = RunSeed.WithoutNote(secret);
            _secrets.Add(seed);
        }
        else
        {
            _secrets.Add(secret);
            _secrets.Release(secret);
        }
    }

    private Collection<PSObject> Invoke(string script, string what, string entry, object? value = null)
    {
        while (!Monitor.TryEnter(Calls, PollMilliseconds))
        {
            if (stopping.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
        }

        try
        {
            return InvokeAlone(script, what, entry, value);
        }
        finally
        {
            Monitor.Exit(Calls);
        }
    }

    private Collection<PSObject> InvokeAlone(string script, string what, string entry, object? value)
    {
        ArrayList errors = RecordedErrors();
        object?[] before = errors.ToArray();
        try
        {
            return InvokeScript(script, Name, entry, value);
        }
        catch (CommandNotFoundException)
        {
            throw new SecretStoreException(
                "Vaults need the module Microsoft.PowerShell.SecretManagement and a vault. "
                + "Run Install-Module Microsoft.PowerShell.SecretManagement, and register a vault with Register-SecretVault.")
            {
                IsUnsupported = true,
            };
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            string reason = new Redactor(_secrets).Text(ReasonOf(failure), [Name, entry]) ?? "no reason that can be shown.";
            throw new SecretStoreException($"Could not {what} the vault {PrintableText.Line(Name)}: {reason}")
            {
                IsUnsupported = failure.ErrorRecord?.FullyQualifiedErrorId.StartsWith(NoMetadata, StringComparison.Ordinal) == true,
            };
        }
        finally
        {
            Forget(errors, before);
        }
    }

    // All vaults of SecretStore are one: it is registered without parameters.
    private string ReadIdentity()
    {
        StringBuilder identity = new();
        try
        {
            PSObject? vault = Invoke(FindVault, "find", string.Empty).FirstOrDefault();
            identity.Append(vault?.Properties["ModuleName"]?.Value);
            List<string> parameters = [];
            object? values = vault?.Properties["VaultParameters"]?.Value;

            // LanguagePrimitives takes a dictionary for one object.
            foreach (object value in (values is PSObject wrapped ? wrapped.BaseObject : values) as IEnumerable ?? Array.Empty<object>())
            {
                PSObject item = PSObject.AsPSObject(value);
                parameters.Add($"{item.Properties["Key"]?.Value}={item.Properties["Value"]?.Value}");
            }

            parameters.Sort(StringComparer.OrdinalIgnoreCase);
            parameters.ForEach(parameter => identity.Append('\n').Append(parameter));
        }
        catch (SecretStoreException)
        {
            // The first write reports the failure.
        }

        return (identity.Length == 0 ? identity.Append('\n').Append(Name) : identity).ToString().ToLowerInvariant();
    }

    // SecretManagement reports that it failed; the vault's own reason is an inner exception.
    private static string ReasonOf(RuntimeException failure)
    {
        List<string> reasons = [];
        for (Exception? cause = failure.ErrorRecord?.Exception ?? failure; cause is not null; cause = cause.InnerException)
        {
            string reason = cause.Message.Trim();
            if (reason.Length > 0 && !reasons.Exists(known => known.Contains(reason, StringComparison.Ordinal)))
            {
                reasons.Add(reason);
            }
        }

        return string.Join(" ", reasons);
    }

    // In a table, because PowerShell returns a list as its items.
    private ArrayList RecordedErrors() =>
        (InvokeScript("@{ List = $global:Error }").FirstOrDefault()?.BaseObject as Hashtable)?["List"] as ArrayList ?? [];

    private Collection<PSObject> InvokeScript(string script, params object?[] arguments) =>
        commands.InvokeScript(useLocalScope: true, ScriptBlock.Create(script), null, arguments);

    // A vault may quote what it rejects, and PowerShell keeps every error in $Error, caught ones too.
    private static void Forget(ArrayList errors, object?[] before)
    {
        for (int i = errors.Count - 1; i >= 0; i--)
        {
            if (!Array.Exists(before, known => ReferenceEquals(known, errors[i])))
            {
                errors.RemoveAt(i);
            }
        }
    }
}
