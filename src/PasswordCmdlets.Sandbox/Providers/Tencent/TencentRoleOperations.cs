using System;
using System.Text.Json;
using System.Text.RegularExpressions;
using PasswordCmdlets.Sandbox.Credentials;
using PasswordCmdlets.Sandbox.Http;
using PasswordCmdlets.Sandbox.Roles;

namespace PasswordCmdlets.Sandbox.Providers.Tencent;

/// <summary>The operations of STS 2018-08-13 that issue sessions of CAM roles.</summary>
internal static partial class TencentRoleOperations
{
    private const int UsualSeconds = 7200;

    /// <summary>Issues a session for a key.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="write">Writes the response.</param>
    public static TencentError? Assume(TencentCloud cloud, AccessKey key, JsonElement parameters, out Action<Utf8JsonWriter>? write)
    {
        write = null;
        if (Check(cloud, parameters, out SandboxRole? role, out int seconds) is TencentError error)
        {
            return error;
        }

        if (!role!.TrustsKey(key.Principal, Text(parameters, "ExternalId")))
        {
            return new TencentError("UnauthorizedOperation", "The role does not trust the caller.");
        }

        write = Session(cloud, role, parameters, seconds);
        return null;
    }

    /// <summary>Issues a session for a token of an identity provider.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="write">Writes the response.</param>
    public static TencentError? AssumeWithToken(TencentCloud cloud, JsonElement parameters, out Action<Utf8JsonWriter>? write)
    {
        write = null;
        if (Check(cloud, parameters, out SandboxRole? role, out int seconds) is TencentError error)
        {
            return error;
        }

        if (cloud.Roles.FindProvider(Cloud.Tencent, Text(parameters, "ProviderId")) is not IdentityProvider provider)
        {
            return new TencentError("InvalidParameter.ParamError", "The identity provider does not exist.");
        }

        string? token = Text(parameters, "WebIdentityToken");
        TokenProblem problem = cloud.Roles.Issuer.Check(token, provider, cloud.Clock.Now, out TokenClaims? claims);
        if (problem != TokenProblem.None)
        {
            return new TencentError("InvalidParameter.WebIdentityTokenError", $"The web identity token is not valid: {problem}.");
        }

        if (!role!.TrustsToken(provider.Name, claims!.Subject))
        {
            return new TencentError("UnauthorizedOperation", "The role does not trust the token.");
        }

        write = Session(cloud, role, parameters, seconds);
        return null;
    }

    private static TencentError? Check(TencentCloud cloud, JsonElement parameters, out SandboxRole? role, out int seconds)
    {
        seconds = parameters.TryGetProperty("DurationSeconds", out JsonElement duration) ? duration.GetInt32() : UsualSeconds;
        Match arn = RoleArn().Match(Text(parameters, "RoleArn") ?? string.Empty);
        role = arn.Success ? cloud.Roles.Find(Cloud.Tencent, arn.Groups["name"].Value) : null;
        if (!arn.Success || !SessionName().IsMatch(Text(parameters, "RoleSessionName") ?? string.Empty))
        {
            return new TencentError("InvalidParameter.ParamError");
        }

        if (role is null || arn.Groups["uin"].Value != role.Account)
        {
            return new TencentError("ResourceNotFound.RoleNotFound");
        }

        return seconds > 0 && seconds <= role.MaximumSeconds ? null : new TencentError("InvalidParameter.OverTimeError");
    }

    private static Action<Utf8JsonWriter> Session(TencentCloud cloud, SandboxRole role, JsonElement parameters, int seconds)
    {
        AccessKey key = RoleStore.Issue(
            role, Text(parameters, "RoleSessionName")!, cloud.Clock.Now.AddSeconds(seconds), cloud.Keys);
        return writer =>
        {
            writer.WriteStartObject("Credentials"u8);
            writer.WriteString("Token"u8, key.SecurityToken);
            writer.WriteString("TmpSecretId"u8, key.Id);
            writer.WriteString("TmpSecretKey"u8, key.Secret);
            writer.WriteEndObject();
            writer.WriteNumber("ExpiredTime"u8, key.ExpiresAt!.Value.ToUnixTimeSeconds());
            writer.WriteString("Expiration"u8, RoleStore.Format(key.ExpiresAt.Value));
        };
    }

    private static string? Text(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^qcs::cam::uin/(?<uin>\d+):roleName/(?<name>[\w.-]+)$")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[\w+=,.@-]{2,128}$")]
    private static partial Regex SessionName();
}
