using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using PasswordCmdlets.Core.Passwords;
using PasswordCmdlets.Core.Providers;

namespace PasswordCmdlets.Core.Credentials;

/// <summary>What authenticates requests to a provider: an access key, temporary or not, or a token; and its source.</summary>
internal sealed class CloudCredential
{
    /// <summary>The provider that issued it.</summary>
    public required ProviderDescriptor Provider { get; init; }

    /// <summary>The kind of credential.</summary>
    public CredentialKind Kind { get; init; } = CredentialKind.AccessKey;

    /// <summary>
    /// The public half: the access key id; for <see cref="CredentialKind.BearerToken"/> a label without the token in it;
    /// for <see cref="CredentialKind.IamUser"/> the user name.
    /// </summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The private half: the secret access key, the bearer token or the IAM user's password.</summary>
    public required SecretText Secret { get; init; }

    /// <summary>The session token of a temporary credential.</summary>
    public SecretText? SecurityToken { get; init; }

    /// <summary>When a temporary credential expires (UTC).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The IAM domain (account) name of an <see cref="CredentialKind.IamUser"/>.</summary>
    public string? DomainName { get; init; }

    /// <summary>The IAM domain (account) id, where the source has the id and not the name.</summary>
    public string? DomainId { get; init; }

    /// <summary>The region of the same source, used where no other is specified.</summary>
    public string? Region { get; init; }

    /// <summary>The project id of the same source.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The project name of the same source: <c>eu-de_team</c>.</summary>
    public string? ProjectName { get; init; }

    /// <summary>
    /// The service endpoint of the same source; already checked to belong to the provider. See <see cref="EndpointFor"/>.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The IAM endpoint of the same source, without a path; already checked to belong to the provider.
    /// </summary>
    public Uri? IamEndpoint { get; init; }

    /// <summary>The role that a session is of, as results show it; null for any other credential.</summary>
    public string? Role { get; init; }

    /// <summary>What results, limiters and guards call the account: the same after a renewal.</summary>
    public string Account => Role ?? AccessKeyId;

    /// <summary>How the credential came about, one step a line, for people. Never a secret.</summary>
    [AllowNull]
    public IReadOnlyList<string> Chain
    {
        get => field ?? [Kind switch
        {
            CredentialKind.IdentityToken => $"token file {Source}",
            CredentialKind.AccessKey => $"access key {MaskedAccessKeyId} of {Source}",
            _ => $"{MaskedAccessKeyId} of {Source}",
        }];
        init;
    }

    /// <summary>The source, for people: <c>environment (TENCENTCLOUD_SECRET_ID)</c>, say. Never the secret.</summary>
    public required string Source { get; init; }

    /// <summary>The access key id with its middle masked, for people.</summary>
    public string MaskedAccessKeyId => Kind == CredentialKind.AccessKey ? AccessKeyMask.Of(AccessKeyId) : AccessKeyId;

    /// <summary>
    /// The endpoint of the source for one service; null when it specifies none. Where the provider has one setting for all
    /// services, it is for the service that its host name begins with (<c>ecs.region.example.com</c>).
    /// </summary>
    /// <param name="service">The service as in the endpoint table: <c>ecs</c>.</param>
    public Uri? EndpointFor(string service)
    {
        if (Endpoint is null || !Provider.EndpointSettingNamesService)
        {
            return Endpoint;
        }

        string label = Endpoint.Host.Split('.')[0];
        return string.Equals(label, service, StringComparison.OrdinalIgnoreCase)
            || label.StartsWith(service + "-", StringComparison.OrdinalIgnoreCase)
            ? Endpoint
            : null;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => $"{Provider} {Account} from {Source}";
}
