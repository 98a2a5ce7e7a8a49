using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;

namespace PasswordCmdlets.Core.Providers.Tencent.Credentials;

/// <summary>The roles that variables specify.</summary>
internal static class TencentRoleSettings
{
    private const string Role = "TENCENTCLOUD_ROLE_ARN";
    private const string SessionName = "TENCENTCLOUD_ROLE_SESSION_NAME";

    /// <summary>
    /// The role of an OIDC token (tencentcloud-sdk-go tencentcloud/common/oidc_role_arn_provider.go). No other names exist, so pipelines
    /// outside TKE use these too.
    /// </summary>
    public static RoleVariables OfToken { get; } = new(
        static (search, source) => new RoleRequest
        {
            Source = source,
            Role = search.Variable("TKE_ROLE_ARN"),
            Origin = new TokenFileOrigin(search.Variable("TKE_WEB_IDENTITY_TOKEN_FILE"), "TKE_WEB_IDENTITY_TOKEN_FILE"),
            IdentityProvider = search.Variable("TKE_PROVIDER_ID"),
            Settings = new() { Region = EnvironmentSettings.Region(search) ?? search.Variable("TKE_REGION") },
            Names = new()
            {
                Role = "TKE_ROLE_ARN",
                IdentityProvider = "TKE_PROVIDER_ID",
                TokenFile = "TKE_WEB_IDENTITY_TOKEN_FILE",
            },
        },
        "TKE_ROLE_ARN", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE");

    /// <summary>The role of the variables that tccli reads (tccli/credentials.py); null unless both are set.</summary>
    /// <param name="search">The search and its options.</param>
    /// <param name="source">The source of the keys.</param>
    /// <param name="keys">The keys.</param>
    public static RoleRequest? OfKeys(CredentialSearch search, string source, CredentialDraft keys) =>
        search.Variable(Role) is { } role && search.Variable(SessionName) is { } session
            ? new RoleRequest
            {
                Source = $"{source}, {Role}",
                Role = role,
                Origin = new KeyOrigin(keys),
                SessionName = session,
                Settings = new() { Region = keys.Region, Endpoint = keys.Endpoint },
                Names = new() { Role = Role, SessionName = SessionName },
            }
            : null;
}
