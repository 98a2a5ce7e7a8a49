using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Alibaba.Sts;

/// <summary>
/// RAM roles: AssumeRole with an access key and AssumeRoleWithOIDC with a token, the token in the form body
/// (https://api.alibabacloud.com/document/Sts/2015-04-01/AssumeRole and …/AssumeRoleWithOIDC).
/// </summary>
internal sealed class StsRoles : IRoleService
{
    private const int Shortest = 900;
    private const int Longest = 43_200;
    private const int Usual = 3_600;
    private const int LongestPolicy = 2_048;

    public string Service => AlibabaEndpoints.Sts;

    public string AccountOf(RoleRequest role) => role.Role!;

    public string? Problem(RoleRequest role) =>
        ArnProblem(role.Names.Role, role.Role, "role", "acs:ram::1234567890123456:role/ops")
            ?? (role.Origin.IsToken
                ? ArnProblem(role.Names.IdentityProvider, role.IdentityProvider, "oidc-provider",
                    "acs:ram::1234567890123456:oidc-provider/azure-devops")
                : RoleRules.Text(role.Names.ExternalId, role.ExternalId, 2, 1_224, "_+=,.@:/-"))
            ?? RoleRules.Text(role.Names.SessionName, role.SessionName, 2, 64, ".@-_")
            ?? RoleRules.Duration(role, Shortest, Longest, Usual, out _)
            ?? (role.Policy is { Length: > LongestPolicy } ? $"the policy of the session is longer than {LongestPolicy} characters" : null);

    public Task<CallOutcome> ExchangeAsync(
        RoleRequest role, CloudCredential origin, Func<DateTimeOffset> now, Func<ApiCall, Task<CallOutcome>> send)
    {
        AlibabaCallContract contract = role.Origin.IsToken ? StsContracts.AssumeRoleWithOidc : StsContracts.AssumeRole;
        return send(RoleCall.Create(
            contract,
            role,
            endpoint => Write(contract, endpoint, role, origin),
            static response => Advised(AlibabaResponses.Read(response, Keys))));
    }

    private static RpcRequest Write(AlibabaCallContract contract, Uri endpoint, RoleRequest role, CloudCredential origin)
    {
        RoleRules.Duration(role, Shortest, Longest, Usual, out int seconds);
        RpcRequest request = new(contract, endpoint);
        FormParameters parameters = request.Parameters;
        parameters.Add("RoleArn", role.Role!);
        parameters.Add("RoleSessionName", role.SessionName ?? RoleRules.SessionName);
        parameters.Add("DurationSeconds", seconds.ToString(CultureInfo.InvariantCulture));
        if (role.Policy is { } policy)
        {
            parameters.Add("Policy", policy);
        }

        if (role.Origin.IsToken)
        {
            parameters.Add("OIDCProviderArn", role.IdentityProvider!);
            parameters.Add("OIDCToken", origin.Secret);
        }
        else if (role.ExternalId is { } externalId)
        {
            parameters.Add("ExternalId", externalId);
        }

        return request;
    }

    private static SessionKeys? Keys(JsonElement json) => json.Member("Credentials") is { } keys
        ? new SessionKeys(
            keys.Text("AccessKeyId"), keys.Secret("AccessKeySecret"), keys.Secret("SecurityToken"), keys.Time("Expiration"))
        : null;

    // NoPermission: the caller has no permission, is the root account, or the role does not trust it.
    private static ProviderReply Advised(ProviderReply reply) => reply.Fault == Fault.AccessDenied
        ? reply with
        {
            Advice = "Name the caller in the role's trust policy, grant it sts:AssumeRole, and do not use a key of the root account.",
        }
        : reply;

    private static string? ArnProblem(string name, string? arn, string kind, string example)
    {
        if (arn is null)
        {
            return $"{name} is missing; set it to an ARN such as {example}";
        }

        string[] parts = arn.Split(':');
        bool isArn = parts.Length == 5 && parts[0] == "acs" && parts[1] == "ram" && parts[2].Length == 0
            && parts[3].Length is > 0 and <= 32 && parts[3].All(static c => c is >= '0' and <= '9')
            && parts[4].StartsWith(kind + "/", StringComparison.Ordinal)
            && RoleRules.Text(name, parts[4].Substring(kind.Length + 1), 1, 128, "._-@") is null;
        return isArn ? null : $"{name} is not an ARN such as {example}; correct it";
    }
}
