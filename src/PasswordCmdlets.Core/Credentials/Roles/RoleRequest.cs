namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>
/// A role that a profile or variables specify, as it is written there. The provider's <see cref="IRoleService"/> validates it.
/// </summary>
internal sealed record RoleRequest
{
    /// <summary>The file and the profile, or the variables, that specify the role.</summary>
    public required string Source { get; init; }

    /// <summary>The role as the provider writes it: <c>acs:ram::1234567890123456:role/ops</c>; null when it is missing.</summary>
    public required string? Role { get; init; }

    /// <summary>What the role is assumed with: an access key, another role or a token file.</summary>
    public required RoleOrigin Origin { get; init; }

    /// <summary>The name of the session; null for <see cref="RoleRules.SessionName"/>.</summary>
    public string? SessionName { get; init; }

    /// <summary>The seconds that the session lasts, as text; null for the provider's usual time.</summary>
    public string? Duration { get; init; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A policy that narrows the permissions of the session.</summary>
    public string? Policy { get; init; }

    /// <summary>The identity provider that issued the token, as the provider writes it.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>The name of the account that the role belongs to, where the role is not an ARN.</summary>
    public string? DomainName { get; init; }

    /// <summary>The id of the account that the role belongs to, where the role is not an ARN.</summary>
    public string? DomainId { get; init; }

    /// <summary>The endpoint of the service that issues the session; null for the provider's own.</summary>
    public string? ServiceEndpoint { get; init; }

    /// <summary>The region of that service; null for the provider's central endpoint.</summary>
    public string? ServiceRegion { get; init; }

    /// <summary>The settings of the same source that are for the session's calls: region, project, endpoint.</summary>
    public CredentialSettings Settings { get; init; } = new();

    /// <summary>The settings' own names of the role, the session name, the duration, the identity provider and the token file.</summary>
    public RoleNames Names { get; init; } = new();
}
