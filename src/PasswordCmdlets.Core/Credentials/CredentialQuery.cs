using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What a command says about the credential it wants.</summary>
internal sealed class CredentialQuery
{
    /// <summary>The provider whose credential is wanted.</summary>
    public required ProviderDescriptor Provider { get; init; }

    /// <summary>What the command was given: an access key, or an IAM user and its password.</summary>
    public CredentialKind Kind { get; init; } = CredentialKind.AccessKey;

    /// <summary>The account (domain) of the IAM user.</summary>
    public string? DomainName { get; init; }

    /// <summary>The access key id or the IAM user's name given to the command; wins over every other source.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret access key, or the password, given with it.</summary>
    public SecretText? Secret { get; init; }

    /// <summary>The session token given with it.</summary>
    public SecretText? SecurityToken { get; init; }

    /// <summary>The named profile of the provider's own CLI or SDK to read; environment keys are then not looked at.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Whether a metadata service may be asked.</summary>
    public bool UseInstanceRole { get; init; } = true;
}
