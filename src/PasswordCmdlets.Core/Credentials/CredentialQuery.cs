using System;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What a command specifies about its credential.</summary>
internal sealed class CredentialQuery
{
    /// <summary>The provider whose credential is wanted.</summary>
    public required ProviderDescriptor Provider { get; init; }

    /// <summary>What the command was given: an access key, or an IAM user and its password.</summary>
    public CredentialKind Kind { get; init; } = CredentialKind.AccessKey;

    /// <summary>The account (domain) of the IAM user.</summary>
    public string? DomainName { get; init; }

    /// <summary>The access key id or the IAM user's name that the command specifies; overrides every other source.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret access key, or the password, that belongs to it.</summary>
    public SecretText? Secret { get; init; }

    /// <summary>The session token that belongs to it.</summary>
    public SecretText? SecurityToken { get; init; }

    /// <summary>The named profile of the provider's own CLI or SDK to read; keys in the environment are then ignored.</summary>
    public string? ProfileName { get; init; }

    /// <summary>
    /// Where a role is assumed, already checked: an endpoint of this machine or of the identity service that the command specifies; null
    /// for the one of the source or the provider's own.
    /// </summary>
    public Uri? IdentityEndpoint { get; init; }

    /// <summary>The connections of the command, where it has a proxy of its own; null for those of the process.</summary>
    public Func<HttpTransport>? Transport { get; init; }

    /// <summary>Whether a metadata service may be asked.</summary>
    public bool UseInstanceRole { get; init; } = true;
}
