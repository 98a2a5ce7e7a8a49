using System;
using System.Collections.Generic;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Reports;

/// <summary>When the passwords of a vault were set, by the reports of the runs that set them.</summary>
/// <param name="vaultName">The vault.</param>
internal sealed class ReportedSecrets(string vaultName)
{
    private readonly Dictionary<string, ReportEntry> _entries = new(SecretNames.Comparer);

    /// <summary>Adds an entry of a report.</summary>
    public void Add(ReportEntry entry)
    {
        if (entry is { Status: nameof(ChangeStatus.Succeeded), SecretName: { } name }
            && entry.Time != default
            && string.Equals(entry.VaultName, vaultName, StringComparison.OrdinalIgnoreCase)
            && (!_entries.TryGetValue(name, out ReportEntry? known) || known.Time < entry.Time))
        {
            _entries[name] = entry;
        }
    }

    /// <summary>The last report entry of a secret; null when the reports have none.</summary>
    /// <param name="name">The name of the secret.</param>
    public ReportEntry? Find(string name) => _entries.TryGetValue(name, out ReportEntry? entry) ? entry : null;
}
