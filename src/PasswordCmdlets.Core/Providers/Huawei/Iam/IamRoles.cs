using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;
using PasswordCmdlets.Core.Passwords;

namespace PasswordCmdlets.Core.Providers.Huawei.Iam;

/// <summary>
/// Agencies and identity providers of IAM. An agency is assumed with an access key in one call
/// (https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html); a token of an identity provider is exchanged for a token of IAM
/// (…/iam_13_0605.html), and that for an access key (…/iam_04_0002.html).
/// </summary>
internal sealed class IamRoles : IRoleService
{
    private const int Shortest = 900;
    private const int Longest = 86_400;
    private const int UsualOfAgency = 3_600;

    // huaweicloud-sdk-go-v3 core/auth/internal/metadata.go, for a token.
    private const int UsualOfToken = 21_600;

    private const string Json = "application/json;charset=utf8";

    public string Service => HuaweiEndpoints.Iam;

    // In the form of a URN of IAM v5. The account of an identity provider is not known here.
    public string AccountOf(RoleRequest role) => role.Origin.IsToken
        ? $"iam::{role.DomainId}:oidcProvider:{role.IdentityProvider}"
        : $"iam::{role.DomainId ?? role.DomainName}:agency:{role.Role}";

    public string? Problem(RoleRequest role)
    {
        string? problem = role.Origin.IsToken
            ? RoleRules.Text(role.Names.IdentityProvider, role.IdentityProvider ?? string.Empty, 1, 64, "_-.")
            : RoleRules.Text(role.Names.Role, role.Role ?? string.Empty, 1, 64, "_-. ");
        if (problem is null && !role.Origin.IsToken && role.DomainName is null && role.DomainId is null)
        {
            problem = $"{role.Names.Domain} is missing; set it to the account that the agency belongs to";
        }

        return problem
            ?? RoleRules.Text(role.Names.Domain, role.DomainId ?? role.DomainName, 1, 64, "_-.")
            ?? RoleRules.Duration(role, Shortest, Longest, Shortest, out _);
    }

    public async Task<CallOutcome> ExchangeAsync(
        RoleRequest role, CloudCredential origin, Func<DateTimeOffset> now, Func<ApiCall, Task<CallOutcome>> send)
    {
        if (!role.Origin.IsToken)
        {
            return await send(RoleCall.Create(
                IamContracts.AssumeAgency,
                role,
                endpoint => WriteAgency(endpoint, role),
                response => Advised(
                    HuaweiAuthentication.Classify(
                        ReadKeys(response), response, usesToken: false, isTemporary: origin.SecurityToken is not null, now()),
                    "The agency has to delegate to the caller's account, and the caller needs the permission Agent Operator.")))
                .ConfigureAwait(false);
        }

        CallOutcome login = await send(RoleCall.Create(
            IamContracts.CreateTokenByIdToken,
            role,
            endpoint => WriteIdToken(endpoint, role.IdentityProvider!, origin.Secret),
            static response => Advised(IamResponses.ReadToken(response),
                "Check that the token in the file is current, that its audience is the client id of the identity provider, that the "
                    + "provider has the issuer's current signing keys, and that a conversion rule matches the subject of the token.")))
            .ConfigureAwait(false);
        if (!login.Succeeded)
        {
            return login;
        }

        SecretText token = ((IamToken)login.Reply!.Content!).Token;
        return await send(new ApiCall
        {
            Contract = IamContracts.CreateKeyByToken,
            Region = null,
            Credentials = new FixedCredentialProvider(new CloudCredential
            {
                Provider = origin.Provider,
                Kind = CredentialKind.IamToken,
                AccessKeyId = role.IdentityProvider!,
                Secret = token,
                Source = role.Source,
            }),
            Write = endpoint => WriteToken(endpoint, role),
            Read = ReadKeys,
        }).ConfigureAwait(false);
    }

    private static WireRequest WriteAgency(Uri at, RoleRequest role) => WriteKeys(at, "assume_role", role, static (json, role) =>
    {
        RoleRules.Duration(role, Shortest, Longest, UsualOfAgency, out int seconds);
        json.WriteString("agency_name", role.Role);
        json.WriteString(role.DomainId is null ? "domain_name" : "domain_id", role.DomainId ?? role.DomainName);
        json.WriteNumber("duration_seconds", seconds);
    });

    // The token itself is in the header X-Auth-Token.
    private static WireRequest WriteToken(Uri at, RoleRequest role) => WriteKeys(at, "token", role, static (json, role) =>
    {
        RoleRules.Duration(role, Shortest, Longest, UsualOfToken, out int seconds);
        json.WriteNumber("duration_seconds", seconds);
    });

    private static WireRequest WriteKeys(Uri endpoint, string method, RoleRequest role, Action<Utf8JsonWriter, RoleRequest> members)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/v3.0/OS-CREDENTIAL/securitytokens") { ContentType = Json };
        JsonBody.Write(request, (method, role, members), static (json, state) =>
        {
            json.WriteStartObject("auth");
            json.WriteStartObject("identity");
            json.WriteStartArray("methods");
            json.WriteStringValue(state.method);
            json.WriteEndArray();
            json.WriteStartObject(state.method);
            state.members(json, state.role);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return request;
    }

    private static WireRequest WriteIdToken(Uri endpoint, string identityProvider, SecretText token)
    {
        WireRequest request = new(HttpMethod.Post, endpoint, "/v3.0/OS-AUTH/id-token/tokens") { ContentType = Json };
        request.AddHeader("X-Idp-Id", identityProvider);
        JsonBody.Write(request, token, static (json, token) =>
        {
            json.WriteStartObject("auth");
            json.WriteStartObject("id_token");
            json.WriteSecret("id", token);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return request;
    }

    private static ProviderReply ReadKeys(WireResponse response)
    {
        using JsonDocument? document = JsonResponse.TryParse(response);
        if (response.StatusCode is not (200 or 201) || document?.RootElement.Member("credential") is not { } keys)
        {
            return HuaweiErrors.Read(response, document?.RootElement);
        }

        return new ProviderReply
        {
            Fault = Fault.None,
            RequestId = HuaweiErrors.RequestId(response, document.RootElement),
            Content = new SessionKeys(
                keys.Text("access"), keys.Secret("secret"), keys.Secret("securitytoken"), keys.Time("expires_at")),
        };
    }

    private static ProviderReply Advised(ProviderReply reply, string advice) =>
        reply.Fault is Fault.AccessDenied or Fault.AuthenticationFailed or Fault.Rejected ? reply with { Advice = advice } : reply;
}
