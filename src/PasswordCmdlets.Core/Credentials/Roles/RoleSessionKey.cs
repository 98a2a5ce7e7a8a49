using PasswordCmdlets.Core.Http;

namespace PasswordCmdlets.Core.Credentials.Roles;

/// <summary>What distinguishes one session from any other. No session is used where any of it differs.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Authority">The host and port that issue the session.</param>
/// <param name="Role">The role.</param>
/// <param name="SessionName">The session name.</param>
/// <param name="Duration">The duration.</param>
/// <param name="ExternalId">The external id.</param>
/// <param name="Policy">The policy.</param>
/// <param name="IdentityProvider">The identity provider of the token.</param>
/// <param name="Settings">The region and the endpoints that come with the credential.</param>
/// <param name="Origin">What the role is assumed with.</param>
/// <param name="Transport">The connections, with their proxy.</param>
internal sealed record RoleSessionKey(
    string Provider,
    string Authority,
    string Role,
    string? SessionName,
    string? Duration,
    string? ExternalId,
    string? Policy,
    string? IdentityProvider,
    CredentialSettings Settings,
    string Origin,
    HttpTransport Transport);
