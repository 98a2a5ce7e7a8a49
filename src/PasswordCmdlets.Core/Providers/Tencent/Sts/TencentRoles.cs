using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using PasswordCmdlets.Core.Credentials;
using PasswordCmdlets.Core.Credentials.Roles;
using PasswordCmdlets.Core.Http;
using PasswordCmdlets.Core.Operations.Calls;

namespace PasswordCmdlets.Core.Providers.Tencent.Sts;

/// <summary>
/// CAM roles: AssumeRole with an access key and AssumeRoleWithWebIdentity with a token, of STS 2018-08-13
/// (https://cloud.tencent.com/document/product/1312/48197 and …/73070).
/// </summary>
internal sealed class TencentRoles : IRoleService
{
    // The longest is published, the shortest is not. The usual time is that of tccli and of the SDKs.
    private const int Shortest = 1;
    private const int Longest = 43_200;
    private const int Usual = 7_200;

    // STS is not bound to a region and requires the header; every SDK sends this one.
    private const string Region = "ap-guangzhou";
    private const string Example = "qcs::cam::uin/100000000001:roleName/ops";

    private static readonly CallContract AssumeRole = Call("AssumeRole", perSecond: 600) with { Permission = "sts:AssumeRole" };

    // 20 by the Chinese page, 80 by the international one.
    private static readonly CallContract AssumeRoleWithWebIdentity = Call("AssumeRoleWithWebIdentity", perSecond: 20);

    public string Service => TencentEndpoints.Sts;

    public string AccountOf(RoleRequest role) => role.Role!;

    public string? Problem(RoleRequest role) =>
        RoleProblem(role)
            ?? (role.Origin.IsToken
                ? role.IdentityProvider is null
                    ? $"{role.Names.IdentityProvider} is missing; set it to the name of the identity provider"
                    : RoleRules.Text(role.Names.IdentityProvider, role.IdentityProvider, 1, 128, "_-.+=,@")
                : RoleRules.Text(role.Names.ExternalId, role.ExternalId, 2, 128, "_+=,.@:/-"))
            ?? RoleRules.Text(role.Names.SessionName, role.SessionName, 2, 128, "_+=,.@-")
            ?? RoleRules.Duration(role, Shortest, Longest, Usual, out _);

    public Task<CallOutcome> ExchangeAsync(
        RoleRequest role, CloudCredential origin, Func<DateTimeOffset> now, Func<ApiCall, Task<CallOutcome>> send)
    {
        CallContract contract = role.Origin.IsToken ? AssumeRoleWithWebIdentity : AssumeRole;
        return send(RoleCall.Create(
            contract,
            role,
            endpoint => Write(contract, endpoint, role, origin),
            static response => Advised(TencentResponses.Read(response, Keys))));
    }

    private static WireRequest Write(CallContract contract, Uri endpoint, RoleRequest role, CloudCredential origin)
    {
        WireRequest request = TencentRequests.Create(endpoint, Region, contract);
        JsonBody.Write(request, (role, origin), static (json, state) =>
        {
            RoleRules.Duration(state.role, Shortest, Longest, Usual, out int seconds);
            json.WriteString("RoleArn", state.role.Role);
            json.WriteString("RoleSessionName", state.role.SessionName ?? RoleRules.SessionName);
            json.WriteNumber("DurationSeconds", seconds);
            if (state.role.Origin.IsToken)
            {
                json.WriteString("ProviderId", state.role.IdentityProvider);
                json.WriteSecret("WebIdentityToken", state.origin.Secret);
            }
            else if (state.role.ExternalId is { } externalId)
            {
                json.WriteString("ExternalId", externalId);
            }
        });
        return request;
    }

    private static SessionKeys? Keys(JsonElement json)
    {
        if (json.Member("Credentials") is not { } keys)
        {
            return null;
        }

        bool isDated = long.TryParse(json.Text("ExpiredTime"), NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            && end is > 0 and < 253402300800;
        return new SessionKeys(keys.Text("TmpSecretId"), keys.Secret("TmpSecretKey"), keys.Secret("Token"),
            isDated ? DateTimeOffset.FromUnixTimeSeconds(end) : null);
    }

    private static ProviderReply Advised(ProviderReply reply) => reply.Fault == Fault.AccessDenied
        ? reply with
        {
            Advice = "Name the caller, or the issuer, audience and subject of the token, in the role's trust policy; "
                + "a caller with an access key also needs sts:AssumeRole.",
        }
        : reply;

    private static string? RoleProblem(RoleRequest role)
    {
        if (role.Role is not { } arn)
        {
            return $"{role.Names.Role} is missing; set it to an ARN such as {Example}";
        }

        string[] parts = arn.Split('/');
        bool isArn = parts.Length == 3 && parts[0] == "qcs::cam::uin"
            && (parts[1].EndsWith(":roleName", StringComparison.Ordinal) || parts[1].EndsWith(":role", StringComparison.Ordinal))
            && parts[1].Substring(0, parts[1].IndexOf(':')) is { Length: > 0 and <= 32 } uin
            && uin.All(static c => c is >= '0' and <= '9')
            && RoleRules.Text(role.Names.Role, parts[2], 1, 128, "_+=,.@-") is null;
        return isArn ? null : $"{role.Names.Role} is not an ARN such as {Example}; correct it";
    }

    private static CallContract Call(string action, double perSecond) => new()
    {
        Service = TencentEndpoints.Sts,
        Action = action,
        Version = "2018-08-13",
        Idempotency = Idempotency.ReadOnly,
        Rate = new RateContract(perSecond, TimeSpan.FromSeconds(1)),
    };
}
