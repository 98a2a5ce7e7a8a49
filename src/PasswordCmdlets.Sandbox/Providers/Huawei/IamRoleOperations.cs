using System;
using System.Text.Json;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.Providers.Huawei;

/// <summary>The operations of IAM v3.0 that lead to temporary keys.</summary>
internal static class IamRoleOperations
{
    private const int ShortestSeconds = 900;
    private const int LongestSeconds = 86_400;

    /// <summary>Issues a token for a token of an identity provider.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="route">What the path asks for.</param>
    /// <param name="request">The request.</param>
    /// <param name="body">The parameters.</param>
    public static ApiResponse CreateToken(HuaweiCloud cloud, HuaweiRoute route, ApiRequest request, JsonDocument? body)
    {
        const string Bearer = "Bearer ";
        JsonElement auth = IamOperations.Member(body?.RootElement, "auth");
        string? text = route.IdentityProvider is null
            ? IamOperations.Text(IamOperations.Member(auth, "id_token"), "id")
            : request.Header("Authorization")?.Replace(Bearer, string.Empty, StringComparison.Ordinal);
        string? name = route.IdentityProvider ?? request.Header("X-Idp-Id");
        if (text is null || cloud.Roles.FindProvider(Cloud.Huawei, name) is not IdentityProvider provider)
        {
            return IamOperations.Reject(400, "Bad Request", "The identity provider does not exist, or the request body is invalid.");
        }

        TokenProblem problem = cloud.Roles.Issuer.Check(text, provider, cloud.Clock.Now, out TokenClaims? claims);
        if (problem != TokenProblem.None)
        {
            return IamOperations.Reject(401, "Unauthorized", $"The id token is not valid: {problem}.");
        }

        return cloud.Roles.FindByToken(Cloud.Huawei, provider.Name, claims!.Subject) is { } user
            ? IamOperations.Issue(cloud, OwnerOf(user), project: null, "mapped")
            : IamOperations.Reject(403, "Forbidden", "No conversion rule matches the token.");
    }

    /// <summary>Issues a temporary key: of an agency, or of the owner of a token.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="body">The parameters.</param>
    public static ApiResponse CreateKey(HuaweiCloud cloud, AccessKey caller, JsonDocument? body)
    {
        JsonElement identity = IamOperations.Member(IamOperations.Member(body?.RootElement, "auth"), "identity");
        JsonElement assumed = IamOperations.Member(identity, "assume_role");
        JsonElement method = assumed.ValueKind == JsonValueKind.Object ? assumed : IamOperations.Member(identity, "token");
        int seconds = IamOperations.Member(method, "duration_seconds") is { ValueKind: JsonValueKind.Number } duration
            ? duration.GetInt32()
            : ShortestSeconds;
        if (seconds is < ShortestSeconds or > LongestSeconds)
        {
            return IamOperations.Reject(400, "Bad Request", "The value of duration_seconds is invalid.");
        }

        string? agency = IamOperations.Text(assumed, "agency_name");
        SandboxRole? role = agency is null && caller.Role is string user
            ? cloud.Roles.Find(Cloud.Huawei, user)
            : cloud.Roles.Find(Cloud.Huawei, agency);
        if (agency is not null)
        {
            string? domain = IamOperations.Text(assumed, "domain_id") ?? IamOperations.Text(assumed, "domain_name");
            if (role is null || role.Account != domain)
            {
                return IamOperations.Reject(404, "Not Found", "The agency does not exist.");
            }

            if (!role.TrustsKey(caller.Principal, externalId: null))
            {
                return IamOperations.Reject(403, "Forbidden", "You are not authorized to perform the requested action.");
            }
        }

        if (role is null)
        {
            return IamOperations.Reject(400, "Bad Request", "The request body is invalid.");
        }

        AccessKey key = RoleStore.Issue(role, "session", cloud.Clock.Now.AddSeconds(seconds), cloud.Keys);
        return JsonResponse.Write(201, key, static (writer, key) =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("credential"u8);
            writer.WriteString("access"u8, key.Id);
            writer.WriteString("secret"u8, key.Secret);
            writer.WriteString("securitytoken"u8, key.SecurityToken);
            writer.WriteString("expires_at"u8, IamOperations.Format(key.ExpiresAt!.Value));
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static AccessKey OwnerOf(SandboxRole user) => new()
    {
        Provider = Cloud.Huawei,
        Id = user.Name,
        Secret = string.Empty,
        Account = user.Account,
        Role = user.Name,
    };
}
