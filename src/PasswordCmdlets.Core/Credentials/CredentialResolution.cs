using System.Collections.Generic;
using System.Text;
using PasswordCmdlets.Core.Operations;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What the credential chain found, and every source it tried.</summary>
internal sealed class CredentialResolution
{
    /// <summary>The provider whose credential was wanted.</summary>
    public required ProviderDescriptor Provider { get; init; }

    /// <summary>Where the credential comes from; null when no source had one.</summary>
    public ICredentialProvider? Source { get; init; }

    /// <summary>The credential as first read; null when no source had one.</summary>
    public CloudCredential? Credential { get; init; }

    /// <summary>Whether no credential was found, or the provider rejected the one that was, when a role was to be assumed.</summary>
    public string ErrorId { get; init; } = ErrorIds.CredentialNotFound;

    /// <summary>The source of a role that could not be assumed, and why; null where that is not the reason.</summary>
    public CredentialAttempt? FailedRole { get; init; }

    /// <summary>Every source that was tried, in order, with the reason why it was not used.</summary>
    public required IReadOnlyList<CredentialAttempt> Tried { get; init; }

    /// <summary>Warnings, such as a credential file that other users can read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What to do to have a credential for the provider, in one line.</summary>
    public string Remedy => Provider.CredentialRemedy;

    /// <summary>
    /// For people: every source that was tried with the reason why it was not used, and what to do when none could be. Never a secret.
    /// </summary>
    public string Describe()
    {
        if (FailedRole is { } role)
        {
            return $"No usable credential for {Provider}: {role.Source}: {role.Outcome.TrimEnd('.')}.";
        }

        StringBuilder text = new();
        text.Append(Credential is null
            ? $"No usable credential for {Provider} was found. Sources tried:"
            : $"The credential for {Provider} comes from {Credential.Source}. Sources tried:");
        foreach (CredentialAttempt attempt in Tried)
        {
            // PowerShell shows an error's lines as one.
            string end = attempt == Tried[Tried.Count - 1] ? "." : ";";
            text.Append("\n  ").Append(attempt.Source).Append(": ").Append(attempt.Outcome.TrimEnd('.')).Append(end);
        }

        if (Credential is null)
        {
            text.Append('\n').Append(Remedy);
        }

        return text.ToString();
    }
}
