using System.Globalization;
using System.Text.RegularExpressions;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.Providers.Alibaba;

/// <summary>The operations of STS.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="parameters">The parameters.</param>
internal sealed partial class StsOperations(AlibabaCloud cloud, AlibabaParameters parameters)
{
    /// <summary>The operation: whose the access key is. It needs no permission.</summary>
    public const string GetCallerIdentity = "GetCallerIdentity";

    /// <summary>The operation: a role for a key.</summary>
    public const string AssumeRole = "AssumeRole";

    /// <summary>The operation: a role for a token. It is not signed.</summary>
    public const string AssumeRoleWithOidc = "AssumeRoleWithOIDC";

    private const int ShortestSeconds = 900;
    private const int UsualSeconds = 3600;

    /// <summary>Whether there is such an operation.</summary>
    /// <param name="action">Its name.</param>
    public static bool Knows(string action) => action is GetCallerIdentity or AssumeRole or AssumeRoleWithOidc;

    /// <summary>Runs an operation.</summary>
    /// <param name="action">Its name.</param>
    /// <param name="key">The caller's key; null for an operation that is not signed.</param>
    /// <param name="response">The response.</param>
    /// <returns>The error; null when it was executed.</returns>
    public AlibabaError? Run(string action, AccessKey? key, AlibabaDocument response)
    {
        switch (action)
        {
            case AssumeRole:
                return Assume(key!, response);
            case AssumeRoleWithOidc:
                return AssumeWithToken(response);
            default:
                Identify(key!, response);
                return null;
        }
    }

    private static void Identify(AccessKey key, AlibabaDocument response)
    {
        string name = key.UserName ?? "root";
        string account = key.RoleAccountId ?? AlibabaCloud.AccountId;
        (string type, string path) = key switch
        {
            { Role: string role } => ("AssumedRoleUser", $"assumed-role/{role}/{key.SessionName}"),
            { SecurityToken: not null } => ("AssumedRoleUser", $"assumed-role/{name}/session"),
            { UserName: null } => ("Account", name),
            _ => ("RAMUser", $"user/{name}"),
        };
        response.Write("IdentityType", type);
        response.Write("AccountId", account);
        response.Write("PrincipalId", key.UserName is null ? account : "2" + account);
        response.Write("UserId", key.UserName is null ? account : "2" + account);
        response.Write("Arn", $"acs:ram::{account}:{path}");
    }

    private AlibabaError? Assume(AccessKey key, AlibabaDocument response)
    {
        if (CheckParameters(out SandboxRole? role, out int seconds) is AlibabaError error)
        {
            return error;
        }

        if (key is { UserName: null, Role: null })
        {
            return new AlibabaError("NoPermission", "Roles may not be assumed by root accounts.");
        }

        if (key.Denies(AssumeRole))
        {
            return new AlibabaError("NoPermission");
        }

        if (!role!.TrustsKey(key.Principal, parameters["ExternalId"]))
        {
            return new AlibabaError("NoPermission", "The specified role does not trust you.");
        }

        Write(role, seconds, response);
        return null;
    }

    private AlibabaError? AssumeWithToken(AlibabaDocument response)
    {
        if (CheckParameters(out SandboxRole? role, out int seconds) is AlibabaError error)
        {
            return error;
        }

        Match arn = ProviderArn().Match(parameters["OIDCProviderArn"] ?? string.Empty);
        if (!arn.Success || cloud.Roles.FindProvider(Cloud.Alibaba, arn.Groups["name"].Value) is not IdentityProvider provider)
        {
            return new AlibabaError("AuthenticationFail.NoPermission", "No such OIDC Provider registered.");
        }

        TokenProblem problem = cloud.Roles.Issuer.Check(parameters["OIDCToken"], provider, cloud.Clock.Now, out TokenClaims? claims);
        if (problem != TokenProblem.None)
        {
            return new AlibabaError($"AuthenticationFail.OIDCToken.{problem}");
        }

        if (!role!.TrustsToken(provider.Name, claims!.Subject))
        {
            return new AlibabaError("AuthenticationFail.NoPermission", "There is no permission.");
        }

        response.WriteObject("OIDCTokenInfo", info =>
        {
            info.Write("Subject", claims.Subject);
            info.Write("Issuer", claims.Issuer);
            info.Write("ClientIds", claims.Audience);
            info.Write("ExpirationTime", RoleStore.Format(claims.ExpiresAt));
            info.Write("VerificationInfo", "Success");
        });
        Write(role, seconds, response);
        return null;
    }

    private AlibabaError? CheckParameters(out SandboxRole? role, out int seconds)
    {
        role = null;
        Match arn = RoleArn().Match(parameters["RoleArn"] ?? string.Empty);
        bool isNumber = int.TryParse(
            parameters["DurationSeconds"] ?? UsualSeconds.ToString(CultureInfo.InvariantCulture), NumberStyles.None,
            CultureInfo.InvariantCulture, out seconds);
        if (!arn.Success)
        {
            return new AlibabaError("InvalidParameter.RoleArn");
        }

        if (!SessionName().IsMatch(parameters["RoleSessionName"] ?? string.Empty))
        {
            return new AlibabaError("InvalidParameter.RoleSessionName");
        }

        role = cloud.Roles.Find(Cloud.Alibaba, arn.Groups["name"].Value);
        if (role is null || arn.Groups["account"].Value != (role.AccountId ?? AlibabaCloud.AccountId))
        {
            return new AlibabaError("EntityNotExist.Role");
        }

        return isNumber && seconds >= ShortestSeconds && seconds <= role.MaximumSeconds
            ? null
            : new AlibabaError("InvalidParameter.DurationSeconds");
    }

    private void Write(SandboxRole role, int seconds, AlibabaDocument response)
    {
        string session = parameters["RoleSessionName"]!;
        string account = role.AccountId ?? AlibabaCloud.AccountId;
        AccessKey key = RoleStore.Issue(role, session, cloud.Clock.Now.AddSeconds(seconds), cloud.Keys);
        response.WriteObject("AssumedRoleUser", user =>
        {
            user.Write("Arn", $"acs:ram::{account}:role/{role.Name}/{session}");
            user.Write("AssumedRoleId", $"3{account}:{session}");
        });
        response.WriteObject("Credentials", credentials =>
        {
            credentials.Write("AccessKeyId", key.Id);
            credentials.Write("AccessKeySecret", key.Secret);
            credentials.Write("SecurityToken", key.SecurityToken!);
            credentials.Write("Expiration", RoleStore.Format(key.ExpiresAt!.Value));
        });
    }

    [GeneratedRegex(@"^acs:ram::(?<account>\d+):role/(?<name>[\w.-]+)$")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^acs:ram::\d+:oidc-provider/(?<name>[\w.-]+)$")]
    private static partial Regex ProviderArn();

    [GeneratedRegex(@"^[A-Za-z0-9.@_-]{2,64}$")]
    private static partial Regex SessionName();
}
