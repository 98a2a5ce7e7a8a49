using System;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Operations.Runs;

/// <summary>
/// Writes the metadata of passwords that are in a vault already. A vault that keeps no metadata, or fails to, costs no password: the first
/// time is announced, and the command goes on.
/// </summary>
/// <param name="lifetime">How long after its change a password should be replaced; null when nothing was specified.</param>
/// <param name="notice">Receives what the user should know.</param>
internal sealed class MetadataWriter(TimeSpan? lifetime, Action<NoticeLevel, string> notice)
{
    private bool _isUnsupported;
    private bool _hasFailed;

    /// <summary>Writes the metadata of one entry.</summary>
    /// <param name="store">The vault.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="target">The target whose password it holds.</param>
    /// <param name="runId">The run that set the password.</param>
    /// <param name="changedAt">When it was set.</param>
    public void Write(ISecretStore store, string entry, SecretTarget target, string runId, DateTimeOffset changedAt)
    {
        if (_isUnsupported)
        {
            return;
        }

        try
        {
            _isUnsupported = !store.Describe(entry, new SecretMetadata(target, runId, changedAt, changedAt + lifetime).ToMetadata());
        }
        catch (SecretStoreException failure)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                notice(NoticeLevel.Warning,
                    $"The password is stored as {entry}, its metadata is not; Get-CloudPasswordSecret knows its age from the report only. "
                    + $"This warning is shown once. {failure.Message}");
            }
        }

        if (_isUnsupported)
        {
            notice(lifetime is null ? NoticeLevel.Verbose : NoticeLevel.Warning,
                $"The vault {store.Name} keeps no metadata. Passwords are stored, without the time of their change"
                + (lifetime is null ? "." : " and without an expiry: -SecretLifetime has no effect.")
                + " With -ReportPath, Get-CloudPasswordSecret reads their age from the report.");
        }
    }
}
